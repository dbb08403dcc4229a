import Corpus
import Foundation
import Retrieval

/// The topics of a collection as vectors, rare topics weighing more: a topic of every article tells nothing.
struct TopicIndex: Sendable {
    private let ids: [String: TermID]
    private let rarities: [Double]
    private let matrix: TermMatrix
    /// How many articles have each topic.
    let frequencies: TopicFrequencies

    /// The topics of some articles of a collection, with the frequencies of all of it.
    ///
    /// - Complexity: O(topics of the collection).
    init(_ articles: [Article], of collection: TopicFrequencies) {
        let ids = Dictionary(
            collection.topics.enumerated().map { ($1.name, TermID(UInt32($0))) },
            uniquingKeysWith: { first, _ in first }
        )
        self.init(articles.map { Self.names($0).compactMap { ids[$0] } }, ids, collection)
    }

    /// - Complexity: O(topics).
    init(_ articles: [Article]) {
        var names: [String] = []
        var ids: [String: TermID] = [:]
        var frequencies: [Int] = []
        let topics = articles.map { article in
            Self.names(article).map { name -> TermID in
                if let id = ids[name] { return id }
                let id = TermID(UInt32(frequencies.count))
                ids[name] = id
                names.append(name)
                frequencies.append(0)
                return id
            }
        }
        for id in topics.joined() { frequencies[Int(id.rawValue)] += 1 }
        let counted = zip(names, frequencies).map { (name: $0, articles: $1) }
        self.init(topics, ids, TopicFrequencies(topics: counted, articleCount: articles.count))
    }

    /// - Parameter topics: of each article.
    private init(_ topics: [[TermID]], _ ids: [String: TermID], _ frequencies: TopicFrequencies) {
        let rarities = frequencies.topics.map { Self.rarity($0.articles, of: frequencies.articleCount) }
        self.ids = ids
        self.rarities = rarities
        self.frequencies = frequencies
        var offsets = [0]
        var terms: [UInt32] = []
        var weights: [Float] = []
        for topics in topics {
            let vector = Self.vector(topics.map { ($0, rarities[Int($0.rawValue)]) }, unknown: 0, 0)
            terms += vector.terms.map(\.rawValue)
            weights += vector.weights
            offsets.append(terms.count)
        }
        matrix = TermMatrix(offsets: offsets, terms: terms, weights: TermWeights(all: weights))
    }

    /// The vector of an article of the collection; nil without topics.
    subscript(doc: DocID) -> TermVector? {
        matrix.termCount(of: doc.index) > 0 ? matrix.vector(of: doc.index) : nil
    }

    /// The cosine of an article's topics with others; nil where the article has none.
    func cosine(of doc: DocID, with topics: TermVector) -> Float? {
        matrix.termCount(of: doc.index) > 0 ? matrix.dotProduct(of: doc.index, with: topics) : nil
    }

    /// The vector of an article that need not be in the collection.
    func vector(of article: Article) -> TermVector {
        let names = Self.names(article)
        let known = names.compactMap { ids[$0] }
        return Self.vector(
            known.map { ($0, rarities[Int($0.rawValue)]) },
            unknown: names.count - known.count,
            Self.rarity(0, of: frequencies.articleCount)
        )
    }

    /// Distinct, without case: sites write "AI" and "ai". In order, so that topics are numbered, and sums added
    /// up, alike in every run.
    private static func names(_ article: Article) -> [String] {
        article.topics.count < 2
            ? article.topics.map { $0.lowercased() } : Set(article.topics.map { $0.lowercased() }).sorted()
    }

    /// ln((1 + N) / (1 + df)): nothing for a topic of every article.
    private static func rarity(_ frequency: Int, of count: Int) -> Double {
        log((1 + Double(count)) / (1 + Double(frequency)))
    }

    private static func vector(
        _ topics: [(id: TermID, rarity: Double)],
        unknown: Int,
        _ unknownRarity: Double
    ) -> TermVector {
        let sorted = topics.sorted { $0.id < $1.id }
        let squares =
            sorted.reduce(0) { $0 + $1.rarity * $1.rarity } + Double(unknown) * unknownRarity * unknownRarity
        let length = max(squares.squareRoot(), .leastNormalMagnitude)
        return TermVector(terms: sorted.map(\.id), weights: sorted.map { Float($0.rarity / length) })
    }
}
