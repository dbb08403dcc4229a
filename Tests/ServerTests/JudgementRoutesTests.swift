import Archive
import Corpus
import Evaluation
import Experiments
import Foundation
import HTTPTypes
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

@Suite struct JudgementRoutesTests {
    private let folder: TemporaryFolder
    private let service: TestService

    init() async throws {
        folder = try TemporaryFolder()
        service = try await TestService(location: .folder(folder.path + "/archive"))
    }

    private var path: String { folder.path + "/archive/labels.tsv" }

    private func pairs(_ answer: Answer) -> [JudgingPool.Pair] {
        (answer.object["pairs"] as? [[String: any Sendable]] ?? []).compactMap { pair in
            let ids = ["query", "document"].compactMap {
                (pair[$0] as? [String: any Sendable])?["id"] as? String
            }
            return ids.count == 2 ? JudgingPool.Pair(ids[0], ids[1]) : nil
        }
    }

    @Test func thePairsAreThoseOfTheCommandLine() async throws {
        let articles = TestService.articles
        let methods = PoolPlan.standardMethods.filter { !$0.needsModel }
        let queries = PoolPlan.queries(PoolPlan.standardQueryCount, of: articles, seed: 1)
        let pool = try PoolPlan(queries, methods, depth: PoolPlan.standardDepth, seed: 1)
            .pool(
                from: articles,
                vectors: nil,
                relatedness: try WeightsChoice.automatic.model(besideIndexAt: nil, modelName: nil)
            )
        try await service.test { client in
            let first = try await client.get("/v1/judgements/next")
            #expect(first.status == 202 && first.headers[.retryAfter] == "1")
            _ = try await client.whenCurrent("/v1/judgements/next")
            let one = try await client.get("/v1/judgements/next")
            #expect(pairs(one) == [pool.pairs[0]])
            #expect(one.object["left"] as? Int == pool.pairs.count && one.object["judged"] as? Int == 0)
            let many = try await client.get("/v1/judgements/next?limit=100")
            #expect(pairs(many) == Array(pool.pairs.prefix(100)))
            let shown = (many.object["pairs"] as? [[String: any Sendable]])?.first?["query"]
            let query = try #require(articles.first { $0.id.rawValue == pool.pairs[0].query })
            #expect((shown as? [String: any Sendable])?["excerpt"] as? String == query.excerpt)
        }
    }

    @Test func whatIsJudgedIsInTheFileThatEvaluateReads() async throws {
        try await service.test { client in
            let asked = pairs(try await client.whenCurrent("/v1/judgements/next?limit=3"))
            let addresses = asked.map { "/v1/judgements/\($0.query)/\($0.document)" }
            let first = try await client.put(addresses[0], #"{"label": "2"}"#)
            #expect(first.status == 201 && first.object["label"] as? String == "2")
            #expect(try await client.put(addresses[1], #"{"label": "t"}"#).status == 201)
            let again = try await client.put(addresses[0], #"{"label": "0"}"#)
            #expect(again.status == 200 && again.object["before"] as? String == "2")

            let read = try #require(Qrels.read(path).qrels)
            #expect(read.pairs == 2 && read.label(asked[0].query, asked[0].document) == .unrelated)
            #expect(read.label(asked[1].query, asked[1].document) == .template)
            let next = try await client.get("/v1/judgements/next")
            #expect(pairs(next) == [asked[2]] && next.object["judged"] as? Int == 2)
            let file = try await client.get("/v1/judgements")
            #expect(file.headers[.contentType]?.hasPrefix("text/tab-separated-values") == true)
            #expect(try file.bytes == Array(Data(contentsOf: URL(filePath: path))))

            let removed = try await client.delete(addresses[0])
            #expect(removed.status == 200 && removed.object["before"] as? String == "0")
            #expect(pairs(try await client.get("/v1/judgements/next")) == [asked[0]])
            let nothing = try await client.delete(addresses[0])
            #expect(nothing.status == 200 && nothing.object["before"] == nil)
        }
    }

    @Test func whatIsNoJudgementIsRefused() async throws {
        try await service.test { client in
            let address = "/v1/judgements/a1/a5"
            for (uri, body, kind) in [
                (address, #"{"label": "3"}"#, Problem.Kind.badRequest), (address, "2", .badRequest),
                (address, "{}", .badRequest), (address, "nonsense", .badRequest),
                ("/v1/judgements/a1/a1", #"{"label": "2"}"#, .unknownAddress),
                ("/v1/judgements/a1/missing", #"{"label": "2"}"#, .unknownArticle),
                ("/v1/judgements/a1/%20a", #"{"label": "2"}"#, .badRequest),
                (address + "?x=1", #"{"label": "2"}"#, .badRequest),
            ] { #expect(try await client.put(uri, body).problem == kind, "\(uri) \(body)") }
            let unnamed = try await client.send(.put, address, TestedClient.json, #"{"label": "2"}"#)
            #expect(unnamed.problem == .unauthorized)
            #expect(try await client.send(.delete, address).problem == .unauthorized)
            #expect(try await client.get("/v1/judgements/next?limit=101").problem == .badRequest)
            #expect(try await client.get("/v1/judgements").text == "query-id\tdoc-id\tlabel\n")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func aFileThatIsNoneIsLeftAsItIs() async throws {
        let text = "query-id\tdoc-id\tlabel\na1\ta5\tperhaps\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        try await service.test { client in
            let answer = try await client.put("/v1/judgements/a1/a5", #"{"label": "2"}"#)
            #expect(answer.problem == .storeFailed && !answer.text.contains(folder.path))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test func manyJudgeAtOnceAndNothingIsLost() async throws {
        try await service.test { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 2..<34 {
                    group.addTask {
                        try await client.put("/v1/judgements/a1/a\(number)", #"{"label": "1"}"#).status
                    }
                }
                for try await status in group { #expect(status == 201) }
            }
            #expect(Qrels.read(path).qrels?.pairs == 32)
        }
    }
}
