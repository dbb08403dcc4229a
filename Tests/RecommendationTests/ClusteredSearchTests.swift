import Corpus
import Kernels
import Retrieval
import Semantic
import TestSupport
import Testing

@testable import Recommendation

/// The search in clusters beside the exact one, on a collection small enough for both.
@Suite struct ClusteredSearchTests {
    private let corpus = DemoCollection.articles

    private func recommender(_ articles: [Article], exactSearchLimit: Int) throws -> Recommender {
        try Recommender(
            articles,
            vectors: DemoCollection.vectors(articles, exactSearchLimit: exactSearchLimit)
        )
    }

    @Test func listsAreNearlyThoseOfTheExactSearch() throws {
        let (exact, clustered) = (
            try recommender(corpus, exactSearchLimit: .max), try recommender(corpus, exactSearchLimit: 50)
        )
        #expect(exact.recall() == nil)
        let recall = try #require(clustered.recall(sample: 100))
        #expect(recall.sample == 100)
        #expect(recall.nearest > 0.97 && recall.candidates > 0.6)
        let (wanted, found) = (exact.related(toEach: corpus), clustered.related(toEach: corpus))
        let pairs = zip(wanted, found).map {
            (Set($0.entries.map(\.article.id)), Set($1.entries.map(\.article.id)))
        }
        let common = pairs.reduce(0) { $0 + $1.0.intersection($1.1).count }
        #expect(Double(common) > 0.95 * Double(pairs.reduce(0) { $0 + $1.0.count }))
    }

    @Test func scoresAreThoseOfThePairs() throws {
        let recommender = try recommender(corpus, exactSearchLimit: 50)
        let docs = stride(from: 0, to: corpus.count, by: 5).map { DocID($0) }
        for (doc, found) in zip(docs, recommender.index.fused.nearest(toEach: docs, k: 30) { $1 }) {
            let candidates = found.candidates
            #expect(candidates.count == 30 && found.cosines?.count == 30)
            #expect(
                candidates.map(\.score) == recommender.index.closeness(of: doc, to: candidates.map(\.doc))
            )
            #expect(!candidates.map(\.doc).contains(doc))
            let sorted = candidates.sorted { $0.score != $1.score ? $0.score > $1.score : $0.doc < $1.doc }
            #expect(candidates == sorted)
        }
    }

    @Test func documentsSearchedTogetherFindWhatEachDoesAlone() throws {
        let index = try recommender(corpus, exactSearchLimit: .max).index.fused
        let docs = corpus.indices.reversed().map { DocID($0) } + [DocID(3)]
        var scratch = SearchScratch(count: corpus.count)
        for (doc, found) in zip(docs, index.nearest(toEach: docs, k: 30) { $1.candidates }) {
            let terms = index.lexical.vector(of: doc)
            let alone = index.exactNearest(to: terms, index.vectors?[doc], k: 31, &scratch)
            #expect(found == Array(alone.filter { $0.doc != doc }.prefix(30)))
        }
    }

    @Test func oneQueryFindsWhatManyDo() throws {
        // In any order, and more than once.
        let queries = Array(corpus.prefix(40)).reversed() + corpus.prefix(3)
        let recommender = try recommender(corpus, exactSearchLimit: 50)
        let all = recommender.related(toEach: Array(queries))
        // A collection that knows no neighbourhoods yet, too.
        #expect(try self.recommender(corpus, exactSearchLimit: 50).related(to: corpus[39]) == all[0])
        for (article, list) in zip(queries, all) { #expect(recommender.related(to: article) == list) }
    }

    @Test func anOutsideArticleIsFoundItsNeighbours() throws {
        let (exact, clustered) = (
            try recommender(corpus, exactSearchLimit: .max), try recommender(corpus, exactSearchLimit: 50)
        )
        var draft = corpus[10]
        draft.id = "draft"
        draft.links = ArticleLinks()
        let (wanted, found) = (exact.related(to: draft).entries, clustered.related(to: draft).entries)
        #expect(!wanted.isEmpty)
        #expect(wanted.map(\.article.id) == found.map(\.article.id))
    }
}
