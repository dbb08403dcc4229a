import Corpus
import Kernels
import Platform
import Semantic
import Synchronization
import TestSupport
import Testing

@testable import Recommendation

@Suite struct KeptArticlesTests {
    private let corpus = DemoCollection.articles.map { article in
        var short = article
        short.body = ""
        return short
    }
    private let options = RankingOptions(limit: 8, minimumProbability: 0.1, candidateCount: 20)

    /// Counts what is read.
    private final class CountingReader: SnapshotReader, Sendable {
        private let resident: ResidentReader
        private let reads = Mutex(0)

        init(_ recommender: Recommender) { resident = ResidentReader(recommender) }

        var readCount: Int { reads.withLock { $0 } }
        var precision: Precision { resident.precision }

        func articles(at positions: [Int]) -> [Article] {
            reads.withLock { $0 += positions.count }
            return resident.articles(at: positions)
        }
        func vectors(at positions: [Int]) -> EmbeddingMatrix { resident.vectors(at: positions) }
        func allVectors(_ count: Int) -> EmbeddingMatrix { resident.allVectors(count) }
        func approximateNearest(
            to embedding: EmbeddingMatrix.Embedding,
            k: Int,
            probes: Int,
            besides own: Int?,
            _ assignment: PackedNumbers
        ) -> [Int]? {
            resident.approximateNearest(to: embedding, k: k, probes: probes, besides: own, assignment)
        }
        func neighbourhoods(at positions: [Int]) -> [Float] { resident.neighbourhoods(at: positions) }
    }

    private func whole(_ articles: [Article], _ exactSearchLimit: Int?) throws -> Recommender {
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(articles, exactSearchLimit: $0) }
        let whole = try Recommender(articles, options: options, vectors: vectors, storing: true)
        whole.learnNeighbourhoods()
        return whole
    }

    private func growing(
        _ whole: Recommender,
        keeping limit: Int
    ) throws -> GrowingCollection<CountingReader> {
        GrowingCollection(
            try #require(CollectionSnapshot(whole)),
            CountingReader(whole),
            model: whole.vectors?.model,
            relatedness: whole.relatedness,
            keeping: limit
        )
    }

    @Test(arguments: [nil, Int.max, 50])
    func answersHaveTheSameBitsColdWarmAndAfterEviction(exactSearchLimit: Int?) throws {
        // Equal texts, so that ties are broken by number.
        let copies = corpus[40..<44].map { article in
            var copy = article
            copy.id = ArticleID("copy of \(article.id)")
            copy.links = ArticleLinks()
            return copy
        }
        let whole = try whole(corpus + copies, exactSearchLimit)
        let warm = try growing(whole, keeping: .max)
        let tight = try growing(whole, keeping: 50_000)
        let none = try growing(whole, keeping: 0)
        let asked = corpus.indices.filter { $0.isMultiple(of: 40) || (40..<44).contains($0) }
        for round in 0..<2 {
            let before = warm.reader.readCount
            for place in asked {
                let expected = whole.related(to: corpus[place])
                for collection in [warm, tight, none] {
                    let answer = try #require(
                        try collection.answer(to: .article(corpus[place]), options: options)
                    )
                    #expect(answer.ranking == expected)
                    #expect(collection.kept.byteCount <= 50_000 || collection.reader === warm.reader)
                    for entry in expected.entries {
                        #expect(answer.reasons(for: entry) == whole.reasons(for: entry, under: corpus[place]))
                    }
                }
            }
            if round == 1 { #expect(warm.reader.readCount == before) }
        }
        #expect(warm.reader.readCount <= corpus.count + copies.count)
        #expect(tight.reader.readCount > 2 * warm.reader.readCount && tight.kept.byteCount > 35_000)
        #expect(none.reader.readCount > tight.reader.readCount && none.kept.byteCount == 0)
    }

    @Test(arguments: [nil, Int.max, 50])
    func additionsAndRemovalsAnswerAlikeWhateverIsKept(exactSearchLimit: Int?) throws {
        let whole = try whole(Array(corpus.prefix(300)), exactSearchLimit)
        var warm = try growing(whole, keeping: .max)
        var none = try growing(whole, keeping: 0)
        let before = warm
        for (number, article) in corpus[294..<306].enumerated() {
            var article = article
            article.excerpt += " unheard\(number % 5) zzyzx\(number)"
            #expect(try warm.upsert(article) == none.upsert(article))
            if number.isMultiple(of: 4) {
                #expect(try warm.remove(corpus[number].id))
                #expect(try none.remove(corpus[number].id))
            }
            let asked = [article, corpus[number + 100]]
            for subject in asked.map({ Subject.article($0) }) + [.text(article.title + " unheard1")] {
                let answer = try #require(try warm.answer(to: subject, options: options))
                #expect(answer.ranking == (try none.answer(to: subject, options: options))?.ranking)
                for entry in answer.ranking.entries { #expect(answer.reasons(for: entry) != nil) }
            }
        }
        // A copy from before shares what is kept.
        #expect(before.kept === warm.kept && before.additionCount == 0)
    }

    @Test func onlySomeAreForgottenAndThoseThatAreNeededStay() throws {
        let whole = try whole(corpus, nil)
        let base = try #require(CollectionSnapshot(whole))
        let analysed = corpus.map { AnalysedArticle($0, in: base) }
        let size = analysed.map(\.byteCount).max() ?? 0
        let kept = KeptArticles(positions: corpus.count, limit: 100 * size)
        for position in corpus.indices {
            let before = kept.byteCount
            kept.keep([(position, analysed[position])])
            #expect(kept.byteCount <= 100 * size && kept.byteCount > before - 3 * size)
            // The first ten are asked for each time.
            #expect(kept.articles(at: Array(0..<min(10, position + 1))).allSatisfy { $0 != nil })
        }
        let last = kept.articles(at: Array(corpus.indices)).compactMap(\.self)
        #expect(last.reduce(0) { $0 + $1.byteCount } == kept.byteCount)
        #expect(last.count >= 100 && last.count < corpus.count)
        // What is larger than all room is not kept, and nothing goes for it.
        let small = KeptArticles(positions: corpus.count, limit: size / 2)
        small.keep(corpus.indices.map { ($0, analysed[$0]) })
        #expect(small.byteCount <= size / 2)
    }

    @Test func whatIsAnalysedAheadIsNotReadByQuestions() throws {
        let whole = try whole(corpus, 50)
        let ahead = try growing(whole, keeping: .max)
        while try ahead.analyseAhead() {}
        #expect(ahead.reader.readCount == corpus.count)
        for article in corpus.prefix(40) {
            let answer = try ahead.answer(to: .article(article), options: options)
            #expect(answer?.ranking == whole.related(to: article))
        }
        #expect(ahead.reader.readCount == corpus.count)
        // No more than there is room for, and nothing in its place.
        let tight = try growing(whole, keeping: 200_000)
        while try tight.analyseAhead() {}
        #expect(tight.kept.byteCount > 100_000 && tight.kept.byteCount <= 200_000)
        let kept = tight.kept.articles(at: Array(corpus.indices)).prefix { $0 != nil }.count
        #expect(kept == tight.kept.articles(at: Array(corpus.indices)).count { $0 != nil })
        let none = try growing(whole, keeping: 0)
        #expect(try !none.analyseAhead() && none.reader.readCount == 0)
    }

    @Test func manyThreadsAskAtOnce() throws {
        let whole = try whole(corpus, 50)
        let growing = try growing(whole, keeping: 35_000)
        let options = options
        let corpus = corpus
        let answers = concurrentMap(160, grain: 1, workers: 8) { number in
            (try? growing.answer(to: .article(corpus[number * 2]), options: options))?.ranking
        }
        for (number, answer) in answers.enumerated() {
            #expect(answer == whole.related(to: corpus[number * 2]))
        }
        #expect(growing.kept.byteCount <= 35_000)
    }
}
