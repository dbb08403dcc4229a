import Corpus
import Foundation
import Retrieval

/// How much each topic of a collection weighs.
struct TopicWeights: Sendable {
    private let ids: [String: TermID]
    private let rarities: [Double]
    /// How many articles have each topic.
    let frequencies: TopicFrequencies

    /// - Complexity: O(topics).
    init(_ frequencies: TopicFrequencies) {
        self.frequencies = frequencies
        ids = Dictionary(
            frequencies.topics.enumerated().map { ($1.name, TermID(UInt32($0))) },
            uniquingKeysWith: { first, _ in first }
        )
        rarities = frequencies.topics.map { Self.rarity($0.articles, of: frequencies.articleCount) }
    }

    /// The vector of an article that need not be in the collection.
    func vector(of article: Article) -> TermVector {
        let names = Self.names(article)
        let known = names.compactMap { ids[$0] }
        return vector(known, unknown: names.count - known.count)
    }

    /// The vector of an article by those of its topics that articles of the collection have; empty without any.
    func vector(ofIndexed article: Article) -> TermVector {
        vector(Self.names(article).compactMap { ids[$0] })
    }

    /// Distinct, without case: sites write "AI" and "ai". In order, so that topics are numbered, and sums added
    /// up, alike in every run.
    static func names(_ article: Article) -> [String] {
        article.topics.count < 2
            ? article.topics.map { $0.lowercased() } : Set(article.topics.map { $0.lowercased() }).sorted()
    }

    /// ln((1 + N) / (1 + df)): nothing for a topic of every article.
    private static func rarity(_ frequency: Int, of count: Int) -> Double {
        log((1 + Double(count)) / (1 + Double(frequency)))
    }

    /// - Parameter unknown: topics that no article of the collection has, which count towards the length.
    func vector(_ topics: [TermID], unknown: Int = 0) -> TermVector {
        let sorted = topics.sorted()
        let rarities = sorted.map { self.rarities[Int($0.rawValue)] }
        let unknownRarity = Self.rarity(0, of: frequencies.articleCount)
        let squares = rarities.reduce(0) { $0 + $1 * $1 } + Double(unknown) * unknownRarity * unknownRarity
        let length = max(squares.squareRoot(), .leastNormalMagnitude)
        return TermVector(terms: sorted, weights: rarities.map { Float($0 / length) })
    }
}
