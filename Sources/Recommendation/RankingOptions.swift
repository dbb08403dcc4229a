/// How lists are made.
public struct RankingOptions: Hashable, Sendable {
    /// Entries a list has at most; not negative. Default 4, as on the site that started the project.
    public let limit: Int
    /// Entries a list has at least, so far as there are articles that may stand in it; not negative, and no more than
    /// ``limit`` counts. Default 0.
    ///
    /// What it lacks is the best of what is too improbable otherwise, marked by ``RelatedEntry/isFallback``: never a copy,
    /// a template, a translation, an article in another language, or what rules keep out.
    public let fewest: Int
    /// Probability, from 0 to 1, below which nothing is listed but for ``fewest``: a short honest list beats padding. Nil
    /// stands for what the relatedness model says of ``precision``.
    public let minimumProbability: Double?
    /// Where ``minimumProbability`` is nil, how right lists shall be. Default: high.
    public let precision: ListPrecision
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
        fewest: Int = 0,
        minimumProbability: Double? = nil,
        precision: ListPrecision = .high,
        candidateCount: Int = 100,
        rules: EditorialRules = EditorialRules()
    ) {
        precondition(limit >= 0, "limit \(limit) is negative")
        precondition(fewest >= 0, "fewest \(fewest) is negative")
        precondition(
            minimumProbability.map((0...1).contains) ?? true,
            "minimumProbability \(minimumProbability ?? 0) is not from 0 to 1"
        )
        precondition(
            Self.candidateCounts.contains(candidateCount),
            "candidateCount \(candidateCount) is not from 1 to \(Self.candidateCounts.upperBound)"
        )
        self.limit = limit
        self.fewest = min(fewest, limit)
        self.minimumProbability = minimumProbability
        self.precision = precision
        self.candidateCount = candidateCount
        self.rules = rules
    }

    /// The probability below which nothing is listed but for ``fewest``, where this model judges.
    public func minimumProbability(by model: RelatednessModel) -> Double {
        minimumProbability ?? model.minimumProbability(for: precision)
    }

    /// The same options with other numbers.
    package func with(limit: Int, fewest: Int, minimumProbability: Double?) -> RankingOptions {
        RankingOptions(
            limit: limit,
            fewest: fewest,
            minimumProbability: minimumProbability,
            precision: precision,
            candidateCount: candidateCount,
            rules: rules
        )
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
