import Corpus
import Foundation
import Kernels
import Semantic
import TestSupport
import Testing

@testable import Recommendation

/// Vectors drawn by chance for each distinct text; the empty text and those without letters have none.
private struct ChanceModel: EmbeddingModel {
    var name = "chance"
    let dimension = 24
    var fingerprint: UInt64 = 1
    var summary: String { "by chance" }

    func embed(_ texts: [String]) -> [Float] {
        texts.flatMap { text -> [Float] in
            guard text.contains(where: \.isLetter) else { return [Float](repeating: 0, count: dimension) }
            var generator = SplitMix64(seed: contentHash(Array(text.utf8)))
            let row = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
    }
}

@Suite struct FusedRankingTests {
    private let corpus = CorpusContents(reading: [SharedData.packageFolder + "/corpus"]).articles

    /// Articles with the difficulties that real ones have: no excerpt, equal texts, no letters.
    private var difficult: [Article] {
        var articles = Array(corpus.prefix(60))
        articles[3].excerpt = ""
        articles[4].excerpt = ""
        articles[4].body = "A body speaks where the excerpt is silent."
        articles[5].title = articles[6].title
        articles[5].excerpt = articles[6].excerpt
        articles[7].title = "12 — 34"
        articles[7].excerpt = ""
        articles[7].body = ""
        return articles
    }

    @Test(arguments: Precision.allCases)
    func theScoreIsTheWeightedSumOfTheSignals(_ precision: Precision) throws {
        let articles = difficult
        let vectors = ArticleVectors(articles, model: ChanceModel(), precision: precision)
        let recommender = try Recommender(
            articles,
            options: RankingOptions(limit: 1000, minimumScore: 0),
            vectors: vectors
        )
        for query in articles {
            // The naive twin: every pair on its own, by the definition.
            let expected = articles.filter { !$0.isNeverListed(under: query) }.map { other in
                (other.id, recommender.explanation(of: query, and: other).score)
            }
            .filter { $0.1 > 1e-6 }
            let entries = recommender.related(to: query).entries
            let scores = Dictionary(uniqueKeysWithValues: entries.map { ($0.article.id, $0.score) })
            for (id, score) in expected {
                #expect(abs((scores[id] ?? -1) - score) < 1e-5, "\(query.id), \(id)")
            }
            #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }

    @Test func signalsAreTheCosinesOfTheModelsOwnVectors() throws {
        let articles = difficult
        let model = ChanceModel()
        let recommender = try Recommender(articles, model: model)
        let (a, b) = (articles[10], articles[11])
        let signals = recommender.explanation(of: a, and: b).signals
        #expect(signals.map(\.kind) == [.terms, .embeddings])
        #expect(abs(signals.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
        func cosine(_ x: String, _ y: String) -> Double {
            let rows = model.embed([x, y])
            return (0..<model.dimension).reduce(0) { $0 + Double(rows[$1] * rows[model.dimension + $1]) }
        }
        let texts = [a, b].map { $0.title + "\n" + $0.excerpt }
        #expect(abs(signals[1].cosine - cosine(texts[0], texts[1])) < 0.02)
    }

    @Test func withoutAModelWordsDecideAlone() throws {
        let recommender = try Recommender(corpus)
        let signals = recommender.explanation(of: corpus[0], and: corpus[1]).signals
        #expect(signals.map(\.kind) == [.terms])
        #expect(signals.map(\.weight) == [1])
    }

    @Test func anArticleFromOutsideIsRankedAsIfItWereInside() throws {
        let articles = difficult
        let inside = try Recommender(articles, model: ChanceModel())
        var draft = articles[20]
        draft.id = "draft"
        draft.links = ArticleLinks()
        let list = inside.related(to: draft).entries
        let own = inside.related(to: articles[20]).entries
        // It finds its own text first, then what that text's article finds.
        #expect(list.first?.article.id == articles[20].id)
        #expect(
            Array(list.dropFirst().map(\.article.id)) == Array(own.map(\.article.id).prefix(list.count - 1))
        )
    }

    @Test func onlyUnknownTextsAreEmbedded() throws {
        let articles = difficult
        var saved: [UInt64: EmbeddingMatrix.Embedding] = [:]
        func vectors(_ articles: [Article]) -> ArticleVectors {
            ArticleVectors(articles, model: ChanceModel(), precision: .int8, known: saved) {
                for (key, vector) in $0 {
                    #expect(saved.updateValue(vector, forKey: key) == nil, "embedded twice")
                }
            }
        }
        let first = vectors(articles)
        #expect(Set(saved.keys) == ArticleVectors.keys(of: articles))
        let before = saved.count
        let again = vectors(articles)
        #expect(saved.count == before)
        for row in articles.indices { #expect(first.matrix[row] == again.matrix[row]) }
        var changed = articles
        changed[0].excerpt += " And more."
        _ = vectors(changed)
        #expect(saved.count == before + 1)
    }

    @Test func embeddingRanksByTheTextsAlone() throws {
        let articles = difficult
        let vectors = ArticleVectors(articles, model: ChanceModel(), precision: .float32)
        let lists = try RankingMethod.embedding.rankings(
            of: articles,
            among: articles,
            vectors: vectors,
            depth: 5,
            seed: 1
        ) { $0.entries }
        for (query, entries) in zip(articles.indices, lists) {
            for entry in entries {
                let other = try #require(articles.firstIndex { $0.id == entry.article.id })
                let cosine = EmbeddingMatrix.cosine(vectors.matrix[query], vectors.matrix[other])
                #expect(abs(entry.score - Double(cosine)) < 1e-5)
            }
        }
        let near = lists[7].count
        #expect(near == 0, "a text without a vector is near to nothing")
    }
}
