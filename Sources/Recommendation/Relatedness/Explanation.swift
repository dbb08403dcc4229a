public import Corpus
import Foundation
import Retrieval

/// Why two articles are as close as they are: what each signal adds to the log-odds, and the terms that they
/// share.
public struct Explanation: Hashable, Sendable {
    /// A term of both articles.
    public struct SharedTerm: Hashable, Sendable {
        public var term: String
        /// What the term adds to the cosine of the terms: the product of its weights in the two articles.
        public var contribution: Double
        /// The number of articles of the collection that have the term.
        public var documentFrequency: Int
    }

    public var first: Article
    public var second: Article
    public var signals: SignalValues
    /// What weighed the signals.
    public var relatedness: RelatednessModel
    /// By contribution descending, then by term.
    public var terms: [SharedTerm]
    /// Days between the two publications, never negative; nil where a date is missing.
    public var daysApart: Double?

    /// The log-odds that the two are related.
    public var logOdds: Double { Double(relatedness.logOdds(signals)) }
    /// The probability that the two are related, from 0 to 1.
    public var probability: Double { RelatednessModel.probability(logOdds: logOdds) }
    /// What the signals add, kind by kind.
    public var reasons: Reasons {
        Reasons(
            signals,
            relatedness,
            sharedTerms: Reasons.named(terms.lazy.map(\.term)),
            daysApart: daysApart
        )
    }
}

/// What the signals of a pair add to its log-odds, in the words of readers.
public struct Reasons: Hashable, Sendable {
    /// Log-odds by kind, with ``SignalKind/base``; kinds that add nothing are left out.
    public private(set) var contributions: [SignalKind: Double] = [:]
    /// The terms that both share and that weigh most, at most ``mostTerms``.
    public let sharedTerms: [String]
    /// Days between the two publications, never negative; nil where a date is missing.
    public let daysApart: Double?

    /// Terms that are named; more would hide which ones count.
    public static let mostTerms = 5

    /// The first terms, the strongest first, at most ``mostTerms``. A beginning is left out where a whole word that begins so
    /// is shared as well.
    static func named(_ shared: some Sequence<String>) -> [String] {
        var terms: [String] = []
        for term in shared {
            if terms.count == mostTerms { break }
            guard term.last == WordAnalysis.beginningMark else {
                terms.append(term)
                continue
            }
            let beginning = term.dropLast()
            if !shared.contains(where: { $0 != term && $0.hasPrefix(beginning) }) { terms.append(term) }
        }
        return terms
    }

    init(
        _ values: SignalValues,
        _ relatedness: RelatednessModel,
        sharedTerms: [String],
        daysApart: Double?
    ) {
        self.sharedTerms = sharedTerms
        self.daysApart = daysApart
        contributions[.base] = Double(relatedness.bias)
        for (group, value) in zip(SignalRegistry.standard.groups, relatedness.contributionsByKind(values)) {
            if let value { contributions[group.kind] = value }
        }
    }
}

extension Reasons {
    /// Kind by kind what it adds to the log-odds: "words +5.2 (recognition, facial), meaning +10.3, 3 days apart +2.2,
    /// surroundings -13.1, base -1.6".
    public var sentence: String {
        Self.sentence(
            Dictionary(uniqueKeysWithValues: contributions.map { ($0.key.name, $0.value) }),
            PairEvidence(sharedTerms: sharedTerms, daysApart: daysApart)
        )
    }

    /// - Parameter logOdds: by the names of their kinds.
    static func sentence(_ logOdds: [String: Double], _ evidence: PairEvidence) -> String {
        func amount(_ value: Double) -> String { String(format: "%+.1f", value) }
        var clauses = SignalRegistry.standard.groups.compactMap { group in
            logOdds[group.kind.name].map { group.clause(amount($0), evidence) }
        }
        let base = SignalKind.base.name
        if let value = logOdds[base] { clauses.append("\(base) \(amount(value))") }
        return clauses.joined(separator: ", ")
    }
}
