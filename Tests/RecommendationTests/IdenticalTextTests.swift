import Corpus
import Testing

@testable import Recommendation

/// Articles of one text share a search, and are counted instead of judged.
@Suite struct IdenticalTextTests {
    private func recommender(
        _ articles: [Article],
        _ options: RankingOptions,
        vectors: ArticleVectors?,
        leastIdentical: Int
    ) throws -> Recommender {
        try Recommender(
            articles,
            ComparisonIndex(articles, vectors: vectors, leastIdentical: leastIdentical),
            options,
            RelatednessModel(weights: [.terms: 10, .dated: -2, .within10Days: 4], bias: -4),
            NeighbourDensities(count: articles.count),
            subset: nil
        )
    }

    @Test(
        arguments: [(40, 0, 20), (24, 12, 24)],
        [false, true]
    )
    func listsAreThoseOfASearchForEach(_ counts: (Int, Int, Int), _ hasModel: Bool) throws {
        var articles = CopiedCollection.articles(
            identical: counts.0,
            similar: counts.1,
            others: counts.2,
            variety: 40
        )
        articles[3].choices.pinned = [.reference(articles[7].id.rawValue)]
        let vectors = try hasModel ? DemoCollection.vectors(articles, exactSearchLimit: .max) : nil
        var plain = EditorialRules()
        plain.foldsCopies = false
        for (limit, fewest, candidates, rules) in [
            (4, 0, 10, EditorialRules()), (4, 0, 100, EditorialRules()), (30, 0, 8, EditorialRules()),
            (4, 0, 10, plain), (4, 4, 10, EditorialRules()), (30, 20, 8, EditorialRules()),
        ] {
            let options = RankingOptions(
                limit: limit,
                fewest: fewest,
                minimumProbability: 0.1,
                candidateCount: candidates,
                rules: rules
            )
            let shared = try recommender(articles, options, vectors: vectors, leastIdentical: 2)
            let single = try recommender(articles, options, vectors: vectors, leastIdentical: .max)
            #expect(!shared.index.identicalTexts.groups.isEmpty)
            #expect(single.index.identicalTexts.groups.isEmpty)
            let expected = single.related(toEach: articles)
            #expect(shared.related(toEach: articles) == expected)
            for number in stride(from: 0, to: articles.count, by: 9) {
                #expect(shared.related(to: articles[number]) == expected[number])
            }
            #expect(shared.densities.all == single.densities.all)
        }
    }

    @Test func copiesOfTheSubjectAreNotJudged() throws {
        let articles = CopiedCollection.articles(identical: 200, similar: 0, others: 0)
        let recommender = try Recommender(articles)
        let list = recommender.search.candidates(
            of: recommender.resolve(articles[0]),
            count: recommender.candidateCount,
            retaining: .listable
        )
        #expect(list.candidates.isEmpty)
        // All have been looked for at once.
        #expect(list.identicalCount == 199 && list.count == 199 && !list.isTruncated)
    }

    @Test func groupsHaveOneTextInEveryPart() {
        var articles = CopiedCollection.articles(identical: 5, similar: 5, others: 0)
        let fingerprints = articles.map { TextFingerprint($0) }
        #expect(IdenticalTexts(articles, fingerprints, leastMembers: 5).groups.count == 1)
        #expect(IdenticalTexts(articles, fingerprints, leastMembers: 6).groups.isEmpty)
        let first = articles.firstIndex { $0.id.rawValue.hasPrefix("i") } ?? 0
        articles[first].language = "de"
        #expect(IdenticalTexts(articles, fingerprints, leastMembers: 5).groups.isEmpty)
        #expect(IdenticalTexts(articles, fingerprints, leastMembers: 4).groups.map(\.count) == [4])
    }
}
