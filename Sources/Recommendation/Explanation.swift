public import Corpus

/// Why two articles are close: the cosines that their score is made of, and the terms that they share.
public struct Explanation: Hashable, Sendable {
    /// A term of both articles.
    public struct SharedTerm: Hashable, Sendable {
        public var term: String
        /// What the term adds to the cosine of the terms: the product of its weights in the two articles.
        public var contribution: Double
        /// The number of articles of the collection that have the term.
        public var documentFrequency: Int
    }

    /// One of the cosines that make up the score.
    public struct Signal: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            /// Weighted terms that both have.
            case terms
            /// Embeddings of title and excerpt.
            case embeddings
        }

        public var kind: Kind
        /// From -1 to 1.
        public var cosine: Double
        /// From 0 to 1; the weights of all signals add up to 1.
        public var weight: Double
        /// What the signal adds to the score.
        public var contribution: Double { cosine * weight }
    }

    public var first: Article
    public var second: Article
    /// What the score is made of; terms alone without a model.
    public var signals: [Signal]
    /// By contribution descending, then by term.
    public var terms: [SharedTerm]
    /// Days between the two publications, never negative; nil where a date is missing.
    public var daysApart: Double?

    /// The score that lists are ordered by: the sum of what the signals add.
    public var score: Double { signals.reduce(0) { $0 + $1.contribution } }
}
