public import Corpus

/// What belongs beside an article or a text, best first.
public struct Ranking: Hashable, Sendable {
    /// What an editor pinned, then by log-odds descending, ties newest first and then in the collection's order,
    /// unless the rules ask for another order.
    public var entries: [RelatedEntry]

    public init(entries: [RelatedEntry]) { self.entries = entries }
}

/// One line of a ranking.
public struct RelatedEntry: Hashable, Sendable {
    public var article: Article
    /// What the ranking is ordered by: log-odds of being related, or whatever another method computes.
    public var score: Double
    /// The signals that the score was computed from; nil for an entry from elsewhere, and for other methods.
    public var signals: SignalValues?
    /// Whether an editor put it there.
    public var isPinned: Bool
    /// Whether it is there only because the list would be too short, or the article in no list, without it: its
    /// probability is below the one that entries have.
    public var isFallback: Bool

    public init(
        article: Article,
        score: Double,
        signals: SignalValues? = nil,
        isPinned: Bool = false,
        isFallback: Bool = false
    ) {
        self.article = article
        self.score = score
        // A list may be held for long, the signals of what it was chosen from need not be.
        self.signals = signals?.detached
        self.isPinned = isPinned
        self.isFallback = isFallback
    }

    /// The probability that the two are related, from 0 to 1; nil where no model judged them.
    public var probability: Double? {
        signals == nil ? nil : RelatednessModel.probability(logOdds: score)
    }
}
