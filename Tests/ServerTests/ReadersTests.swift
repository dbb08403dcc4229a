import Archive
import Corpus
import Evaluation
import HTTPTypes
import HummingbirdTesting
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

/// What the pages of a site ask for and tell on behalf of their readers.
@Suite struct ReadersTests {
    private let site = "https://www.example.com"

    private func send(
        _ client: TestedClient,
        _ events: String,
        _ headers: HTTPFields = TestedClient.authorized
    ) async throws -> Answer {
        try await client.send(
            .post,
            "/v1/feedback",
            TestedClient.json + headers,
            #"{"events": [\#(events)]}"#
        )
    }

    @Test func listsOfTwoRankingsAreTriedOnReaders() async throws {
        let experiment = try RankingExperiment("long=min_probability=0&order=newest")
        let service = try await TestService(experiments: [experiment])
        try await service.test { client in
            let uri = "/v1/articles/a1/related?experiment=long&limit=3"
            let own = try await client.get(uri + "&impression=i1")
            #expect(try await client.get(uri + "&impression=i1").bytes == own.bytes)
            #expect(
                own.object["experiment"] as? String == "long" && own.object["impression"] as? String == "i1"
            )
            let teams = try #require(own.object["teams"] as? [String])
            let shown = (own.object["related"] as? [[String: any Sendable]] ?? []).compactMap {
                $0["id"] as? String
            }
            #expect(teams.count == shown.count && shown.count == 3)
            let made = try await client.get(uri)
            #expect((made.object["impression"] as? String)?.isEmpty == false)
            #expect(try RelatedList(json: own.bytes).entries.map(\.article.id.rawValue) == shown)

            let list = shown.map { "\"\($0)\"" }.joined(separator: ",")
            let team = teams.map { "\"\($0)\"" }.joined(separator: ",")
            let impression =
                #"{"type":"impression","id":"i1","article":"a1","shown":[\#(list)],"experiment":"long","teams":[\#(team)]}"#
            let click = #"{"type":"click","impression":"i1","entry":"\#(shown[0])"}"#
            #expect(try await send(client, impression).object["kept"] as? Int == 1)
            #expect(try await send(client, "\(click),\(click)").status == 200)
            let report = try await client.get("/v1/experiments")
            let results = try #require(report.object["experiments"] as? [[String: any Sendable]])
            #expect(results.count == 1 && results[0]["clicked"] as? Int == 1)
            let wins = results[0]["wins"] as? [String: any Sendable]
            #expect(wins?[teams[0]] as? Int == 1)
            let tried = try #require(report.object["tried"] as? [[String: String]])
            #expect(tried == [["experiment": "long", "parameters": "min_probability=0&order=newest"]])
        }
        let kept = try Feedback(reading: [service.folder.path("feedback/2026-03-01.jsonl")])
        #expect(kept.lists.map(\.clicked) == [[0]] && kept.problems.isEmpty)
    }

    @Test func anExperimentThatIsNoneIsTold() async throws {
        for wrong in ["", "x", "=order=date", "x=orders=newest", "x=order=any", "a b=order=newest"] {
            #expect(throws: Problem.self, "\(wrong)") { try RankingExperiment(wrong) }
        }
        try await TestService().test { client async throws in
            #expect(
                try await client.get("/v1/articles/a1/related?experiment=x").problem == .unknownExperiment
            )
            #expect(try await client.get("/v1/articles/a1/related?impression=x").status == 200)
            #expect(try await client.get("/v1/articles/a1/related?impression=a%20b").problem == .badRequest)
        }
    }

    @Test func feedbackComesFromTheSiteOrWithAToken() async throws {
        let click = #"{"type":"click","impression":"i","entry":"b"}"#
        try await TestService(origins: [site]).test { client in
            #expect(try await send(client, click).status == 200)
            let own = try await send(client, click, [.origin: site])
            #expect(own.status == 200 && own.headers[.accessControlAllowOrigin] == site)
            #expect(
                try await send(client, click, [.origin: "https://evil.example"]).problem == .foreignOrigin
            )
            #expect(try await send(client, click, [:]).problem == .unauthorized)
            // The site's pages may do nothing else.
            let change = try await client.send(
                .put,
                "/v1/articles/x",
                TestedClient.json + [.origin: site],
                #"{"title": "X"}"#
            )
            #expect(change.problem == .unauthorized)
        }
        try await TestService(allowsWrites: false).test { client async throws in
            #expect(try await send(client, click).problem == .writesNotAllowed)
        }
    }

    @Test func feedbackThatIsNoneIsRefusedAsAWhole() async throws {
        let service = try await TestService()
        try await service.test { client in
            let good = #"{"type":"click","impression":"i","entry":"b"}"#
            for wrong in [
                #"{"type":"click"}"#, "7", #"{"type":"click","impression":"i","entry":"b","ip":"::1"}"#,
                #"{"type":"click","impression":"i","entry":"\#(String(repeating: "ö", count: 501))"}"#,
            ] {
                let problem = try await send(client, good + "," + wrong).problem
                #expect(problem == .badRequest || problem == .invalidArticle, "\(wrong)")
            }
            let many = Array(repeating: good, count: 1001).joined(separator: ",")
            #expect(try await send(client, many).problem == .tooLarge)
            #expect(try await client.get("/v1/experiments").text.contains("[]"))
        }
        #expect(throws: InputProblem.self) {
            try Feedback(reading: [service.folder.path("feedback/2026-03-01.jsonl")])
        }
    }

    @Test func pagesOfTheSiteMayReadAndOthersMayNot() async throws {
        try await TestService(origins: [site]).test { client in
            let uri = "/v1/articles/a1/related"
            let read = try await client.get(uri, [.origin: site])
            #expect(read.headers[.accessControlAllowOrigin] == site)
            #expect(read.headers[values: .vary].joined().contains("Origin"))
            let foreign = try await client.get(uri, [.origin: "https://evil.example"])
            #expect(foreign.headers[.accessControlAllowOrigin] == nil && foreign.status == 200)
            let ask: HTTPFields = [.origin: site, .accessControlRequestMethod: "POST"]
            let leave = try await client.send(.options, "/v1/feedback", ask)
            #expect(leave.status == 204 && leave.headers[.accessControlAllowMethods] == "GET, HEAD, POST")
            let refused = try await client.send(
                .options,
                "/v1/feedback",
                [.origin: "https://evil.example", .accessControlRequestMethod: "POST"]
            )
            #expect(refused.headers[.accessControlAllowOrigin] == nil && refused.status == 405)
        }
        for wrong in [
            "example.com", "https://", "https://a/b", "https://a?b", "ftp://a", "https://*", "null", "",
        ] {
            #expect(webOrigin(wrong) == nil, "\(wrong)")
        }
        #expect(webOrigin("HTTPS://WWW.Example.com:8443") == "https://www.example.com:8443")
    }

    @Test func aListIsAPieceOfAPage() async throws {
        let articles =
            TestService.articles + [
                Article(
                    id: "script",
                    title: "Harbour <script>alert(1)</script> walls rebuilt after winter storms",
                    excerpt: "Waves and engineers: concrete for fishing boats",
                    page: ArticlePage(url: "javascript:alert(1)")
                )
            ]
        try await TestService(articles).test { client in
            let answer = try await client.get("/v1/articles/a1/related.html?limit=20&min_probability=0")
            #expect(answer.status == 200 && answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.text.contains("<ul class=\"related-articles\">"))
            #expect(answer.text.contains("&lt;script&gt;"))
            #expect(!answer.text.contains("<script") && !answer.text.contains("javascript:"))
            #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            let tag = try #require(answer.entityTag)
            let again = try await client.get(
                "/v1/articles/a1/related.html?limit=20&min_probability=0",
                [.ifNoneMatch: tag]
            )
            #expect(again.status == 304)
            #expect(try await client.get("/v1/articles/none/related.html").problem == .unknownArticle)
        }
    }

    @Test func severalAreAskedForAtOnce() async throws {
        let service = try await TestService()
        try await service.test { client in
            let body = #"{"like": [{"id": "a0"}, {"text": "harbour walls storm"}], "unlike": [{"id": "a4"}]}"#
            let answer = try await client.post("/v1/related?limit=5&explain=true", body)
            #expect(answer.status == 200)
            let list = try RelatedList(json: answer.bytes)
            #expect(list.subject == .several(like: ["a0", "harbour walls storm"], unlike: ["a4"]))
            #expect(list.entries.count == 5 && list.entries.allSatisfy { $0.reasons != nil })
            #expect(!list.entries.contains { ["a0", "a4"].contains($0.article.id) })
            for wrong in [
                #"{"like": []}"#, #"{"unlike": [{"id": "a1"}]}"#, #"{"like": [{}]}"#,
                #"{"like": [{"id": "a1", "text": "b"}]}"#,
                #"{"like": [\#(Array(repeating: #"{"text": "a"}"#, count: 21).joined(separator: ","))]}"#,
            ] {
                #expect(try await client.post("/v1/related", wrong).problem == .badRequest, "\(wrong)")
            }
            #expect(
                try await client.post("/v1/related", #"{"like": [{"id": "no"}]}"#).problem == .unknownArticle
            )
        }
    }

    @Test func whoAsksTooOftenWaits() async throws {
        // So few that the test need not be fast.
        try await TestService(requestsPerSecond: 1).test { client in
            var problems: Set<Problem.Kind?> = []
            for _ in 0..<100 { problems.insert(try await client.get("/version").problem) }
            #expect(problems == [nil, .tooManyRequests])
            #expect(try await client.get("/healthz").status == 200)
        }
        let limit = RateLimit(perSecond: 2, burst: 4)
        let start = ContinuousClock.now
        func allowed(_ address: String, after seconds: Double) -> Bool {
            (try? limit.check(address, at: start + .seconds(seconds))) != nil
        }
        #expect((0..<6).count { _ in allowed("a", after: 0) } == 4)
        #expect(allowed("b", after: 0))
        #expect((0..<6).count { _ in allowed("a", after: 1) } == 2)
        #expect((0..<6).count { _ in allowed("a", after: 60) } == 4)
    }
}
