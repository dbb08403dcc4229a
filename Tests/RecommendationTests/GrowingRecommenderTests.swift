import Corpus
import Semantic
import TestSupport
import Testing

@testable import Recommendation

@Suite struct GrowingRecommenderTests {
    private let corpus = DemoCollection.articles
    private let options = RankingOptions(limit: 8, minimumProbability: 0.1)

    @Test(arguments: [nil, Int.max, 50])
    func answersAsARecommenderUntilItGrows(exactSearchLimit: Int?) throws {
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(corpus, exactSearchLimit: $0) }
        let whole = try Recommender(corpus, options: options, vectors: vectors)
        let growing = try GrowingRecommender(corpus, options: options, vectors: vectors)
        for article in corpus where article.title.utf8.count.isMultiple(of: 20) {
            #expect(growing.related(to: article) == whole.related(to: article))
        }
    }

    @Test(arguments: [nil, Int.max, 50])
    func addedArticlesStandInLists(exactSearchLimit: Int?) throws {
        let later = corpus.indices.filter { $0.isMultiple(of: 24) }
        let older = corpus.indices.filter { !later.contains($0) }.map { corpus[$0] }
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(older, exactSearchLimit: $0) }
        var growing = try GrowingRecommender(older, options: options, vectors: vectors)
        for position in later { try growing.add(corpus[position]) }
        #expect(growing.count == corpus.count && growing.added == later.map { corpus[$0] })
        let all = try exactSearchLimit.map { try DemoCollection.vectors(corpus, exactSearchLimit: $0) }
        let whole = try Recommender(corpus, options: options, vectors: all)
        // Frequencies are those of the beginning, so the lists are nearly those of the whole collection.
        var (common, wanted) = (0, 0)
        var newcomers = 0
        for article in corpus.enumerated().filter({ $0.offset % 6 < 2 }).map(\.element) {
            let (own, expected) = (
                Set(growing.related(to: article).entries.map(\.article.id)),
                Set(whole.related(to: article).entries.map(\.article.id))
            )
            common += own.intersection(expected).count
            wanted += expected.count
            newcomers += growing.added.count { own.contains($0.id) }
            #expect(!own.contains(article.id))
        }
        #expect(Double(common) > 0.9 * Double(wanted))
        #expect(newcomers > 5)
    }

    @Test func anIDIsAddedOnce() throws {
        var growing = try GrowingRecommender(Array(corpus.dropLast()), options: options, vectors: nil)
        try growing.add(corpus[corpus.count - 1])
        #expect(throws: Recommender.DuplicateID.self) { try growing.add(corpus[0]) }
        #expect(throws: Recommender.DuplicateID.self) { try growing.add(corpus[corpus.count - 1]) }
        #expect(growing.count == corpus.count)
        var nothing = try GrowingRecommender([])
        #expect(nothing.related(to: corpus[0]).entries.isEmpty)
        try nothing.add(corpus[0])
        #expect(nothing.related(to: corpus[0]).entries.isEmpty)
    }
}
