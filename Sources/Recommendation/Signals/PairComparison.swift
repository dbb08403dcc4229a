import Corpus
import Kernels
import Retrieval
import Semantic

/// Compares articles in pairs: measures what texts, embeddings, dates and topics of two have in common, and makes the
/// values of their signals of it.
///
/// A class, since a value of some twenty arrays would be copied for every query by every worker.
final class PairComparison: Sendable {
    let topics: TopicIndex
    /// When the articles of the collection were published.
    let pace: PublicationPace
    let providers: ProviderDiversity
    let series: SeriesIndex
    private let lexical: LexicalIndex
    /// Nil without a model.
    private let embeddings: EmbeddingMatrix?
    /// Of the rows of `embeddings`.
    private let rowOrder: RowOrder
    private let weights: FusionWeights
    private let articles: [ComparedParts]
    /// Of the day of each article among those of the collection; NaN without a date.
    private let ranks: [Double]

    /// What is compared of an article of the collection beside its text, its embedding and its topics.
    struct ComparedParts: Sendable {
        /// Since 1970; NaN without a date.
        let days: Double
        /// Nil where it can be part of no series.
        let series: SeriesIndex.Place?
        /// Nil without one.
        let provider: String?
        /// See ``Article/languageGroup``; nil where nobody knows it.
        let language: String?

        init(_ article: Article) {
            days = article.daysSince1970 ?? .nan
            series = SeriesIndex.Place(article)
            provider = article.providerKey
            language = article.languageGroup
        }
    }

    /// - Parameters:
    ///   - embeddings: nil without a model.
    ///   - rowOrder: of the rows of `embeddings`.
    ///   - weights: of the score that candidates are found by.
    ///   - articles: one a document.
    ///   - pace: of the whole collection; nil where these articles are all of it.
    ///   - providers: of the whole collection; nil where these articles are all of it.
    ///   - series: of the whole collection; nil where these articles are all of it.
    init(
        _ lexical: LexicalIndex,
        _ embeddings: EmbeddingMatrix?,
        _ rowOrder: RowOrder,
        _ weights: FusionWeights,
        topics: TopicIndex,
        _ articles: [ComparedParts],
        pace: PublicationPace? = nil,
        providers: ProviderDiversity? = nil,
        series: SeriesIndex? = nil
    ) {
        self.lexical = lexical
        self.embeddings = embeddings
        self.rowOrder = rowOrder
        self.weights = weights
        self.topics = topics
        self.articles = articles
        let pace = pace ?? PublicationPace(articles.map(\.days))
        self.pace = pace
        ranks = articles.map { $0.days.isNaN ? .nan : pace.rank($0.days) }
        self.providers = providers ?? ProviderDiversity(articles.lazy.map(\.provider))
        self.series = series ?? SeriesIndex(articles.map(\.series))
    }

    var traits: CollectionTraits {
        CollectionTraits(articlesADay: pace.articlesADay, providers: providers)
    }

    subscript(doc: DocID) -> ComparedParts { articles[doc.index] }

    /// Nil without a date.
    func days(of doc: DocID) -> Double? { self[doc].days.isNaN ? nil : self[doc].days }

    /// The signals of an article and each of `docs`.
    ///
    /// - Parameters:
    ///   - own: the neighbourhood of the article.
    ///   - otherDensities: of the neighbourhoods of `docs`; empty where they are not known yet.
    /// - Complexity: O(terms of the documents + documents x dimension).
    func signals(
        of query: ComparedArticle,
        with docs: [DocID],
        _ own: Neighbourhood,
        otherDensities: [Float] = []
    ) -> SignalTable {
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
                surroundings: PairMeasurements.Surroundings(
                    own: own,
                    closeness: docs.indices.map {
                        closeness(products[$0].all, cosines.isEmpty ? 0 : cosines[$0])
                    },
                    otherDensities: otherDensities
                ),
                articlesBetween: query.days.map { articlesBetween($0, docs) } ?? [],
                seriesSteps: query.series.map { own in docs.map { series.steps(own, self[$0].series) } }
                    ?? [],
                providers: query.provider.map { own in docs.map { isSameProvider(own, self[$0].provider) } }
                    ?? [],
                otherLanguages: query.language.map { own in docs.map { isOther(own, self[$0].language) } }
                    ?? []
            )
        )
    }

    /// The signals of any two articles.
    ///
    /// - Parameters:
    ///   - own: the neighbourhood of the first.
    ///   - otherDensity: of the neighbourhood of the second.
    func signals(
        of first: ComparedArticle,
        and second: ComparedArticle,
        _ own: Neighbourhood,
        otherDensity: Float
    ) -> SignalValues {
        var terms = SparseQuery()
        first.vectors.set(&terms)
        let cosine = first.embedding.flatMap { a in second.embedding.map { EmbeddingMatrix.cosine(a, $0) } }
        let topics = first.topics.flatMap { a in second.topics.map { a.cosine($0) } }
        let products = second.vectors.products(with: terms)
        return SignalTable(
            PairMeasurements(
                count: 1,
                terms: [products],
                embeddings: cosine.map { [$0] } ?? [],
                daysApart: first.daysApart(second).map { [$0] } ?? [],
                topics: topics.map { [$0] } ?? [],
                surroundings: PairMeasurements.Surroundings(
                    own: own,
                    closeness: [closeness(products.all, cosine ?? 0)],
                    otherDensities: [otherDensity]
                ),
                articlesBetween: first.days.flatMap { a in second.days.map { [articlesBetween(a, $0)] } }
                    ?? [],
                seriesSteps: [series.steps(first.series, second.series)],
                providers: first.provider.map { [isSameProvider($0, second.provider)] } ?? [],
                otherLanguages: first.language.map { [isOther($0, second.language)] } ?? []
            )
        )[0]
    }

    private func closeness(_ terms: Float, _ cosine: Float) -> Float {
        weights.terms * terms + weights.embeddings * cosine
    }

    private func articlesBetween(_ own: Double, _ docs: [DocID]) -> [Float] {
        let rank = pace.rank(own)
        return docs.map { doc in
            let other = ranks[doc.index]
            return other.isNaN ? 0 : Float(abs(rank - other))
        }
    }

    private func articlesBetween(_ a: Double, _ b: Double) -> Float {
        b.isNaN ? 0 : pace.articlesBetween(a, b)
    }

    private func isSameProvider(_ a: String, _ b: String?) -> Float {
        b.map { $0 == a ? 1 : -1 } ?? 0
    }

    private func isOther(_ a: String, _ b: String?) -> Bool { b.map { $0 != a } ?? false }

    /// Days from `own` to each document, NaN where it has no date; empty without a date to count from.
    private func daysApart(_ own: Double?, _ docs: [DocID]) -> [Double] {
        own.map { own in docs.map { self[$0].days - own } } ?? []
    }

    /// The cosines with each document, NaN where it has no topics; empty without topics.
    private func topicCosines(_ own: TermVector?, _ docs: [DocID]) -> [Float] {
        own.map { own in docs.map { topics.cosine(of: $0, with: own) ?? .nan } } ?? []
    }
}
