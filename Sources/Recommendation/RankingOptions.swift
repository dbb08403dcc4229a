/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most. Default 4, as on the site that started the project.
    public var limit = 4
    /// Cosine below which nothing is listed: a short honest list beats padding. Default 0.12, see
    /// ARCHITECTURE for how it was chosen.
    public var minimumScore = 0.12

    public init(limit: Int = 4, minimumScore: Double = 0.12) {
        self.limit = limit
        self.minimumScore = minimumScore
    }
}
