import Archive
import Corpus
import HTTPTypes
import TestSupport
import Testing

@testable import KindredServer

@Suite struct NewestRoutesTests {
    private func article(_ id: String, _ date: String?, isPublished: Bool? = nil) -> Article {
        Article(
            id: ArticleID(id),
            title: "Title of \(id)",
            published: date.flatMap { PublicationDate($0) },
            isPublished: isPublished
        )
    }

    private func newest(_ client: TestedClient, _ query: String = "") async throws -> [String] {
        let answer = try await client.get("/v1/newest\(query)")
        return (answer.object["newest"] as? [[String: any Sendable]] ?? []).compactMap { $0["id"] as? String }
    }

    @Test func momentsCountAndNotHowTheyAreWritten() async throws {
        let articles = [
            article("day", "2021-03-02"), article("evening", "2021-03-02T23:00:00-05:00"),
            article("morning", "2021-03-03T01:00:00+00:00"), article("written", "4 March 2021"),
            article("undated", nil), article("future", "2999-01-01"),
            article("draft", "2021-03-05", isPublished: false),
        ]
        try await TestService(articles).test { client async throws in
            #expect(try await newest(client) == ["written", "evening", "morning", "day"])
            #expect(try await newest(client, "?limit=2") == ["written", "evening"])
            #expect(try await client.get("/v1/newest?limit=0").problem == .badRequest)
            #expect(try await client.get("/v1/newest?order=date").problem == .badRequest)
        }
    }

    @Test func manyDraftsHideNoArticle() async throws {
        let drafts = (10..<29).map { article("d\($0)", "2022-01-\($0)", isPublished: false) }
        let articles = drafts + (1...3).map { article("a\($0)", "2021-01-0\($0)") }
        try await TestService(articles).test { client async throws in
            #expect(try await newest(client, "?limit=2") == ["a3", "a2"])
        }
    }

    @Test func aNewArticleIsThereAtOnce() async throws {
        try await TestService([article("old", "2021-01-01")]).test { client async throws in
            let before = try await client.get("/v1/newest")
            let tag = try #require(before.entityTag)
            #expect(try await client.get("/v1/newest", [.ifNoneMatch: tag]).status == 304)
            let json = #"{"title": "New", "publishedDateTime": "2022-01-01"}"#
            #expect(try await client.put("/v1/articles/new", json).status == 201)
            #expect(try await newest(client) == ["new", "old"])
            #expect(try await client.delete("/v1/articles/new").status == 200)
            #expect(try await newest(client) == ["old"])
        }
        try await TestService([]).test { client async throws in #expect(try await newest(client) == []) }
    }
}
