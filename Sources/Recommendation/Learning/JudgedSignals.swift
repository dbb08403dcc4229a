package import Corpus

/// The signals of all pairs of a collection's queries and their candidates, which any weights can then rank:
/// signals do not depend on weights.
package struct JudgedSignals: Sendable {
    struct Pair: Sendable {
        let document: ArticleID
        let values: SignalValues
        let isRelated: Bool
        /// Whether somebody judged it, or whatever nobody judged counts as unrelated.
        let isJudged: Bool
        /// Copies are ranked, but nothing is learned from them: no list shows them.
        let isCopy: Bool
    }

    struct Query: Sendable {
        let id: ArticleID
        let story: String
        /// By fused score descending; what is never listed is left out.
        let pairs: [Pair]
    }

    let queries: [Query]

    /// - Parameter candidateCount: candidates that are judged, a query; as many as a list's.
    /// - Throws: ``Recommender/DuplicateID``.
    /// - Complexity: that of ranking every query.
    package init(
        _ collection: JudgedCollection,
        candidateCount: Int = RankingOptions().candidateCount
    ) throws(Recommender.DuplicateID) {
        let recommender = try Recommender(
            collection.articles,
            options: RankingOptions(
                limit: candidateCount,
                minimumProbability: 0,
                candidateCount: candidateCount,
                rules: .none
            ),
            vectors: collection.vectors,
            relatedness: RelatednessModel()
        )
        let asked = collection.articles.filter {
            collection.grades[$0.id] != nil && collection.stories[$0.id] != nil
        }
        let judged = recommender.judged(toEach: asked)
        let isPooled = collection.isPooled
        queries = zip(asked, judged).map { article, candidates in
            let grades = collection.grades[article.id] ?? [:]
            return Query(
                id: article.id,
                story: collection.stories[article.id] ?? "",
                pairs: candidates.map { document, values, isCopy in
                    Pair(
                        document: document,
                        values: values,
                        isRelated: grades[document, default: 0] > 0,
                        isJudged: !isPooled || grades[document] != nil,
                        isCopy: isCopy
                    )
                }
            )
        }
    }

    /// What a model's ranking of each query is: documents with log-odds, best first, ties in their order.
    ///
    /// - Parameter model: of the query's story.
    package func rankings(
        by model: (_ story: String) -> RelatednessModel
    ) -> [(query: ArticleID, entries: [(document: ArticleID, logOdds: Double)])] {
        queries.map { query in
            let model = model(query.story)
            let scored = query.pairs.enumerated().map { place, pair in
                (place: place, document: pair.document, logOdds: model.logOdds(pair.values))
            }
            .sorted { $0.logOdds != $1.logOdds ? $0.logOdds > $1.logOdds : $0.place < $1.place }
            return (
                query.id, scored.map { ($0.document, Double($0.logOdds)) }
            )
        }
    }

    /// The probabilities that a model gives to the first `depth` pairs of each query, and whether they are related.
    package func probabilities(
        first depth: Int,
        by model: (_ story: String) -> RelatednessModel
    ) -> [(probability: Double, isRelated: Bool)] {
        queries.flatMap { query in
            let model = model(query.story)
            return query.pairs.lazy.filter { !$0.isCopy && $0.isJudged }.prefix(depth).map {
                (RelatednessModel.probability(logOdds: Double(model.logOdds($0.values))), $0.isRelated)
            }
        }
    }
}
