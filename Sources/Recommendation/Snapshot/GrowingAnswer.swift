package import Corpus

/// What a growing collection answers, with all that is needed to say why.
package struct GrowingAnswer: Sendable {
    package let ranking: Ranking
    /// What was asked for; a text as an article without a title.
    package let article: Article
    /// Of the articles that may stand in the list.
    package let recommender: Recommender

    /// Why an entry stands in the list; nil for one that an editor pinned.
    package func reasons(for entry: RelatedEntry) -> Reasons? {
        recommender.reasons(for: entry, under: article)
    }

    /// What is probable enough for the list and was kept out of it all the same, most probable first, with the reason.
    package var dropped: [(article: Article, verdict: Verdict)] { recommender.dropped(from: article) }

    /// What becomes of an article on the way to the list.
    package func verdict(on candidate: Article) -> Verdict {
        recommender.verdict(on: candidate, under: article)
    }
}
