package import Corpus
import Platform
import Retrieval

/// A way to rank a collection: the one that lists are made by, and baselines to measure it against.
package enum RankingMethod: String, CaseIterable, Sendable {
    /// The ranking that lists are made by: probability of being related, before lists are cut and edited.
    case `default`
    /// What `relate` lists: cut off, copies folded, varied.
    case lists
    /// The score that candidates are found by: cosines of terms and embeddings, nothing learned.
    case cosine
    /// Cosine of weighted terms alone.
    case terms
    /// Cosine of the embeddings of title and excerpt; needs a model.
    case embedding
    /// Cosine of textbook TF-IDF vectors, all text as one field, as scikit-learn computes it.
    case tfidf
    /// BM25 with the whole article as the query.
    case bm25
    /// Nearest in time of publication, before or after; undated articles are not ranked.
    case recency
    /// By chance: what a measure gives for nothing.
    case random

    /// Whether the method can rank only where there is a model.
    package var needsModel: Bool { self == .embedding || self == .cosine }

    /// Ranks `articles` for each of `queries`, in their order, on all cores.
    ///
    /// Every method passes the same selection: never the article itself or a copy of its page, no page twice.
    ///
    /// - Parameters:
    ///   - relatedness: turns signals into probabilities.
    ///   - vectors: the embeddings of `articles`; nil where there is no model.
    ///   - options: of ``lists``; ``default`` judges as many candidates as they do.
    ///   - depth: entries a ranking has at most; of ``default`` no more than there are candidates.
    ///   - seed: of ``random``.
    ///   - progress: receives the number of queries done so far, from any thread.
    ///   - keep: makes what is kept of a ranking, which holds whole articles; called from any thread.
    /// - Precondition: there are `vectors` where ``needsModel``.
    /// - Throws: ``Recommender/DuplicateID``, for ``default`` and ``lists`` only.
    /// - Complexity: indexing, then O(articles) a query and more for the lexical methods.
    package func rankings<Output: Sendable>(
        of queries: [Article],
        among articles: [Article],
        vectors: ArticleVectors?,
        relatedness: RelatednessModel? = nil,
        options: RankingOptions = RankingOptions(),
        depth: Int,
        seed: UInt64,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Ranking) -> Output
    ) throws(Recommender.DuplicateID) -> [Output] {
        let baseline: any Baseline
        switch self {
        case .default, .lists:
            // As many candidates as a list has, whatever is measured of them.
            let count = options.candidateCount(articles: articles.count)
            let ranking = RankingOptions(
                limit: min(depth, count),
                minimumProbability: 0,
                candidateCount: count,
                rules: .none
            )
            let recommender = try Recommender(
                articles,
                options: self == .default ? ranking : options,
                vectors: vectors,
                relatedness: relatedness
            )
            return recommender.related(toEach: queries, progress: progress, keep: keep)
        case .cosine:
            guard let vectors else { preconditionFailure("cosine needs a model") }
            baseline = FusedBaseline(articles, vectors)
        case .terms: baseline = FusedBaseline(articles, nil)
        case .embedding:
            guard let vectors else { preconditionFailure("embedding needs a model") }
            baseline = EmbeddingBaseline(articles, vectors)
        case .tfidf: baseline = TFIDFBaseline(articles)
        case .bm25: baseline = BM25Baseline(articles)
        case .recency: baseline = RecencyBaseline(articles)
        case .random: baseline = RandomBaseline(articles, seed: seed)
        }
        return concurrentMap(
            queries.count,
            progress: progress,
            scratch: SearchScratch(count: articles.count)
        ) { number, scratch in
            let query = queries[number]
            return keep(
                Ranking(articles, limit: depth, excluding: { $0.isNeverListed(under: query) }) {
                    baseline.candidates(for: query, k: $0, &scratch)
                }
            )
        }
    }
}
