import Archive
import Corpus
import HTTPTypes
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

@Suite struct ArticleRoutesTests {
    @Test func anArticleIsStoredReadListedAndRemoved() async throws {
        let service = try await TestService()
        try await service.test { client in
            let json = #"{"title": "Council debates ban of face recognition cameras", "topics": ["law"]}"#
            let created = try await client.put("/v1/articles/2021%2Fnew.md", json)
            #expect(created.status == 201 && created.headers[.location] == "/v1/articles/2021%2Fnew.md")
            #expect(created.object["id"] as? String == "2021/new.md")
            let list = created.object["list"] as? [String: any Sendable]
            #expect((list?["related"] as? [any Sendable])?.isEmpty == false)
            let changed = try #require(created.object["changed"] as? [String])
            #expect(
                !changed.isEmpty && changed.allSatisfy { Int($0.dropFirst()).map { $0 % 4 == 0 } ?? false }
            )
            for id in changed {
                #expect(try await client.get("/v1/articles/\(id)/related").text.contains("2021/new.md"))
            }

            let read = try await client.get("/v1/articles/2021%2Fnew.md")
            #expect(read.status == 200 && read.entityTag == created.entityTag)
            #expect(read.object["title"] as? String == "Council debates ban of face recognition cameras")

            let again = try await client.put("/v1/articles/2021%2Fnew.md", json)
            #expect(again.status == 200 && again.entityTag == created.entityTag)
            #expect(service.archive.pendingChanges == 1)

            let removed = try await client.delete("/v1/articles/2021%2Fnew.md")
            #expect(
                removed.status == 200 && Set(removed.object["changed"] as? [String] ?? []) == Set(changed)
            )
            #expect(try await client.get("/v1/articles/2021%2Fnew.md").problem == .unknownArticle)
            #expect(try await client.delete("/v1/articles/2021%2Fnew.md").problem == .unknownArticle)
            #expect(try await client.get("/v1/articles/2021%2Fnew.md/related").problem == .unknownArticle)
        }
    }

    @Test func theLanguageOfAnArticleIsToldBesideIt() async throws {
        let german =
            "Der Gemeinderat hat gestern beschlossen, dass die alte Brücke über den Fluss gesperrt wird."
        let articles = [
            Article(id: "told", title: "x", language: "pt-BR"),
            Article(id: "shown", title: german, excerpt: german),
            Article(id: "odd", title: "x", language: "a\r\nb: c"),
        ]
        try await TestService(articles).test { client async throws in
            func language(_ id: String) async throws -> String? {
                let answer = try await client.get("/v1/articles/\(id)")
                #expect(answer.status == 200)
                return answer.headers[.contentLanguage]
            }
            #expect(try await language("told") == "pt-BR")
            #expect(try await language("shown") == "de")
            #expect(try await language("odd") == nil)
        }
    }

    @Test func aListIsThatOfTheArchiveByTheSameOptions() async throws {
        let service = try await TestService()
        var rules = EditorialRules()
        rules.diversity = 0
        let options = RankingOptions(limit: 7, minimumProbability: 0.1, rules: rules)
        let expected = try await service.archive.list(for: "a3", options: options)
        try await service.test { client in
            let uri = "/v1/articles/a3/related?limit=7&min_probability=0.1&diversity=0"
            #expect(try await client.get(uri + "&explain=true").bytes == expected.json)
            let plain = try await client.get(uri)
            #expect(!plain.text.contains("reasons") && plain.status == 200)
            #expect(
                try RelatedList(json: plain.bytes).entries.map(\.article.id)
                    == expected.entries.map(\.article.id)
            )
        }
    }

    @Test func answersHaveTagsThatSpareSendingThemAgain() async throws {
        let service = try await TestService()
        try await service.test { client in
            for uri in [
                "/v1/articles/a1", "/v1/articles/a1/related", "/v1/search?q=harbour", "/openapi.json",
            ] {
                let first = try await client.get(uri)
                let tag = try #require(first.entityTag, "\(uri)")
                for value in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                    let second = try await client.get(uri, [.ifNoneMatch: value])
                    #expect(second.status == 304 && second.bytes.isEmpty && second.entityTag == tag)
                }
                #expect(try await client.get(uri, [.ifNoneMatch: "\"other\""]).bytes == first.bytes)
                #expect(try await client.get(uri, [.ifNoneMatch: "other"]).bytes == first.bytes)
            }
            // What is cached is forgotten with the next change.
            let uri = "/v1/articles/a1/related?limit=30&min_probability=0"
            let before = try await client.get(uri)
            _ = try await client.put(
                "/v1/articles/b",
                #"{"title": "Engineers repair harbour walls after winter storms"}"#
            )
            let after = try await client.get(uri)
            #expect(before.entityTag != after.entityTag && after.text.contains("\"b\""))
        }
    }

    @Test func changesAreMadeOnlyWhereTheirConditionHolds() async throws {
        let service = try await TestService()
        try await service.test { client in
            let (uri, first, second) = ("/v1/articles/c", #"{"title": "One"}"#, #"{"title": "Two"}"#)
            #expect(try await client.put(uri, first, [.ifMatch: "*"]).problem == .versionConflict)
            let made = try await client.put(uri, first, [.ifNoneMatch: "*"])
            let tag = try #require(made.entityTag)
            #expect(made.status == 201)
            let refused = try await client.put(uri, second, [.ifNoneMatch: "*"])
            #expect(refused.problem == .versionConflict && refused.entityTag == tag)
            #expect(
                try await client.put(uri, second, [.ifMatch: "\"0000000000000000\""]).problem
                    == .versionConflict
            )
            #expect(try await client.put(uri, second, [.ifMatch: "\"x\", \(tag)"]).status == 200)
            #expect(try await client.delete(uri, [.ifMatch: tag]).problem == .versionConflict)
            #expect(try await client.get(uri).object["title"] as? String == "Two")
            for contradiction: HTTPFields in [[.ifMatch: "*", .ifNoneMatch: "*"], [.ifMatch: ""]] {
                #expect(try await client.put(uri, second, contradiction).problem == .versionConflict)
            }
            let current = try #require(try await client.get(uri).entityTag)
            #expect(try await client.put(uri, second, [.ifNoneMatch: current]).problem == .versionConflict)
            #expect(try await client.put(uri, second, [.ifNoneMatch: tag]).status == 200)
            #expect(try await client.delete(uri, [.ifMatch: "*"]).status == 200)
        }
    }

    @Test(arguments: [
        ("/v1/articles/%ff", Problem.Kind.badRequest), ("/v1/articles/a%0ab", .badRequest),
        ("/v1/articles/%zz", .badRequest), ("/v1/articles/a%2", .badRequest),
        ("/v1/articles/" + String(repeating: "a", count: 3000), .badRequest),
        ("/v1/articles/..%2f..%2fetc%2fpasswd", .unknownArticle), ("/v1/articles/missing", .unknownArticle),
        ("/v1/articles/a1/related?limit=0", .badRequest), ("/v1/articles/a1/related?limit=101", .badRequest),
        ("/v1/articles/a1/related?limit=4&limit=5", .badRequest),
        ("/v1/articles/a1/related?limt=4", .badRequest),
        ("/v1/articles/a1/related?min_probability=nan", .badRequest),
        ("/v1/articles/a1/related?order=best", .badRequest),
        ("/v1/articles/a1/related?explain=yes", .badRequest),
        ("/v1/articles/a1?x=1", .badRequest), ("/v1/search", .badRequest), ("/v1/search?q=%20", .badRequest),
        ("/v1/search?q=%ff", .badRequest),
        ("/v1/search?q=" + String(repeating: "a", count: 2001), .badRequest),
        ("/v1", .unknownAddress), ("/v1/articles/a/b", .unknownAddress), ("//v1/nothing", .unknownAddress),
    ])
    func whatCannotBeAnsweredIsSaid(_ uri: String, _ kind: Problem.Kind) async throws {
        try await TestService().test { client in
            let answer = try await client.get(uri)
            #expect(answer.problem == kind, "\(answer.status) \(answer.text)")
            #expect(answer.object["detail"] as? String != "")
        }
    }

    @Test func bodiesThatAreNoArticlesAreRefused() async throws {
        var limits = ReadingLimits()
        limits.jsonLineBytes = 1000
        let service = try await TestService(limits: limits)
        try await service.test { client async throws in
            let uri = "/v1/articles/d"
            #expect(try await client.put(uri, "").problem == .badRequest)
            #expect(try await client.put(uri, "{").problem == .badRequest)
            #expect(try await client.put(uri, "[]").problem == .invalidArticle)
            #expect(try await client.put(uri, "{}").problem == .invalidArticle)
            #expect(try await client.put(uri, #"{"title": 5, "id": []}"#).problem == .invalidArticle)
            #expect(try await client.put(uri, #"{"title": "x", "id": "other"}"#).problem == .otherID)
            #expect(try await client.put(uri, #"{"title": "x", "id": "d"}"#).status == 201)
            let large = #"{"title": "\#(String(repeating: "x", count: 1000))"}"#
            #expect(try await client.put(uri, large).problem == .tooLarge)
            let deep = String(repeating: "[", count: 400) + String(repeating: "]", count: 400)
            #expect(try await client.put(uri, #"{"title": "x", "deep": \#(deep)}"#).status < 500)
            func send(_ headers: HTTPFields) async throws -> Answer {
                try await client.send(.put, uri, TestedClient.authorized + headers, #"{"title": "x"}"#)
            }
            #expect(try await send([:]).problem == .unsupportedMediaType)
            #expect(try await send([.contentType: "text/plain"]).problem == .unsupportedMediaType)
            #expect(
                try await send([.contentType: "application/json; charset=latin1"]).problem
                    == .unsupportedMediaType
            )
            #expect(try await send([.contentType: "application/json; charset=utf-8"]).status == 200)
            let packed = TestedClient.json + [.contentEncoding: "gzip"]
            #expect(try await send(packed).problem == .unsupportedMediaType)
        }
    }

    @Test func whatIsOddAboutAnArticleIsTold() async throws {
        try await TestService().test { client in
            let answer = try await client.put(
                "/v1/articles/e",
                #"{"title": "x", "publishedDateTime": "yesterday"}"#
            )
            #expect(answer.status == 201 && (answer.object["warnings"] as? [String])?.count == 1)
        }
    }

    @Test func manyWritersOfOneArticleLeaveOneOfTheirs() async throws {
        let folder = try TemporaryFolder()
        let service = try await TestService([], location: .folder(folder.path + "/archive"))
        try await service.test { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await client.put(
                            "/v1/articles/f\(number % 3)",
                            #"{"title": "Report \#(number)"}"#
                        ).status
                    }
                }
                var statuses: [Int] = []
                for try await status in group { statuses.append(status) }
                #expect(statuses.count { $0 == 201 } == 3 && statuses.count { $0 == 200 } == 57)
            }
        }
        #expect(service.archive.count == 3)
        let opened = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        for number in 0..<3 {
            let article = try await opened.article(ArticleID("f\(number)"))
            let report = try #require(article?.title.split(separator: " ").last.flatMap { Int($0) })
            let own = try await service.archive.article(ArticleID("f\(number)"))
            #expect(report % 3 == number && article == own)
        }
    }
}
