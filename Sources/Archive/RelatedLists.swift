package import Corpus
import Platform
package import Recommendation

/// Lists of some articles: made already, or to be made.
package struct RelatedLists {
    /// Whose lists they are, in the order in which they are shown.
    package let articles: [Article]
    package let recommender: Recommender
    /// One an article; nil where they are to be made.
    private let rankings: [Ranking]?
    /// What was found for the articles; nil where they are to be searched for.
    private let found: Recommender.PartSearches?

    /// - Parameter found: what was found for the articles by an earlier process.
    package init(
        _ articles: [Article],
        by recommender: Recommender,
        found: Recommender.PartSearches? = nil
    ) {
        self.init(articles, nil, recommender, found)
    }

    package init(_ lists: [ArticleList], by recommender: Recommender) {
        self.init(lists.map(\.article), lists.map(\.ranking), recommender, nil)
    }

    private init(
        _ articles: [Article],
        _ rankings: [Ranking]?,
        _ recommender: Recommender,
        _ found: Recommender.PartSearches?
    ) {
        self.articles = articles
        self.rankings = rankings
        self.recommender = recommender
        self.found = found
    }

    /// Those of some articles only.
    package func confined(to isWanted: (Article) -> Bool) -> RelatedLists {
        let kept = articles.indices.filter { isWanted(articles[$0]) }
        return RelatedLists(
            kept.map { articles[$0] },
            rankings.map { all in kept.map { all[$0] } },
            recommender,
            nil
        )
    }

    /// Makes what is to be made; the parameters are those of
    /// ``Recommender/related(toEach:keptIn:progress:keep:receive:)``.
    package func make<Output: Sendable>(
        keptIn parts: (any SearchCheckpoints)?,
        progress: @escaping @Sendable (Int) -> Void,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        if let found {
            return try recommender.related(
                toEach: articles,
                by: found,
                progress: progress,
                keep: keep,
                receive: receive
            )
        }
        guard let rankings else {
            return try recommender.related(
                toEach: articles,
                keptIn: parts,
                progress: progress,
                keep: keep,
                receive: receive
            )
        }
        try receive(concurrentMap(articles.count) { keep(articles[$0], rankings[$0]) })
    }
}
