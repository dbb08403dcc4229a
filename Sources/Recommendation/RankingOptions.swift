/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most; not negative. Default 4, as on the site that started the project.
    public let limit: Int
    /// Score, from 0 to 1, below which nothing is listed: a short honest list beats padding. Nil stands for
    /// the one that suits the ranking.
    public let minimumScore: Double?

    public init(limit: Int = 4, minimumScore: Double? = nil) {
        precondition(limit >= 0, "limit \(limit) is negative")
        precondition(
            minimumScore.map((0...1).contains) ?? true,
            "minimumScore \(minimumScore ?? 0) is not from 0 to 1"
        )
        self.limit = limit
        self.minimumScore = minimumScore
    }

    /// The score below which nothing is listed, by a ranking with a model or by words alone.
    ///
    /// 0.22 and 0.12 were chosen on tune stories, see ARCHITECTURE.
    public func minimumScore(hasModel: Bool) -> Double { minimumScore ?? (hasModel ? 0.22 : 0.12) }
}
