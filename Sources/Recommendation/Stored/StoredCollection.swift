package import Corpus
package import Kernels
import Retrieval
package import Semantic

/// What a question about one article needs to know of all the others, as bytes that a store keeps: the posting lists,
/// the clusters of the embeddings and the neighbourhoods.
///
/// Articles have positions, in which like lies beside like, and numbers, by which ties are broken.
///
/// A command that is run for one answer reads some hundred articles by it instead of all, and gives the answer that a
/// ``Recommender`` of the whole collection gives, bit by bit.
package struct StoredCollection: Sendable {
    /// What is kept, each under a name of its own; all of it by position, which depends on the embedding model.
    package enum Part: String, CaseIterable, Sendable {
        case terms, postings, lengths, blocks, names, topics
        /// The number of the article at each position; empty where that is the position.
        case numbers
        /// The centroid of each article's embedding; empty where there are no clusters.
        case assignment
        /// How near the nearest of each article are: the bits of a `Float`, of NaN where nobody asked yet.
        case neighbourhoods
    }

    /// Raised when parts are made otherwise, so that stored ones are out of date.
    package static let version = 1

    let postings: StoredPostings
    let names: StoredNames
    let topics: TopicFrequencies
    let assignment: StoredNumbers
    private let neighbourhoods: StoredNumbers
    private let numbers: StoredNumbers

    /// Reads parts of whatever origin.
    ///
    /// - Returns: nil where one is missing or they are not of one collection.
    package init?(_ parts: [Part: [UInt8]]) {
        guard let terms = parts[.terms], let lists = parts[.postings], let lengths = parts[.lengths],
            let blocks = parts[.blocks], let names = parts[.names], let topics = parts[.topics],
            let numbers = parts[.numbers], let assignment = parts[.assignment],
            let neighbourhoods = parts[.neighbourhoods]
        else { return nil }
        postings = StoredPostings(
            terms: terms,
            postings: lists,
            lengths: StoredNumbers(bytes: lengths),
            blocks: StoredNumbers(bytes: blocks)
        )
        self.names = StoredNames(pairs: StoredNumbers(bytes: names))
        self.numbers = StoredNumbers(bytes: numbers)
        self.assignment = StoredNumbers(bytes: assignment)
        self.neighbourhoods = StoredNumbers(bytes: neighbourhoods)
        let count = postings.documentCount
        guard let topics = TopicFrequencies(bytes: topics, articleCount: count),
            self.neighbourhoods.count == count, [0, count].contains(self.assignment.count),
            [0, count].contains(self.numbers.count)
        else { return nil }
        self.topics = topics
    }

    /// What a recommender knows.
    ///
    /// - Returns: nil where the recommender was not made to be stored.
    /// - Complexity: O(n log n) for n articles.
    package init?(_ recommender: Recommender) {
        guard let postings = recommender.index.fused.lexical.stored else { return nil }
        self.postings = postings
        let arrangement = recommender.index.fused.lexical.arrangement
        let docs = recommender.articles.indices.map { arrangement.doc(atRow: $0) }
        numbers = StoredNumbers(arrangement.isNone ? [] : docs.map(\.rawValue))
        names = StoredNames(docs.map { recommender.articles[$0.index] })
        topics = recommender.index.topics.frequencies
        assignment = StoredNumbers(recommender.index.fused.vectors?.clusters?.assignment ?? [])
        let means = recommender.neighbourhoods.all
        neighbourhoods = StoredNumbers(docs.lazy.map { means[$0.index].bitPattern })
    }

    package func bytes(of part: Part) -> [UInt8] {
        switch part {
        case .terms: postings.terms
        case .postings: postings.postings
        case .lengths: postings.lengths.bytes
        case .blocks: postings.blocks.bytes
        case .names: names.pairs.bytes
        case .topics: topics.bytes
        case .numbers: numbers.bytes
        case .assignment: assignment.bytes
        case .neighbourhoods: neighbourhoods.bytes
        }
    }

    /// The number of articles.
    package var count: Int { postings.documentCount }

    /// The number of the article at a position.
    package func number(at position: Int) -> Int { numbers.count == 0 ? position : Int(numbers[position]) }

    /// Whether all neighbourhoods are known.
    package var isComplete: Bool { Self.isComplete(neighbourhoods: neighbourhoods.bytes) }

    /// Whether all neighbourhoods in the bytes of this part are known.
    package static func isComplete(neighbourhoods bytes: [UInt8]) -> Bool {
        StoredNumbers(bytes: bytes).numbers.allSatisfy { !Float(bitPattern: $0).isNaN }
    }

    /// The neighbourhoods of the articles at some positions; NaN where one is not known.
    package func neighbourhoods(at positions: [Int]) -> [Float] {
        positions.map { Float(bitPattern: neighbourhoods[$0]) }
    }

    /// Positions of the articles that may have this id, ascending.
    package func positions(of id: ArticleID) -> [Int] { names.positions(of: id).filter { $0 < count } }

    /// Positions of the articles that may lead to the page at `url`, ascending.
    package func positions(at url: String) -> [Int] { names.positions(at: url).filter { $0 < count } }
}

/// Reads single articles of a stored collection.
package protocol StoredArticles {
    /// Of the embeddings.
    var precision: Precision { get }
    /// The articles at some positions, in their order.
    func articles(at positions: [Int]) throws -> [Article]
    /// The embeddings of the articles at some positions, in their order.
    func vectors(at positions: [Int]) throws -> EmbeddingMatrix
    /// The positions of those that are likely to be nearest by embedding, as ``ClusteredIndex/likely(to:k:probes:)``
    /// finds them.
    ///
    /// - Parameters:
    ///   - own: a position that is not wanted.
    ///   - assignment: the centroid of each embedding.
    /// - Returns: nil where there are no clusters.
    func likely(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: StoredNumbers
    ) throws -> [Int]?
    /// How near the nearest of the articles at some positions are; NaN where it is not known.
    func neighbourhoods(at positions: [Int]) throws -> [Float]
}
