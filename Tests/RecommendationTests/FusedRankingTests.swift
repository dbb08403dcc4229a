import Corpus
import Foundation
import Kernels
import Retrieval
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
        for (index, language) in ["de", "de-AT", "fr", "nb", "no"].enumerated() {
            articles[10 + index].language = language
        }
        return articles
    }

    /// Fixed weights, so that the tests do not depend on what was fitted last.
    private static let relatedness = RelatednessModel(
        weights: [
            .terms: 9, .titles: 2, .titleInExcerpt: 1, .excerptInTitle: 1.5, .excerpts: 0.5, .embeddings: 4,
            .titleFound: 0.5, .otherTitleFound: 0.25, .strongestTerm: -1, .dated: -1, .within3Days: 2,
            .within30Days: 1, .daysLater: 0.125, .articlesBetween: -0.25, .topics: 2, .topicsKnown: -0.5,
            .neighbourhood: -3, .closeness: 1, .closenessToNearest: 0.5, .aboveTenth: 0.75,
            .aboveOwnNeighbours: 0.5, .aboveOtherNeighbours: 0.5, .sameProvider: 0.25,
            .otherLanguage: 0.5, .meaningAcrossLanguages: 2,
        ],
        bias: -2
    )

    private func recommender(
        _ articles: [Article],
        _ precision: Precision = .int8,
        limit: Int = 1000
    ) throws -> Recommender {
        try Recommender(
            articles,
            options: RankingOptions(limit: limit, minimumProbability: 0, rules: .none),
            vectors: ArticleVectors(articles, model: ChanceModel(), precision: precision),
            relatedness: Self.relatedness
        )
    }

    /// The ten best fused scores, by definition: over every pair, copies left out.
    private func neighbours(_ own: Int, _ articles: [Article], _ index: ComparisonIndex) -> [Float] {
        let fingerprint = TextFingerprint(articles[own])
        let others = articles.indices.filter {
            $0 != own && !articles[$0].isNeverListed(under: articles[own])
                && !TextFingerprint(articles[$0]).isCopy(of: fingerprint)
        }
        let scores = index.closeness(of: DocID(own), to: others.map { DocID($0) }).filter { $0 > 0 }
        return Array(scores.sorted(by: >).prefix(10))
    }

    @Test(arguments: Precision.allCases)
    func theLogOddsAreTheWeightedSumOfTheSignals(_ precision: Precision) throws {
        let articles = difficult
        let recommender = try recommender(articles, precision)
        let index = recommender.index
        let neighbours = articles.indices.map { self.neighbours($0, articles, index) }
        let neighbourhoods = neighbours.map { $0.reduce(0, +) / 10 }
        let allDays = articles.compactMap { $0.published.map { $0.date.timeIntervalSince1970 / 86_400 } }
        for (own, query) in articles.enumerated() {
            let entries = recommender.related(to: query).entries
            let found = Dictionary(uniqueKeysWithValues: entries.map { ($0.article.id, $0) })
            for (other, article) in articles.enumerated() where !article.isNeverListed(under: query) {
                // The naive twin: every pair on its own, by the definition.
                var values = SignalValues()
                let (a, b) = (index[DocID(own)], index[DocID(other)])
                let cosine = EmbeddingMatrix.cosine(
                    try #require(a.embedding),
                    try #require(b.embedding)
                )
                guard index.closeness(DocID(own), DocID(other)) > 1e-6 else { continue }
                values[.terms] = Double(a.vectors.all.cosine(b.vectors.all))
                values[.titles] = Double(a.vectors.title.cosine(b.vectors.title))
                values[.titleInExcerpt] = Double(a.vectors.title.cosine(b.vectors.excerpt))
                values[.excerptInTitle] = Double(a.vectors.excerpt.cosine(b.vectors.title))
                values[.excerpts] = Double(a.vectors.excerpt.cosine(b.vectors.excerpt))
                values[.embeddings] = Double(cosine)
                if let x = query.published?.date, let y = article.published?.date {
                    let days = y.timeIntervalSince(x) / 86_400
                    values[.dated] = 1
                    values[.daysLater] = (days < 0 ? -1 : 1) * log(1 + abs(days))
                    let (low, high) = (min(x, y), max(x, y))
                    let between =
                        allDays.count { $0 >= low.timeIntervalSince1970 / 86_400 }
                        - allDays.count { $0 >= high.timeIntervalSince1970 / 86_400 }
                    values[.articlesBetween] = log(1 + Double(between))
                    for (signal, width) in zip(TimeSignals.bells, TimeSignals.widths) {
                        values[signal] = exp(-(days / Double(width)) * (days / Double(width)) / 2)
                    }
                }
                let (mine, theirs) = (a.vectors, b.vectors)
                func share(of title: TermVector, in text: TermVector) -> Double {
                    zip(title.terms, title.weights).reduce(0) {
                        text.terms.contains($1.0) ? $0 + Double($1.1) * Double($1.1) : $0
                    }
                }
                values[.titleFound] = share(of: mine.title, in: theirs.all)
                values[.otherTitleFound] = share(of: theirs.title, in: mine.all)
                values[.strongestTerm] = Double(mine.all.products(with: theirs.all).map(\.product).max() ?? 0)
                let closeness = Double(index.closeness(DocID(own), DocID(other)))
                let (best, tenth) = (
                    neighbours[own].first ?? 0, neighbours[own].count == 10 ? neighbours[own][9] : 0
                )
                values[.closeness] = closeness
                values[.closenessToNearest] = best > 0 ? closeness / Double(best) : 0
                values[.aboveTenth] = closeness - Double(tenth)
                values[.aboveOwnNeighbours] = closeness - Double(neighbourhoods[own])
                values[.aboveOtherNeighbours] = closeness - Double(neighbourhoods[other])
                if let mine = query.providerKey, let theirs = article.providerKey {
                    values[.sameProvider] = mine == theirs ? 1 : -1
                }
                let languages = [query, article].compactMap { $0.knownLanguage?.prefix(2) }
                let isNorwegian = languages.allSatisfy { ["nb", "no"].contains($0) }
                if Set(languages).count == 2, !isNorwegian {
                    values[.otherLanguage] = 1
                    values[.meaningAcrossLanguages] = Double(cosine)
                }
                if !query.topics.isEmpty, !article.topics.isEmpty {
                    values[.topicsKnown] = 1
                    values[.topics] = topicCosine(query, article, articles)
                }
                values[.neighbourhood] = Double(neighbourhoods[own] + neighbourhoods[other])
                let expected = Signal.allCases.reduce(Double(Self.relatedness.bias)) {
                    $0 + values[$1] * Double(Self.relatedness[$1])
                }
                let entry = try #require(found[article.id], "\(query.id), \(article.id)")
                #expect(abs(entry.score - expected) < 1e-3, "\(query.id), \(article.id)")
            }
            #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }

    private func topicCosine(_ a: Article, _ b: Article, _ articles: [Article]) -> Double {
        func topics(_ article: Article) -> Set<String> { Set(article.topics.map { $0.lowercased() }) }
        func square(_ topic: String) -> Double {
            let count = articles.count { topics($0).contains(topic) }
            let rarity = log((1 + Double(articles.count)) / (1 + Double(count)))
            return rarity * rarity
        }
        let common = topics(a).intersection(topics(b)).map(square).reduce(0, +)
        let lengths = topics(a).map(square).reduce(0, +) * topics(b).map(square).reduce(0, +)
        return lengths > 0 ? common / lengths.squareRoot() : 0
    }

    @Test func answersDependOnNothingThatWasAskedBefore() throws {
        let articles = Array(corpus.prefix(200))
        let warm = try recommender(articles, limit: 5)
        let all = warm.related(toEach: articles)
        for number in stride(from: 0, to: articles.count, by: 37) {
            let cold = try recommender(articles, limit: 5)
            #expect(cold.related(to: articles[number]) == all[number])
        }
    }

    @Test func withoutAModelWordsDecideAlone() throws {
        let recommender = try Recommender(corpus)
        let shipped = RelatednessWeights.shipped.model(for: nil).model
        #expect(recommender.relatedness == shipped.suited(to: corpus))
        let explanation = recommender.explanation(of: corpus[0], and: corpus[1])
        #expect(explanation.signals[.embeddings] == 0)
        #expect(explanation.reasons.contributions[.meaning] == nil)
    }

    @Test func anArticleFromOutsideIsRankedAsIfItWereInside() throws {
        let articles = difficult
        let inside = try recommender(articles, limit: 5)
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
        var saved = EmbeddingTable(dimension: ChanceModel().dimension, precision: .int8)
        var asked: Set<UInt64> = []
        func vectors(_ articles: [Article]) -> ArticleVectors {
            ArticleVectors(
                articles,
                model: ChanceModel(),
                precision: .int8,
                known: {
                    asked = $0
                    return saved
                },
                save: {
                    for (key, vector) in $0 {
                        #expect(!saved.contains(key), "embedded twice")
                        saved.add(vector, for: key)
                    }
                }
            )
        }
        let first = vectors(articles)
        #expect(saved.count == asked.count && asked.allSatisfy { saved.contains($0) })
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

extension ComparisonIndex {
    /// The fused score of one pair.
    func closeness(_ a: DocID, _ b: DocID) -> Float { closeness(of: a, to: [b])[0] }
}
