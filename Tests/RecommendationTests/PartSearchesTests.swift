import Corpus
import Testing

@testable import Recommendation

/// Lists that several recommenders of the same collection make, each for a part of it.
@Suite struct PartSearchesTests {
    private struct Part {
        let searches: [UInt8]
        let densities: [UInt8]
    }

    /// Every `count`-th.
    private func part(_ number: Int, of count: Int, _ articles: [Article]) -> [Article] {
        stride(from: number, to: articles.count, by: count).map { articles[$0] }
    }

    private func searched(_ count: Int, _ articles: [Article], _ make: () throws -> Recommender) throws
        -> [Part]
    {
        try (0..<count).map { number in
            let found = try #require(try make().searches(for: part(number, of: count, articles)))
            return Part(searches: found.bytes, densities: found.densities)
        }
    }

    /// Searches for each part by a recommender of its own, and makes its lists by another.
    private func lists(_ count: Int, _ articles: [Article], _ make: () throws -> Recommender) throws
        -> [[Ranking]]
    {
        let parts = try searched(count, articles, make)
        return try (0..<count).map { number in
            let recommender = try make()
            for other in 0..<count {
                #expect(recommender.learn(parts[other].densities, of: part(other, of: count, articles)))
            }
            let own = part(number, of: count, articles)
            let found = try #require(recommender.searches(for: own, from: parts[number].searches))
            var rankings: [Ranking] = []
            recommender.related(toEach: own, by: found, keep: { $1 }, receive: { rankings += $0 })
            return rankings
        }
    }

    private func expectTheSame(_ articles: [Article], _ make: () throws -> Recommender) throws {
        let wanted = try make().related(toEach: articles)
        #expect(wanted.contains { !$0.entries.isEmpty })
        for count in [1, 3, 16] {
            let parts = try lists(count, articles, make)
            #expect(wanted.indices.map { parts[$0 % count][$0 / count] } == wanted)
        }
    }

    @Test(arguments: [nil, 50, .max])
    func listsOfAllPartsAreThoseOfOneRecommender(exactSearchLimit: Int?) throws {
        let articles = DemoCollection.articles
        let vectors = try exactSearchLimit.map {
            try DemoCollection.vectors(articles, exactSearchLimit: $0)
        }
        try expectTheSame(articles) { try Recommender(articles, vectors: vectors) }
    }

    @Test func copiesThatShareASearchAreCountedInEveryPart() throws {
        let articles = CopiedCollection.articles(identical: 40, similar: 0, others: 40, variety: 40)
        let options = RankingOptions(minimumProbability: 0.1, candidateCount: 10)
        try expectTheSame(articles) {
            try Recommender(
                articles,
                ComparisonIndex(articles, vectors: nil, leastIdentical: 2),
                options,
                RelatednessModel(weights: [.terms: 10, .dated: -2, .within10Days: 4], bias: -4),
                NeighbourDensities(count: articles.count),
                subset: nil
            )
        }
    }

    @Test func whatIsOfOtherArticlesOrDamagedIsNotTaken() throws {
        let articles = DemoCollection.articles
        let recommender = try Recommender(articles, vectors: nil)
        let some = Array(articles.prefix(20))
        let found = try #require(recommender.searches(for: some))
        #expect(recommender.searches(for: some, from: found.bytes) != nil)
        #expect(recommender.searches(for: some, from: Array(found.bytes.dropLast(4))) == nil)
        #expect(recommender.searches(for: Array(articles.prefix(21)), from: found.bytes) == nil)

        let fresh = try Recommender(articles, vectors: nil)
        #expect(!fresh.learn(found.densities, of: Array(articles.prefix(21))))
        #expect(!fresh.learn([0, 0, 192, 127] + found.densities.dropFirst(4), of: some))
        #expect(fresh.densities.all.allSatisfy { $0.isNaN })
        #expect(fresh.learn(found.densities, of: some))
        #expect(fresh.densities.all.prefix(20).elementsEqual(recommender.densities.all.prefix(20)))

        var stranger = articles[0]
        stranger.title += " elsewhere"
        #expect(recommender.searches(for: [stranger]) == nil)
    }

    @Test func settingsTellJobsApart() throws {
        let articles = DemoCollection.articles
        let settings = try Recommender(articles, vectors: nil).searchSettings
        #expect(try Recommender(articles, vectors: nil).searchSettings == settings)
        for options in [RankingOptions(minimumProbability: 0.1), RankingOptions(candidateCount: 50)] {
            #expect(try Recommender(articles, options: options, vectors: nil).searchSettings != settings)
        }
        #expect(try Recommender(Array(articles.dropLast()), vectors: nil).searchSettings != settings)
        let (few, many) = (
            try DemoCollection.vectors(articles, exactSearchLimit: 50),
            try DemoCollection.vectors(articles, exactSearchLimit: .max)
        )
        #expect(
            try Recommender(articles, vectors: few).searchSettings
                != Recommender(articles, vectors: many).searchSettings
        )
    }
}
