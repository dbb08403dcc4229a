import Corpus
import Testing

@testable import Recommendation

/// Answers from part of a collection.
@Suite struct PartialAnswerTests {
    private func subset(
        _ whole: Recommender,
        _ articles: [Article],
        _ candidateCount: Int,
        pins: [String: Article] = [:]
    ) throws -> Recommender {
        try Recommender(
            articles,
            ComparisonIndex(articles, vectors: nil),
            whole.options,
            whole.relatedness,
            NeighbourDensities(count: articles.count),
            subset: CandidateSubset(
                collectionCount: whole.articles.count,
                range: CollectionRange(whole.articles),
                candidateCount: candidateCount,
                pins: pins
            )
        )
    }

    @Test func aShortListOfCopiesNeedsMoreCandidates() throws {
        let articles = CopiedCollection.articles(identical: 60, similar: 0, others: 60)
        let own = try #require(articles.first { $0.id.rawValue.hasPrefix("i") })
        let copies = articles.filter { $0.id.rawValue.hasPrefix("i") }.prefix(21)
        let whole = try Recommender(articles, options: RankingOptions(candidateCount: 20))
        let some = copies.contains(own) ? Array(copies) : [own] + copies.dropLast()
        let recommender = try subset(whole, some, 20)
        #expect(recommender.partialRanking(of: .article(own)) == .needsMoreCandidates(80))
        #expect(whole.partialRanking(of: .article(own)) == .complete(whole.related(to: own)))
    }

    @Test func pinsAndRangesAreThoseOfTheCollection() throws {
        var articles = CopiedCollection.articles(identical: 0, similar: 0, others: 60)
        articles[0].choices.pinned = [.reference(articles[50].id.rawValue)]
        articles[59].quality = 100
        var rules = EditorialRules()
        (rules.qualityWeight, rules.recencyWeight) = (3, 2)
        let relatedness = RelatednessModel(weights: [.terms: 10], bias: -4)
        let options = RankingOptions(limit: 5, minimumProbability: 0.05, rules: rules)
        let whole = try Recommender(articles, options: options, relatedness: relatedness)
        let list = whole.related(to: articles[0])
        let named = [articles[50].id.rawValue: articles[50]]
        let recommender = try subset(whole, articles, 100, pins: named)
        #expect(recommender.partialRanking(of: .article(articles[0])) == .complete(list))
        #expect(list.entries.first?.article == articles[50])
        // Without the best article the range is still the collection's.
        let bonus = EditorialBonus(CollectionRange(articles), rules)
        #expect(bonus(quality: 100, day: CollectionRange(articles).newestDay) == 5)
        #expect(bonus(quality: nil, day: nil) == 2.5)
        #expect(recommender.unknownPins(of: articles[0]) == [])
        #expect(try subset(whole, articles, 100).unknownPins(of: articles[0]) == [articles[50].id.rawValue])
    }

    @Test func aRangeGrowsWithEachArticle() {
        let articles = CopiedCollection.articles(identical: 0, similar: 0, others: 40)
        var range = CollectionRange(articles.prefix(10))
        for article in articles.dropFirst(10) { range.extend(to: article) }
        #expect(range == CollectionRange(articles))
        #expect(range.qualities == 1...3)
        #expect(CollectionRange([]) == CollectionRange())
        var odd = articles[0]
        odd.quality = .infinity
        range.extend(to: odd)
        #expect(range.qualities == 1...3)
    }
}
