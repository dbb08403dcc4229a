public import Corpus

/// What belongs beside an article or a text, best first.
public struct Ranking: Hashable, Sendable {
    /// By score descending, ties in the collection's order.
    public var entries: [RelatedEntry]

    public init(entries: [RelatedEntry]) { self.entries = entries }
}

/// One line of a ranking.
public struct RelatedEntry: Hashable, Sendable {
    public var article: Article
    /// How close the two are, from 0 to 1: a weighted sum of the cosines of terms and embeddings.
    public var score: Double

    public init(article: Article, score: Double) {
        self.article = article
        self.score = score
    }
}
