import Kernels
import Retrieval
import Semantic

/// Compares articles in pairs: measures what texts, embeddings, dates and topics of two have in common, and makes the
/// values of their signals of it.
///
/// A class, since a value of some twenty arrays would be copied for every query by every worker.
final class PairComparison: Sendable {
    let topics: TopicIndex
    private let lexical: LexicalIndex
    /// Nil without a model.
    private let embeddings: EmbeddingMatrix?
    /// Of the rows of `embeddings`.
    private let rowOrder: RowOrder
    /// Since 1970; NaN without a date.
    private let days: [Double]

    init(
        _ lexical: LexicalIndex,
        embeddings: EmbeddingMatrix?,
        _ rowOrder: RowOrder,
        topics: TopicIndex,
        days: [Double]
    ) {
        self.lexical = lexical
        self.embeddings = embeddings
        self.rowOrder = rowOrder
        self.topics = topics
        self.days = days
    }

    /// Nil without a date.
    func days(of doc: DocID) -> Double? { days[doc.index].isNaN ? nil : days[doc.index] }

    /// The signals of an article and each of `docs`.
    ///
    /// - Parameter surroundings: the densities of both neighbourhoods, added up; empty where they are not known yet.
    /// - Complexity: O(terms of the documents + documents x dimension).
    func signals(of query: ComparedArticle, with docs: [DocID], surroundings: [Float] = []) -> SignalTable {
        var terms = SparseQuery()
        query.vectors.set(&terms)
        var cosines: [Float] = []
        if let embedding = query.embedding, let embeddings {
            cosines = embeddings.cosines(of: docs.map { UInt32(rowOrder.row(of: $0)) }, with: embedding)
        }
        var products: [TermProducts] = []
        products.reserveCapacity(docs.count)
        for doc in docs { products.append(lexical.products(of: doc, with: terms)) }
        return SignalTable(
            PairMeasurements(
                count: docs.count,
                terms: products,
                embeddings: cosines,
                daysApart: daysApart(query.days, docs),
                topics: topicCosines(query.topics, docs),
                surroundings: surroundings
            )
        )
    }

    /// What is compared of an article beside its text.
    struct Circumstances {
        /// Nil without a date.
        let days: Double?
        /// Nil without topics.
        let topics: TermVector?
    }

    func circumstances(of doc: DocID) -> Circumstances {
        Circumstances(days: days(of: doc), topics: topics[doc])
    }

    /// The signals of an article and each of `docs`, whose cosines are known; those of titles and excerpts and of the
    /// surroundings are 0.
    ///
    /// - Parameter cosines: of the terms and of the embeddings, in the order of `docs`.
    /// - Complexity: O(documents x topics of the article).
    func signals(
        of query: Circumstances,
        with docs: [DocID],
        cosines: some Sequence<(terms: Float, embeddings: Float)>
    ) -> SignalTable {
        var (products, embeddings) = ([TermProducts](), [Float]())
        products.reserveCapacity(docs.count)
        embeddings.reserveCapacity(docs.count)
        for cosine in cosines {
            products.append(TermProducts(all: cosine.terms))
            embeddings.append(cosine.embeddings)
        }
        return SignalTable(
            PairMeasurements(
                count: docs.count,
                terms: products,
                embeddings: embeddings,
                daysApart: daysApart(query.days, docs),
                topics: topicCosines(query.topics, docs)
            )
        )
    }

    /// The signals of any two articles.
    ///
    /// - Parameter surroundings: the densities of both neighbourhoods, added up.
    func signals(
        of first: ComparedArticle,
        and second: ComparedArticle,
        surroundings: Float
    ) -> SignalValues {
        var terms = SparseQuery()
        first.vectors.set(&terms)
        let cosine = first.embedding.flatMap { a in second.embedding.map { EmbeddingMatrix.cosine(a, $0) } }
        let topics = first.topics.flatMap { a in second.topics.map { a.cosine($0) } }
        return SignalTable(
            PairMeasurements(
                count: 1,
                terms: [second.vectors.products(with: terms)],
                embeddings: cosine.map { [$0] } ?? [],
                daysApart: first.daysApart(second).map { [$0] } ?? [],
                topics: topics.map { [$0] } ?? [],
                surroundings: [surroundings]
            )
        )[0]
    }

    /// Days from `own` to each document, NaN where it has no date; empty without a date to count from.
    private func daysApart(_ own: Double?, _ docs: [DocID]) -> [Double] {
        own.map { own in docs.map { days[$0.index] - own } } ?? []
    }

    /// The cosines with each document, NaN where it has no topics; empty without topics.
    private func topicCosines(_ own: TermVector?, _ docs: [DocID]) -> [Float] {
        own.map { own in docs.map { topics.cosine(of: $0, with: own) ?? .nan } } ?? []
    }
}
