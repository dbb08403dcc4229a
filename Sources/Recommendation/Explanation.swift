public import Corpus

/// Why two articles are close: the terms that they share, and what each adds to the cosine.
public struct Explanation: Hashable, Sendable {
    /// A term of both articles.
    public struct SharedTerm: Hashable, Sendable {
        public var term: String
        /// What the term adds to `score`: the product of its weights in the two articles.
        public var contribution: Double
        /// The number of articles of the collection that have the term.
        public var documentFrequency: Int
    }

    public var first: Article
    public var second: Article
    /// The cosine of the two term vectors: the sum of all contributions.
    public var score: Double
    /// By contribution descending, then by term.
    public var terms: [SharedTerm]
    /// Days between the two publications, never negative; nil where a date is missing.
    public var daysApart: Double?
}
