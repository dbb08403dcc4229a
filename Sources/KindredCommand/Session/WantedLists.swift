import Corpus
import Platform
import Recommendation

/// The lists that a `relate` run is about: made already, or to be made.
struct WantedLists {
    /// Whose lists they are, in the order in which they are shown.
    let articles: [Article]
    let recommender: Recommender
    /// One an article; nil where they are to be made.
    private let rankings: [Ranking]?

    init(_ articles: [Article], by recommender: Recommender) {
        self.init(articles, nil, recommender)
    }

    init(_ lists: [ArticleList], by recommender: Recommender) {
        self.init(lists.map(\.article), lists.map(\.ranking), recommender)
    }

    private init(_ articles: [Article], _ rankings: [Ranking]?, _ recommender: Recommender) {
        self.articles = articles
        self.rankings = rankings
        self.recommender = recommender
    }

    /// Those of some articles only.
    func confined(to isWanted: (Article) -> Bool) -> WantedLists {
        let kept = articles.indices.filter { isWanted(articles[$0]) }
        return WantedLists(
            kept.map { articles[$0] },
            rankings.map { all in kept.map { all[$0] } },
            recommender
        )
    }

    /// Makes what is to be made; the parameters are those of
    /// ``Recommender/related(toEach:keptIn:progress:keep:receive:)``.
    func make<Output: Sendable>(
        keptIn parts: (any SearchCheckpoints)?,
        progress: @escaping @Sendable (Int) -> Void,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
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
