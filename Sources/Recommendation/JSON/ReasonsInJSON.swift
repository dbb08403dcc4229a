/// Why an entry is in a list, by the names that JSON has for the kinds of evidence.
public struct ReasonsInJSON: Hashable, Sendable {
    /// What one kind of evidence adds to the log-odds.
    public struct Contribution: Hashable, Sendable {
        /// Such as `words` or `time`.
        public var kind: String
        public var logOdds: Double

        public init(kind: String, logOdds: Double) {
            self.kind = kind
            self.logOdds = logOdds
        }
    }

    /// By kind ascending, each once.
    public var contributions: [Contribution]
    /// The terms that both share and that weigh most.
    public var sharedTerms: [String]
    /// Days between the two publications, never negative; nil where a date is missing.
    public var daysApart: Double?

    public init(contributions: [Contribution], sharedTerms: [String] = [], daysApart: Double? = nil) {
        self.contributions = contributions.sorted { $0.kind < $1.kind }
        self.sharedTerms = sharedTerms
        self.daysApart = daysApart
    }

    public init(_ reasons: Reasons) {
        self.init(
            contributions: reasons.contributions.map { Contribution(kind: $0.name, logOdds: $1) },
            sharedTerms: reasons.sharedTerms,
            daysApart: reasons.daysApart
        )
    }

    /// Kind by kind what it adds to the log-odds, as ``Reasons/sentence`` has it.
    public var sentence: String {
        Reasons.sentence(
            Dictionary(contributions.map { ($0.kind, $0.logOdds) }) { first, _ in first },
            PairEvidence(sharedTerms: sharedTerms, daysApart: daysApart)
        )
    }
}
