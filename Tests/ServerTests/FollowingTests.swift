import Archive
import Corpus
import Foundation
import HTTPTypes
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import KindredServer

/// Whoever follows the archive: by asking what has changed, or by being told.
@Suite struct FollowingTests {
    private let json = #"{"title": "Council debates ban of face recognition cameras", "topics": ["law"]}"#

    /// What a follower is told until a change of its own has come.
    private func changes(
        _ client: TestedClient,
        since place: String,
        until isThere: (Answer) -> Bool
    ) async throws -> Answer {
        for _ in 0..<200 {
            let answer = try await client.get("/v1/changes?since=\(place)")
            if isThere(answer) { return answer }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try await client.get("/v1/changes?since=\(place)")
    }

    private func place(_ client: TestedClient) async throws -> String {
        try #require(try await client.get("/v1/changes").object["next"] as? String)
    }

    @Test func aChangeIsToldWithAllListsThatItChanged() async throws {
        try await TestService().test { client in
            let first = try await client.get("/v1/changes")
            #expect(first.object["all"] as? Bool == true && first.headers[.cacheControl] == "no-store")
            var place = try #require(first.object["next"] as? String)

            let created = try await client.put("/v1/articles/new", json)
            let changed = try #require(created.object["changed"] as? [String])
            let told = try await changes(client, since: place) { $0.object["next"] as? String != place }
            #expect(Set(told.object["lists"] as? [String] ?? []) == Set(["new"] + changed))
            #expect(told.object["all"] as? Bool == false && told.object["more"] as? Bool == false)
            place = try #require(told.object["next"] as? String)
            #expect(
                (try await client.get("/v1/changes?since=\(place)").object["lists"] as? [String])?.isEmpty
                    == true
            )

            // With other words it leaves the lists in which it was, and comes into others.
            let other = #"""
                {"title": "Hospital tests malaria vaccine: children in trial, doctors report",
                "excerpt": "Doses against fever: mosquitoes, clinic, nurses, protection study"}
                """#
            let replaced = try await client.put("/v1/articles/new", other)
            let both = Set(replaced.object["changed"] as? [String] ?? [])
            #expect(both.isSuperset(of: changed) && both.count > changed.count)
            let second = try await changes(client, since: place) { $0.object["next"] as? String != place }
            #expect(Set(second.object["lists"] as? [String] ?? []) == both.union(["new"]))
            place = try #require(second.object["next"] as? String)

            // What changes nothing is not told.
            _ = try await client.put("/v1/articles/new", other)
            _ = try await client.delete("/v1/articles/new")
            let third = try await changes(client, since: place) { $0.object["next"] as? String != place }
            let lists = Set(third.object["lists"] as? [String] ?? [])
            #expect(lists.contains("new") && lists.isSubset(of: both.union(["new"])) && lists.count > 1)
        }
    }

    @Test func afterAComparisonOfAllEveryListMayBeAnother() async throws {
        let service = try await TestService()
        try await service.test { client in
            let place = try await place(client)
            _ = try await client.bulk("/v1/articles:bulk", #"{"id": "new", "title": "Harbour walls"}"# + "\n")
            let told = try await client.get("/v1/changes?since=\(place)")
            #expect(
                told.object["all"] as? Bool == true && (told.object["lists"] as? [String])?.isEmpty == true
            )
            let next = try #require(told.object["next"] as? String)
            #expect(try await client.get("/v1/changes?since=\(next)").object["all"] as? Bool == false)
            // Who changes it without asking what changes with it, changes all.
            try await service.archive.upsert(Article(id: "x", title: "Storm waves at the harbour"))
            #expect(try await client.get("/v1/changes?since=\(next)").object["all"] as? Bool == true)
        }
    }

    @Test func aPlaceThatIsNoneIsToldSo() async throws {
        try await TestService().test { client in
            let place = try await place(client)
            for wrong in ["", "1", "x-", "-1", "x-+1", "x-01", "a-b-1", "x-99999999999999999999"] {
                #expect(try await client.get("/v1/changes?since=\(wrong)").problem == .badRequest, "\(wrong)")
            }
            // Another archive's place, and one that this has not come to.
            for other in ["0123456789abcdef-1", place + "0"] {
                let answer = try await client.get("/v1/changes?since=\(other)")
                #expect(answer.object["all"] as? Bool == true && answer.object["next"] as? String == place)
            }
            #expect(try await client.get("/v1/changes?since=\(place)&limit=0").problem == .badRequest)
        }
    }

    @Test func manyChangesComeInParts() async throws {
        try await TestService().test { client in
            let first = try await place(client)
            for number in 0..<5 { _ = try await client.put("/v1/articles/n\(number)", json) }
            let all = try await changes(client, since: first) { answer in
                (answer.object["next"] as? String)?.hasSuffix("-6") ?? false
            }
            var place = first
            var lists: Set<String> = []
            for part in 0..<3 {
                let answer = try await client.get("/v1/changes?since=\(place)&limit=2")
                #expect(answer.object["more"] as? Bool == (part < 2))
                lists.formUnion(answer.object["lists"] as? [String] ?? [])
                place = try #require(answer.object["next"] as? String)
            }
            #expect(lists == Set(all.object["lists"] as? [String] ?? []))
            #expect(place == all.object["next"] as? String)
        }
    }

    @Test func whatAnEarlierProcessDidNotFindIsFound() async throws {
        let folder = try TemporaryFolder()
        let location = ArchiveLocation.folder(folder.path("archive"))
        let place: ListChanges.Cursor
        do {
            let archive = try await TestService(location: location).archive
            place = try await archive.listChanges(after: nil, limit: 1).next
            _ = try await archive.apply([
                ArticleChange(.put(Article(id: "new", title: "Council debates face recognition cameras")))
            ])
            // Nobody asked whose lists have it.
            #expect(try await archive.listChanges(after: place, limit: 9).ids.isEmpty)
        }
        let archive = try await Archive(at: location, model: .none)
        try await archive.completeListChanges()
        let found = try await archive.listChanges(after: place, limit: 9)
        #expect(
            Set(found.ids) == Set(try await archive.articles(listing: "new") + ["new"]) && found.ids.count > 1
        )
    }

    @Test func whatAFailedRequestDidNotFindIsFound() async throws {
        let archive = try await TestService().archive
        let place = try await archive.listChanges(after: nil, limit: 1).next
        let article = Article(id: "new", title: "Council debates face recognition cameras")
        _ = try await archive.apply([ArticleChange(.put(article))])
        #expect(try await archive.listChanges(after: place, limit: 9).ids.isEmpty)
        let queue = WriteQueue(archive)
        await queue.completeAll()
        for _ in 0..<2000 where try await archive.listChanges(after: place, limit: 9).ids.isEmpty {
            try await Task.sleep(for: .milliseconds(5))
        }
        let found = try await archive.listChanges(after: place, limit: 9).ids
        #expect(Set(found) == Set(try await archive.articles(listing: "new") + ["new"]) && found.count > 1)
    }

    @Test func changesOfOneArticleWaitForEachOther() async throws {
        let service = try await TestService()
        try await service.test { client in
            let place = try await place(client)
            let titles = [
                "Council debates face recognition", "Harbour walls rebuilt after storm",
                "Malaria vaccine trial",
            ]
            let told = try await withThrowingTaskGroup(of: Set<String>.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let title = titles[number % 3]
                        let answer = try await client.put(
                            "/v1/articles/same",
                            "{\"title\": \"\(title) \(number)\"}"
                        )
                        return Set(answer.object["changed"] as? [String] ?? [])
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
            }
            let all = try await changes(client, since: place) { answer in
                (answer.object["next"] as? String)?.hasSuffix("-13") ?? false
            }
            #expect(Set(all.object["lists"] as? [String] ?? []) == told.union(["same"]))
        }
    }

    @Test func receiversAreToldOfEveryChangeUntilTheyTakeIt() async throws {
        let folder = try TemporaryFolder()
        let archive = try await TestService().archive
        let received = Mutex<[WebhookDelivery]>([])
        let secret = Array("0123456789abcdef0123456789abcdef".utf8)
        let hooks = {
            @Sendable () -> Webhooks in
            Webhooks(
                archive: archive,
                addresses: ["https://cms.example/hook"],
                secret: secret,
                placesFile: folder.path("webhooks.json"),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ) { delivery in
                received.withLock { received in
                    received.append(delivery)
                    // The first attempt fails, the next is not answered.
                    return received.count == 1 ? 500 : received.count == 2 ? nil : 204
                }
            }
        }
        func run(until isEnough: () -> Bool) async throws {
            let running = Task { try await hooks().run() }
            for _ in 0..<2000 where !isEnough() { try await Task.sleep(for: .milliseconds(10)) }
            running.cancel()
            try await running.value
        }
        // A receiver that is new is told of nothing that was before.
        let file = folder.path("webhooks.json")
        try await run { FileManager.default.fileExists(atPath: file) }
        #expect(received.withLock { $0.isEmpty })
        try await archive.upsert(Article(id: "x", title: "Storm waves at the harbour"))
        try await run { received.withLock { $0.count >= 3 } }
        let deliveries = received.withLock { $0 }
        #expect(deliveries.count == 3 && Set(deliveries.map(\.id)).count == 1)
        #expect(String(decoding: deliveries[2].body, as: UTF8.self).contains("\"all\":true"))
        // It is known afterwards what was taken.
        try await run { true }
        #expect(received.withLock { $0.count } == 3)
    }

    @Test func deliveriesAreSigned() throws {
        let secret = Array("key".utf8)
        let delivery = WebhookDelivery(to: "x", Array("{}".utf8), id: "1", secret: secret, now: 1_700_000_000)
        // As `printf '1700000000.{}' | openssl dgst -sha256 -hmac key` has it.
        let expected = "9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
        #expect(delivery.signature == "t=1700000000,v1=\(expected)")
    }
}
