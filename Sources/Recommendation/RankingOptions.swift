/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most; not negative. Default 4, as on the site that started the project.
    public let limit: Int
    /// Cosine, from 0 to 1, below which nothing is listed: a short honest list beats padding. Default 0.12,
    /// see ARCHITECTURE for how it was chosen.
    public let minimumScore: Double

    public init(limit: Int = 4, minimumScore: Double = 0.12) {
        precondition(limit >= 0, "limit \(limit) is negative")
        precondition((0...1).contains(minimumScore), "minimumScore \(minimumScore) is not from 0 to 1")
        self.limit = limit
        self.minimumScore = minimumScore
    }
}
