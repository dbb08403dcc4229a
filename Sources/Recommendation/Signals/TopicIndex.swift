import Corpus
import Retrieval

/// The topics of a collection as vectors, rare topics weighing more: a topic of every article tells nothing.
struct TopicIndex: Sendable {
    private let weights: TopicWeights
    private let matrix: TermMatrix

    /// The topics of some articles of a collection.
    ///
    /// - Parameter vectors: ``TopicWeights/vector(ofIndexed:)`` of each.
    init(_ vectors: some Sequence<TermVector>, of collection: TopicWeights) {
        weights = collection
        var offsets = [0]
        var terms: [UInt32] = []
        var weights: [Float] = []
        for vector in vectors {
            terms += vector.terms.map(\.rawValue)
            weights += vector.weights
            offsets.append(terms.count)
        }
        matrix = TermMatrix(offsets: offsets, terms: terms, weights: TermWeights(all: weights))
    }

    /// - Complexity: O(topics).
    init(_ articles: [Article]) {
        var names: [String] = []
        var ids: [String: TermID] = [:]
        var frequencies: [Int] = []
        let topics = articles.map { article in
            TopicWeights.names(article).map { name -> TermID in
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
        let weights = TopicWeights(TopicFrequencies(topics: counted, articleCount: articles.count))
        self.init(topics.lazy.map { weights.vector($0) }, of: weights)
    }

    /// How many articles have each topic.
    var frequencies: TopicFrequencies { weights.frequencies }

    /// The vector of an article of the collection; nil without topics.
    subscript(doc: DocID) -> TermVector? {
        matrix.termCount(of: doc.index) > 0 ? matrix.vector(of: doc.index) : nil
    }

    /// The cosine of an article's topics with others; nil where the article has none.
    func cosine(of doc: DocID, with topics: TermVector) -> Float? {
        matrix.termCount(of: doc.index) > 0 ? matrix.dotProduct(of: doc.index, with: topics) : nil
    }

    /// The vector of an article that need not be in the collection.
    func vector(of article: Article) -> TermVector { weights.vector(of: article) }
}
