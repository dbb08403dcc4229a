import Archive
import Corpus
import Foundation
import HTTPTypes
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

extension TestedClient {
    /// What is made in the background, once it is there and of the archive as it is now.
    func whenCurrent(_ uri: String) async throws -> Answer {
        for _ in 0..<600 {
            let answer = try await get(uri)
            if answer.status == 200, answer.object["current"] as? Bool == true { return answer }
            guard [200, 202].contains(answer.status) else { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(uri) was not made in time")
        return try await get(uri)
    }
}

@Suite struct ReportRoutesTests {
    private func ids(_ articles: Any?) -> [String] {
        (articles as? [[String: any Sendable]] ?? []).compactMap { $0["id"] as? String }
    }

    @Test func theReportCountsTheListsThatQuestionsGet() async throws {
        try await TestService().test { client in
            let first = try await client.get("/v1/report")
            #expect(first.status == 202 && first.headers[.retryAfter] == "1")
            #expect(first.object["progress"] as? Double != nil)
            let report = try await client.whenCurrent("/v1/report").object

            var counts: [String: Int] = [:]
            var sizes: [Int] = []
            for number in 0..<40 {
                let answer = try await client.get("/v1/articles/a\(number)/related")
                let list = try RelatedList(json: answer.bytes).entries
                sizes.append(list.count)
                for entry in list { counts[entry.article.id.rawValue, default: 0] += 1 }
            }
            let lists = try #require(report["lists"] as? [String: any Sendable])
            #expect(report["articles"] as? Int == 40 && lists["limit"] as? Int == 4)
            #expect(lists["full"] as? Int == sizes.count { $0 == 4 })
            #expect(lists["short"] as? Int == sizes.count { (1...3).contains($0) })
            #expect(lists["empty"] as? Int == sizes.count { $0 == 0 })
            #expect(lists["entries"] as? Int == sizes.reduce(0, +))
            let hubs = try #require(report["hubs"] as? [[String: any Sendable]])
            #expect(!hubs.isEmpty && hubs.first?["lists"] as? Int == counts.values.max())
            for hub in hubs {
                let id = (hub["article"] as? [String: any Sendable])?["id"] as? String ?? ""
                #expect(hub["lists"] as? Int == counts[id], "\(id)")
            }
            let orphans = try #require(report["orphans"] as? [String: any Sendable])
            #expect(Set(ids(orphans["articles"])) == Set((0..<40).map { "a\($0)" }).subtracting(counts.keys))
        }
    }

    @Test func judgementsSayWhatTheListsAreWorth() async throws {
        let folder = try TemporaryFolder()
        let service = try await TestService(location: .folder(folder.path("archive")))
        try await service.test { client in
            func judged() async throws -> [String: any Sendable] {
                let report = try await client.whenCurrent("/v1/report").object
                return try #require(report["judged"] as? [String: any Sendable])
            }
            let none = try await judged()
            #expect(none["lists"] as? Int == 0 && none["rightShare"] == nil && none["filledShare"] == nil)

            // Of two lists three entries: two right, one wrong; and a related article that no list has.
            var lists: [[String]] = []
            for id in ["a0", "a2"] {
                let list = try RelatedList(json: try await client.get("/v1/articles/\(id)/related").bytes)
                lists.append(list.entries.map(\.article.id.rawValue))
            }
            let outside = try #require(
                (0..<40).map { "a\($0)" }.first { !lists[0].contains($0) && $0 != "a0" }
            )
            for (query, document, label) in [
                ("a0", lists[0][0], "1"), ("a0", lists[0][1], "0"),
                ("a0", outside, "2"),
                ("a2", lists[1][0], "2"),
            ] {
                let answer = try await client.put(
                    "/v1/judgements/\(query)/\(document)",
                    "{\"label\": \"\(label)\"}"
                )
                #expect(answer.status == 201, "\(answer.text)")
            }
            let some = try await judged()
            #expect(some["lists"] as? Int == 2 && some["entries"] as? Int == lists[0].count + lists[1].count)
            #expect(some["judged"] as? Int == 3 && some["right"] as? Int == 2 && some["places"] as? Int == 3)
            let right = try #require(some["rightShare"] as? [String: Double])
            #expect(right["value"] == 2.0 / 3 && right["low"] == 0.5 && right["high"] == 1)
            #expect((some["filledShare"] as? [String: Double])?["value"] == 2.0 / 3)

            // What is gone was no place to fill.
            #expect(try await client.delete("/v1/articles/\(outside)").status == 200)
            let rest = try await judged()
            #expect(rest["places"] as? Int == 2)
        }
        try await TestService().test { client async throws in
            #expect(try await client.whenCurrent("/v1/report").object["judged"] == nil)
        }
    }

    @Test func aListThatCopiesAreKeptOutOfSaysSo() async throws {
        let words = "harbour walls rebuilt winter storms waves engineers concrete fishing boats tide flood"
        let copies = (0..<5).map { Article(id: ArticleID("copy\($0)"), title: words, excerpt: words) }
        let other = Article(
            id: "other",
            title: "winter storms flood harbour town",
            excerpt:
                "engineers mend harbour walls after waves sank fishing boats, concrete rebuilt by the tide"
        )
        let far = Article(id: "far", title: "orchestra opens season with a forgotten symphony")
        try await TestService(TestService.articles.filter { $0.id == "a2" } + copies + [other, far])
            .test { client in
                let report = try await client.whenCurrent("/v1/report").object
                let lists = report["lists"] as? [String: any Sendable]
                let lacking = try #require(lists?["lacking"] as? [[String: any Sendable]])
                let byReason = Dictionary(
                    uniqueKeysWithValues: lacking.map { ($0["reason"] as? String, ids($0["articles"])) }
                )
                let (copy, improbable) = (byReason["copy"] ?? [], byReason["improbable"] ?? [])
                #expect(copy.contains("other"))
                #expect(improbable.contains("far") && !improbable.contains("other"))

                let left = try await client.get("/v1/articles/other/left-out").object
                #expect(left["reason"] as? String == "copy")
                let list = try RelatedList(json: try await client.get("/v1/articles/other/related").bytes)
                let shown = list.entries.map(\.article.id.rawValue)
                for copy in left["articles"] as? [[String: any Sendable]] ?? [] {
                    #expect(copy["reason"] as? String == "copy")
                    #expect(shown.contains(copy["of"] as? String ?? ""))
                }
                #expect(Set(ids(left["articles"]) + shown).isSuperset(of: (0..<5).map { "copy\($0)" }))
                let none = try await client.get("/v1/articles/far/left-out").object
                #expect(none["reason"] as? String == "improbable" && ids(none["articles"]).isEmpty)
                let missing = try await client.get("/v1/articles/missing/left-out")
                #expect(missing.problem == .unknownArticle)
            }
    }

    @Test func anOldReportIsAnsweredUntilTheNextIsThere() async throws {
        try await TestService().test { client in
            let old = try await client.whenCurrent("/v1/report")
            let tag = try #require(old.entityTag)
            #expect(try await client.get("/v1/report", [.ifNoneMatch: tag]).status == 304)
            let title =
                #"{"title": "Eine neue Brücke über den Fluss", "language": "de", "publishedDateTime": "2024-01-02"}"#
            #expect(try await client.put("/v1/articles/new", title).status == 201)
            let stale = try await client.get("/v1/report", [.ifNoneMatch: tag])
            #expect(stale.status == 200 && stale.object["current"] as? Bool == false)
            #expect(stale.object["articles"] as? Int == 40)
            let new = try await client.whenCurrent("/v1/report").object
            #expect(new["articles"] as? Int == 41 && ids(new["newest"]) == ["new"])
            let languages = new["languages"] as? [[String: any Sendable]] ?? []
            #expect(languages.contains { $0["language"] as? String == "de" && $0["articles"] as? Int == 1 })
            #expect(try await client.get("/v1/report?limit=3").problem == .badRequest)
        }
    }

    @Test func anEmptyArchiveHasNothingToCount() async throws {
        try await TestService([]).test { client in
            let report = try await client.whenCurrent("/v1/report").object
            #expect(report["articles"] as? Int == 0 && ids(report["newest"]).isEmpty)
        }
    }

    @Test(
        arguments: [
            ([], Lack.improbable), ([.improbable, .notNear, .same], .improbable), ([.copy(of: "a")], .copy),
            ([.copy(of: "a"), .template(of: "b"), .template(of: "c")], .template),
            ([.excluded, .copy(of: "a")], .copy), ([.unlistable(.otherLanguage)], .otherLanguage),
            ([.unlistable(.draft), .providerFull("x"), .filtered("window")], .rule),
        ] as [([Verdict], Lack)]
    )
    func whatKeptMostOutIsTheReason(_ verdicts: [Verdict], _ lack: Lack) { #expect(Lack(verdicts) == lack) }
}
