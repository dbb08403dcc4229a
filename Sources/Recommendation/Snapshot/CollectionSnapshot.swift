package import Corpus
import Kernels
import Retrieval
import Semantic

/// What a question about one article needs to know of all the others, as bytes that a store keeps: the posting lists,
/// the clusters of the embeddings and the neighbourhoods.
///
/// Articles have positions, in which like lies beside like, and numbers, by which ties are broken.
///
/// A command that is run for one answer reads some hundred articles by it instead of all, and gives the answer that a
/// ``Recommender`` of the whole collection gives, bit by bit.
package struct CollectionSnapshot: Sendable {
    /// What is kept, each under a name of its own; all of it by position, which depends on the embedding model.
    package enum Part: String, CaseIterable, Sendable {
        case terms, postings, lengths, blocks, names, topics
        /// The number of the article at each position; empty where that is the position.
        case numbers
        /// The centroid of each article's embedding; empty where there are no clusters.
        case assignment
        /// How near the nearest of each article are: the bits of a `Float`, of NaN where nobody asked yet.
        case neighbourhoods
        /// The ranges of the qualities and dates.
        case range
        /// The sentences that many articles have.
        case boilerplate
        /// When the articles were published.
        case pace
        /// From how many publishers they are.
        case providers
        /// The series of articles, in the order of their parts.
        case series
    }

    let postings: PackedPostings
    let names: SnapshotNames
    let topics: TopicWeights
    let assignment: PackedNumbers
    let range: CollectionRange
    let boilerplate: Boilerplate
    let pace: PublicationPace
    let providers: ProviderDiversity
    let series: SeriesIndex
    private let neighbourhoods: PackedNumbers
    private let numbers: PackedNumbers

    /// Reads parts of whatever origin.
    ///
    /// - Returns: nil where one is missing or they are not of one collection.
    package init?(_ parts: [Part: [UInt8]]) {
        guard let terms = parts[.terms], let lists = parts[.postings], let lengths = parts[.lengths],
            let blocks = parts[.blocks], let names = parts[.names], let topics = parts[.topics],
            let numbers = parts[.numbers], let assignment = parts[.assignment],
            let neighbourhoods = parts[.neighbourhoods],
            let range = parts[.range].flatMap({ CollectionRange(bytes: $0) }),
            let boilerplate = parts[.boilerplate].flatMap({ Boilerplate(bytes: $0) }),
            let pace = parts[.pace].flatMap({ PublicationPace(bytes: $0) }),
            let providers = parts[.providers].flatMap({ ProviderDiversity(bytes: $0) }),
            let series = parts[.series].flatMap({ SeriesIndex(bytes: $0) })
        else { return nil }
        (self.pace, self.providers, self.series) = (pace, providers, series)
        self.range = range
        self.boilerplate = boilerplate
        postings = PackedPostings(
            terms: terms,
            postings: lists,
            lengths: PackedNumbers(bytes: lengths),
            blocks: PackedNumbers(bytes: blocks)
        )
        self.names = SnapshotNames(pairs: PackedNumbers(bytes: names))
        self.numbers = PackedNumbers(bytes: numbers)
        self.assignment = PackedNumbers(bytes: assignment)
        self.neighbourhoods = PackedNumbers(bytes: neighbourhoods)
        let count = postings.documentCount
        guard let topics = TopicFrequencies(bytes: topics, articleCount: count),
            self.neighbourhoods.count == count, [0, count].contains(self.assignment.count),
            [0, count].contains(self.numbers.count)
        else { return nil }
        self.topics = TopicWeights(topics)
    }

    /// What a recommender knows.
    ///
    /// - Returns: nil where the recommender was not made to be stored.
    /// - Complexity: O(n log n) for n articles.
    package init?(_ recommender: Recommender) {
        guard let postings = recommender.index.fused.lexical.stored else { return nil }
        self.postings = postings
        let rowOrder = recommender.index.fused.lexical.rowOrder
        let docs = recommender.articles.indices.map { rowOrder.doc(atRow: $0) }
        numbers = PackedNumbers(rowOrder.isNone ? [] : docs.map(\.rawValue))
        names = SnapshotNames(docs.map { recommender.articles[$0.index] })
        topics = TopicWeights(recommender.index.topics.frequencies)
        range = CollectionRange(recommender.articles)
        boilerplate = recommender.index.boilerplate
        let pairs = recommender.index.pairs
        (pace, providers, series) = (pairs.pace, pairs.providers, pairs.series)
        assignment = PackedNumbers(recommender.index.fused.vectors?.clusters?.assignment ?? [])
        let means = recommender.densities.all
        neighbourhoods = PackedNumbers(docs.lazy.map { means[$0.index].bitPattern })
    }

    package func bytes(of part: Part) -> [UInt8] {
        switch part {
        case .terms: postings.terms
        case .postings: postings.postings
        case .lengths: postings.lengths.bytes
        case .blocks: postings.blocks.bytes
        case .names: names.pairs.bytes
        case .topics: topics.frequencies.bytes
        case .numbers: numbers.bytes
        case .assignment: assignment.bytes
        case .neighbourhoods: neighbourhoods.bytes
        case .range: range.bytes
        case .boilerplate: boilerplate.bytes
        case .pace: pace.bytes
        case .providers: providers.bytes
        case .series: series.bytes
        }
    }

    /// The number of articles.
    package var count: Int { postings.documentCount }

    /// Whether the embeddings are grouped in clusters, so that a search looks only at likely ones.
    var isClustered: Bool { assignment.count > 0 }

    /// The number of the article at a position.
    package func number(at position: Int) -> Int { numbers.count == 0 ? position : Int(numbers[position]) }

    /// Whether all neighbourhoods are known.
    package var isComplete: Bool { neighbourhoods.numbers.allSatisfy { !Float(bitPattern: $0).isNaN } }

    /// The neighbourhoods of the articles at some positions; NaN where one is not known.
    package func neighbourhoods(at positions: [Int]) -> [Float] {
        positions.map { Float(bitPattern: neighbourhoods[$0]) }
    }

    /// Positions of the articles that may have this id, ascending.
    package func positions(of id: ArticleID) -> [Int] { names.positions(of: id).filter { $0 < count } }

    /// Positions of the articles that may lead to the page at `url`, ascending.
    package func positions(at url: String) -> [Int] { names.positions(at: url).filter { $0 < count } }
}

extension CollectionRange {
    /// The least and the greatest quality and the newest day: the bits of a `Double` each, the lowest byte first, of NaN
    /// where there is none.
    fileprivate var bytes: [UInt8] {
        [qualities?.lowerBound, qualities?.upperBound, newestDay].flatMap { number in
            let bits = (number ?? .nan).bitPattern
            return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        }
    }

    /// Reads bytes of whatever origin; nil where they are not those of a range.
    fileprivate init?(bytes: [UInt8]) {
        guard bytes.count == 24 else { return nil }
        let numbers = stride(from: 0, to: 24, by: 8).map { start in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
        }
        let (low, high, newest) = (numbers[0], numbers[1], numbers[2])
        guard low.isNaN ? high.isNaN : low.isFinite && high.isFinite && low <= high, !newest.isInfinite
        else { return nil }
        self.init(qualities: low.isNaN ? nil : low...high, newestDay: newest.isNaN ? nil : newest)
    }
}
