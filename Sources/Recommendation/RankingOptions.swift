/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most; not negative. Default 4, as on the site that started the project.
    public let limit: Int
    /// Probability, from 0 to 1, below which nothing is listed: a short honest list beats padding. Nil stands
    /// for what the relatedness model says.
    public let minimumProbability: Double?
    /// Candidates that are judged for a list, see ``candidateCounts``: the nearest by fused score. Default 100; on tune
    /// stories 50 lost .006 (roundups) to .02 (demo) of nDCG@10.
    ///
    /// A list that may have more entries than that gets as many candidates as entries, and some to spare.
    public let candidateCount: Int
    public let rules: EditorialRules

    /// What ``candidateCount`` may be.
    public static let candidateCounts = 1...100_000

    public init(
        limit: Int = 4,
        minimumProbability: Double? = nil,
        candidateCount: Int = 100,
        rules: EditorialRules = EditorialRules()
    ) {
        precondition(limit >= 0, "limit \(limit) is negative")
        precondition(
            minimumProbability.map((0...1).contains) ?? true,
            "minimumProbability \(minimumProbability ?? 0) is not from 0 to 1"
        )
        precondition(
            Self.candidateCounts.contains(candidateCount),
            "candidateCount \(candidateCount) is not from 1 to \(Self.candidateCounts.upperBound)"
        )
        self.limit = limit
        self.minimumProbability = minimumProbability
        self.candidateCount = candidateCount
        self.rules = rules
    }

    /// Candidates beyond a limit that exceeds ``candidateCount``, since some will be dropped.
    private static let spareCandidates = 30

    /// Candidates that are judged for a list of a collection of so many articles; ``candidateCount`` unless
    /// ``limit`` is greater.
    package func candidateCount(articles: Int) -> Int {
        limit > candidateCount
            ? max(candidateCount, min(limit, articles) + Self.spareCandidates) : candidateCount
    }
}
