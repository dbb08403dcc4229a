/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most; not negative. Default 4, as on the site that started the project.
    public let limit: Int
    /// Probability, from 0 to 1, below which nothing is listed: a short honest list beats padding. Nil stands
    /// for what the relatedness model says.
    public let minimumProbability: Double?
    public let rules: EditorialRules

    public init(
        limit: Int = 4,
        minimumProbability: Double? = nil,
        rules: EditorialRules = EditorialRules()
    ) {
        precondition(limit >= 0, "limit \(limit) is negative")
        precondition(
            minimumProbability.map((0...1).contains) ?? true,
            "minimumProbability \(minimumProbability ?? 0) is not from 0 to 1"
        )
        self.limit = limit
        self.minimumProbability = minimumProbability
        self.rules = rules
    }
}
