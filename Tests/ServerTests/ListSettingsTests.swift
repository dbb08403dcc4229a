import Archive
import Corpus
import Foundation
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

/// How lists are made where a question does not say it, which a site's kindred.yml may settle.
@Suite struct ListSettingsTests {
    /// Long lists of improbable entries, without one subject.
    private static let lists: RankingOptions = {
        var rules = EditorialRules()
        rules.excludedTopics = ["harbour"]
        rules.window = 20
        rules.maxPerProvider = 2
        return RankingOptions(limit: 6, fewest: 3, minimumProbability: 0.02, rules: rules)
    }()

    /// The articles of other tests, with topics, dates and publishers.
    private static let articles = TestService.articles.enumerated().map { number, article in
        var article = article
        article.topics = number % 4 == 1 ? ["harbour"] : ["other"]
        article.published = PublicationDate("2026-01-\(10 + number % 15)")
        article.provider = Provider(name: "P\(number % 3)")
        return article
    }

    private func service(_ lists: RankingOptions = lists) async throws -> TestService {
        var options = ArchiveOptions()
        options.lists = lists
        return try await TestService(
            try await Archive(at: .inMemory, model: .none, options: options),
            Self.articles
        )
    }

    @Test func listsAreMadeAsTheServiceHasThem() async throws {
        let service = try await service()
        try await service.test { client in
            let settings = try await client.get("/v1/settings").object
            #expect(settings["limit"] as? Int == 6 && settings["at_least"] as? Int == 3)
            #expect(settings["window"] as? Double == 20 && settings["max_per_provider"] as? Int == 2)
            #expect(
                settings["min_probability"] as? Double == 0.02 && settings["precision"] as? String == "high"
            )
            for id in ["a0", "a1", "a2"] {
                let own = try await service.archive.list(
                    ofArticleWith: ArticleID(id),
                    options: Self.lists,
                    explains: false
                )
                let usual = try await service.archive.list(
                    ofArticleWith: ArticleID(id),
                    options: RankingOptions(),
                    explains: false
                )
                let answer = try await client.get("/v1/articles/\(id)/related")
                #expect(answer.bytes == own.json && own.json != usual.json, "\(id)")
                #expect(try await client.post("/v1/related", "{\"id\": \"\(id)\"}").bytes == answer.bytes)
            }
        }
    }

    @Test func whatAQuestionSaysCountsMore() async throws {
        let service = try await service()
        try await service.test { client in
            func expect(
                _ parameters: String,
                _ change: (inout EditorialRules) -> Void,
                limit: Int = 6,
                fewest: Int = 3,
                minimum: Double? = 0.02,
                _ precision: ListPrecision = .high
            ) async throws {
                var rules = Self.lists.rules
                change(&rules)
                let list = try await service.archive.list(
                    ofArticleWith: "a2",
                    options: RankingOptions(
                        limit: limit,
                        fewest: fewest,
                        minimumProbability: minimum,
                        precision: precision,
                        rules: rules
                    ),
                    explains: false
                )
                let answer = try await client.get("/v1/articles/a2/related?\(parameters)")
                #expect(answer.bytes == list.json, "\(parameters): \(answer.text)")
            }
            try await expect("limit=2", { _ in }, limit: 2, fewest: 2)
            try await expect(
                "window=any&max_per_provider=any",
                { ($0.window, $0.maxPerProvider) = (nil, nil) }
            )
            try await expect("window=3&only_earlier=true", { ($0.window, $0.onlyEarlier) = (3, true) })
            // A precision that is asked for takes the place of a probability that is not.
            try await expect("precision=full&at_least=0", { _ in }, fewest: 0, minimum: nil, .full)
            try await expect("precision=full&min_probability=0.4", { _ in }, minimum: 0.4, .full)
            for wrong in ["window=none", "only_earlier=any", "limit=any", "max_per_provider=0"] {
                let answer = try await client.get("/v1/articles/a2/related?\(wrong)")
                #expect(answer.problem == .badRequest, "\(wrong)")
            }
        }
    }

    @Test(arguments: [
        lists, RankingOptions(limit: 8, minimumProbability: 0.001, rules: lists.rules),
        RankingOptions(limit: 30, minimumProbability: 0),
    ])
    func aChangeTellsTheListsThatAreOthers(_ lists: RankingOptions) async throws {
        let service = try await service(lists)
        let articles = Self.articles
        try await service.test { client in
            var article = Article(
                id: "new",
                title: articles[0].title,
                excerpt: articles[4].excerpt
            )
            (article.published, article.topics) = (articles[0].published, ["other"])
            let answer = try await client.put(
                "/v1/articles/new",
                String(decoding: article.json, as: UTF8.self)
            )
            #expect(answer.status == 201)
            let changed = Set(answer.object["changed"] as? [String] ?? [])
            var listing: Set<String> = []
            for article in articles {
                let list = try await service.archive.list(
                    ofArticleWith: article.id,
                    options: lists,
                    explains: false
                )
                if list.entries.contains(where: { $0.article.id == "new" }) {
                    listing.insert(article.id.rawValue)
                }
            }
            #expect(!listing.isEmpty && changed == listing, "\(answer.text)")
        }
    }

    @Test func whoFollowsIsToldThatListsAreMadeInAnotherWayNow() async throws {
        let folder = try TemporaryFolder()
        func archive(_ lists: RankingOptions) async throws -> Archive {
            var options = ArchiveOptions()
            options.lists = lists
            return try await Archive(at: .folder(folder.path("archive")), model: .none, options: options)
        }
        let usual = try await archive(RankingOptions()).listChanges(after: nil, limit: 1).next
        #expect(try await !archive(RankingOptions()).listChanges(after: usual, limit: 1).isAll)
        let others = try await archive(Self.lists).listChanges(after: usual, limit: 1)
        #expect(others.isAll)
        let next = try #require(ListChanges.Cursor("\(others.next)"))
        #expect(try await !archive(Self.lists).listChanges(after: next, limit: 1).isAll)
        #expect(try await archive(RankingOptions()).listChanges(after: next, limit: 1).isAll)
    }
}
