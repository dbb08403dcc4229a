package import Corpus

/// What comes of a question that is answered from part of a collection.
package enum PartialAnswer: Hashable, Sendable {
    /// The ranking that the whole collection gives.
    case complete(Ranking)
    /// The list is not full, and most of the candidates were dropped: the question needs so many candidates, see
    /// ``CandidateSubset/candidateCount``.
    case needsMoreCandidates(Int)
}

/// What a recommender of one question's candidates needs to know of the collection that they are from.
package struct CandidateSubset: Sendable {
    /// Articles of the collection.
    package var collectionCount: Int
    /// Of the collection's qualities and dates.
    package var range: CollectionRange
    /// How many candidates are looked for: ``RankingOptions/candidateCount(articles:)`` of the collection at first, then
    /// what ``PartialAnswer/needsMoreCandidates(_:)`` says.
    package var candidateCount: Int
    /// The articles that the subject pins, so far as they are in the collection: by what
    /// `EditorialChoices.pinned` calls each, a reference's name or an entry's id.
    package var pins: [String: Article]

    package init(
        collectionCount: Int,
        range: CollectionRange = CollectionRange(),
        candidateCount: Int,
        pins: [String: Article] = [:]
    ) {
        self.collectionCount = collectionCount
        self.range = range
        self.candidateCount = candidateCount
        self.pins = pins
    }
}
