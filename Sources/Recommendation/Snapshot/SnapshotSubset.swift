import Corpus
import Retrieval

extension AnalysedArticle {
    /// What the collection of a snapshot makes of an article.
    convenience init(_ article: Article, in collection: CollectionSnapshot) {
        self.init(article, collection.postings, collection.boilerplate, collection.topics)
    }
}

extension ComparisonIndex {
    /// Some articles of a collection, compared as all of it compares them.
    ///
    /// No other thread is used: a hundred articles are sooner put together than one is started.
    ///
    /// - Parameters:
    ///   - others: texts whose vectors will be asked for.
    ///   - vectors: of `articles`.
    /// - Complexity: O(terms of the articles).
    convenience init(
        _ articles: [AnalysedArticle],
        besides others: [WeighedText],
        vectors: ArticleVectors?,
        of collection: CollectionSnapshot
    ) {
        self.init(
            articles.map(\.article),
            FusedIndex(
                lexical: LexicalIndex(articles.map(\.terms), besides: others, of: collection.postings),
                vectors: vectors,
                isCandidateSubset: vectors != nil && collection.isClustered
            ),
            PageIndex(articles.map(\.pages)),
            CollectionFingerprints(boilerplate: collection.boilerplate, all: articles.map(\.fingerprint)),
            TopicIndex(articles.lazy.map(\.topics), of: collection.topics),
            articles.map(\.parts),
            pace: collection.pace,
            providers: collection.providers,
            series: collection.series
        )
    }
}
