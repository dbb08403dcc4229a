import Corpus
import Kernels
import Semantic
import TestSupport
import Testing

@testable import Recommendation

/// Answers from what is stored beside those of the whole collection: the same articles, scores and signals.
@Suite struct CollectionSnapshotTests {
    private let corpus = DemoCollection.articles

    private struct Rows: SnapshotReader {
        let articles: [Article]
        let vectors: ArticleVectors?
        let stored: CollectionSnapshot
        var precision: Precision { .int8 }

        func articles(at positions: [Int]) -> [Article] {
            positions.map { articles[stored.number(at: $0)] }
        }
        func vectors(at positions: [Int]) -> EmbeddingMatrix {
            var matrix = EmbeddingMatrix(dimension: vectors?.matrix.dimension ?? 0, precision: .int8)
            for position in positions { if let vectors { matrix.append(vectors.matrix[position]) } }
            return matrix
        }
        func approximateNearest(
            to embedding: EmbeddingMatrix.Embedding,
            k: Int,
            probes: Int,
            besides own: Int?,
            _ assignment: PackedNumbers
        ) -> [Int]? {
            let clusters = vectors?.clusters.flatMap {
                PackedClusters(
                    centroids: $0.storedCentroids,
                    assignment: assignment.numbers,
                    dimension: $0.matrix.dimension
                )
            }
            return clusters?.approximateNearest(to: embedding, k: k, probes: probes, besides: own) {
                vectors(at: $0)
            }
        }
        func neighbourhoods(at positions: [Int]) -> [Float] { stored.neighbourhoods(at: positions) }
    }

    @Test(arguments: [nil, Int.max, 50])
    func answersAreThoseOfTheWholeCollection(exactSearchLimit: Int?) throws {
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(corpus, exactSearchLimit: $0) }
        let options = RankingOptions(limit: 10, minimumProbability: 0)
        let whole = try Recommender(corpus, options: options, vectors: vectors, storing: true)
        whole.learnNeighbourhoods()
        let known = try #require(CollectionSnapshot(whole))
        #expect(known.isComplete && known.count == corpus.count)
        // By way of bytes, as a store would.
        let parts = CollectionSnapshot.Part.allCases.map { ($0, known.bytes(of: $0)) }
        let stored = try #require(CollectionSnapshot(Dictionary(uniqueKeysWithValues: parts)))
        let rows = Rows(articles: corpus, vectors: vectors, stored: stored)
        let growing = GrowingCollection(stored, rows, model: vectors?.model, relatedness: whole.relatedness)
        func answer(_ subject: Subject) throws -> GrowingAnswer {
            let answer = try #require(try growing.answer(to: subject, options: options))
            #expect(answer.recommender.articles.count < corpus.count)
            return answer
        }
        for position in corpus.indices where position.isMultiple(of: 15) {
            let article = corpus[stored.number(at: position)]
            let part = try answer(.article(article))
            let expected = whole.related(to: article)
            #expect(part.ranking == expected)
            for entry in expected.entries {
                #expect(part.reasons(for: entry) == whole.reasons(for: entry, under: article))
                let verdict = whole.verdict(on: entry.article, under: article)
                #expect(part.verdict(on: entry.article) == verdict)
            }
            let (dropped, all) = (part.dropped, whole.dropped(from: article))
            #expect(dropped.map(\.article.id) == all.map(\.article.id))
            #expect(dropped.map(\.verdict) == all.map(\.verdict))
        }
        var outside = corpus[3]
        outside.id = "draft"
        outside.links = ArticleLinks()
        outside.title += " and nobody's unheard-of word"
        #expect(try answer(.article(outside)).ranking == whole.related(to: outside))
        for text in ["face recognition at airports", corpus[20].title, "🦆"] {
            #expect(try answer(.text(text)).ranking == whole.similar(to: text))
        }
        for (first, second) in [(corpus[8], corpus[9]), (corpus[30], outside)] {
            let expected = whole.explanation(of: first, and: second)
            #expect(try growing.explanation(of: first, and: second, options: options) == expected)
        }
    }

    @Test func aQuestionNeedsAllArticlesWhereNeighbourhoodsAreUnknown() throws {
        let whole = try Recommender(corpus, vectors: nil, storing: true)
        let young = try #require(CollectionSnapshot(whole))
        #expect(!young.isComplete)
        let rows = Rows(articles: corpus, vectors: nil, stored: young)
        let growing = GrowingCollection(young, rows, model: nil, relatedness: whole.relatedness)
        #expect(try growing.answer(to: .article(corpus[0])) == nil)
        #expect(try Recommender(corpus, vectors: nil).index.fused.lexical.stored == nil)
    }

    @Test(arguments: [nil, 50])
    func qualityRecencyAndPinsNeedNoMoreThanASnapshot(exactSearchLimit: Int?) throws {
        var corpus = corpus
        for place in corpus.indices { corpus[place].quality = Double(place * 7 % 31) }
        let url = try #require(corpus.compactMap(\.links.primary).last)
        corpus[5].choices.pinned = [
            .reference(corpus[300].id.rawValue), .reference(url), .reference("nobody"),
            .entry(Article(id: "https://elsewhere.example/guide", title: "A guide")),
            .entry(Article(id: corpus[200].id, title: "Written out otherwise")),
        ]
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(corpus, exactSearchLimit: $0) }
        var rules = EditorialRules()
        (rules.qualityWeight, rules.recencyWeight) = (1.5, 1)
        let options = RankingOptions(limit: 8, minimumProbability: 0.05, rules: rules)
        let whole = try Recommender(corpus, options: options, vectors: vectors, storing: true)
        whole.learnNeighbourhoods()
        let stored = try #require(CollectionSnapshot(whole))
        let rows = Rows(articles: corpus, vectors: vectors, stored: stored)
        let growing = GrowingCollection(stored, rows, model: vectors?.model, relatedness: whole.relatedness)
        for place in stride(from: 5, to: corpus.count, by: 60) {
            let answer = try #require(try growing.answer(to: .article(corpus[place]), options: options))
            #expect(answer.ranking == whole.related(to: corpus[place]))
        }
        #expect(whole.related(to: corpus[5]).entries.count(where: \.isPinned) == 4)
        #expect(try growing.unknownPins(of: corpus[5]) == ["nobody"])
    }

    @Test func articlesAreFoundByIDAndPage() throws {
        let whole = try Recommender(corpus, vectors: nil, storing: true)
        let stored = try #require(CollectionSnapshot(whole))
        for (position, article) in corpus.enumerated() {
            #expect(stored.number(at: position) == position)
            #expect(stored.positions(of: article.id).contains(position))
            if let url = article.links.primary { #expect(stored.positions(at: url).contains(position)) }
        }
        #expect(stored.positions(of: "nobody").allSatisfy { corpus[$0].id != "nobody" })
    }

    @Test func partsOfAnythingElseAreRefusedOrHarmless() throws {
        let whole = try Recommender(
            corpus,
            vectors: try DemoCollection.vectors(corpus, exactSearchLimit: 50),
            storing: true
        )
        whole.learnNeighbourhoods()
        let known = try #require(CollectionSnapshot(whole))
        let parts = Dictionary(
            uniqueKeysWithValues: CollectionSnapshot.Part.allCases.map { ($0, known.bytes(of: $0)) }
        )
        for part in CollectionSnapshot.Part.allCases {
            var missing = parts
            missing[part] = nil
            #expect(CollectionSnapshot(missing) == nil)
        }
        var generator = SplitMix64(seed: 5)
        for round in 0..<60 {
            var damaged = parts
            let part = CollectionSnapshot.Part.allCases[round % CollectionSnapshot.Part.allCases.count]
            var bytes = parts[part] ?? []
            for _ in 0..<20 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: 0...255,
                    using: &generator
                )
            }
            if round.isMultiple(of: 4) { bytes.removeLast(min(bytes.count, 9)) }
            damaged[part] = bytes
            guard let stored = CollectionSnapshot(damaged) else { continue }
            let rows = Rows(articles: corpus, vectors: whole.vectors, stored: known)
            for position in stored.positions(of: corpus[9].id) { #expect(position < stored.count) }
            let growing = GrowingCollection(
                stored,
                rows,
                model: whole.vectors?.model,
                relatedness: whole.relatedness
            )
            // Whatever it says, it ends.
            _ = try? growing.answer(to: .article(corpus[9]))
        }
    }
}
