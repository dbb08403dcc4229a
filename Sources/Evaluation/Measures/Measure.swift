import Foundation

/// A measure of one ranking, named as ir_measures names it: `nDCG@10`, `AP@10`, `RR@10`, `P@4`, `R@10`,
/// `Success@4`, `Judged@10`.
///
/// MacAvaney, Macdonald, Ounis, "Streamlining Evaluation with ir-measures" (2022); values are those of
/// trec_eval. All are from 0 to 1, and 0 for a query without a ranking or, but for Judged, without relevant documents.
/// Documents without a judgement count as not relevant.
package struct Measure: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// Normalised discounted cumulative gain: sum of grade / log2(rank + 1), divided by that of the best
        /// possible ranking. Järvelin, Kekäläinen 2002, with linear gains.
        case nDCG
        /// Average precision: the mean over all relevant documents of the precision at each one's rank, 0 for
        /// those not found.
        case averagePrecision = "AP"
        /// 1 / the rank of the first relevant document.
        case reciprocalRank = "RR"
        /// The share of the first k that is relevant; missing entries count as not relevant.
        case precision = "P"
        /// The share of the relevant documents that is among the first k.
        case recall = "R"
        /// 1 where any of the first k is relevant.
        case success = "Success"
        /// The share of the first k that has a judgement, of as many as there are.
        case judged = "Judged"
    }

    package let kind: Kind
    /// The number of first entries that count.
    package let cutoff: Int

    /// What cut-offs may be. There is no measure without one: rankings end somewhere, and a figure that depends
    /// on where would compare unlike things.
    package static let cutoffs = 1...1000

    /// What `evaluate` measures where nothing is asked for; 4 is the length of `relate`'s lists.
    package static let standard: [Measure] = [
        Measure(.nDCG, 10), Measure(.averagePrecision, 10), Measure(.reciprocalRank, 10),
        Measure(.precision, 4), Measure(.recall, 10), Measure(.success, 4), Measure(.judged, 10),
    ]

    private init(_ kind: Kind, _ cutoff: Int) {
        self.kind = kind
        self.cutoff = cutoff
    }

    /// Reads a name such as `nDCG@10`, in upper or lower case. Returns nil for what is no measure.
    package init?(_ name: String) {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let cutoff = Int(parts[1]), Self.cutoffs.contains(cutoff),
            String(cutoff) == parts[1],
            let kind = Kind.allCases.first(where: { $0.rawValue.lowercased() == parts[0].lowercased() })
        else { return nil }
        self.init(kind, cutoff)
    }

    package var description: String { "\(kind.rawValue)@\(cutoff)" }

    /// The measure of one query's ranking.
    ///
    /// - Complexity: O(entries).
    package func value(_ ranking: JudgedRanking) -> Double {
        let grades = ranking.grades.prefix(cutoff)
        let isRelevant = grades.map { ($0 ?? 0) > 0 }
        if kind != .judged, ranking.relevant == 0 { return 0 }
        switch kind {
        case .judged: return grades.isEmpty ? 0 : Double(grades.count { $0 != nil }) / Double(grades.count)
        case .nDCG:
            let ideal = ranking.ideal.prefix(cutoff)
            return Self.gain(grades.map { $0 ?? 0 }) / Self.gain(ideal)
        case .averagePrecision:
            var (found, sum) = (0, 0.0)
            for (rank, isRelevant) in zip(1..., isRelevant) where isRelevant {
                found += 1
                sum += Double(found) / Double(rank)
            }
            return sum / Double(ranking.relevant)
        case .reciprocalRank: return isRelevant.firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0
        case .precision: return Double(isRelevant.count(where: \.self)) / Double(cutoff)
        case .recall: return Double(isRelevant.count(where: \.self)) / Double(ranking.relevant)
        case .success: return isRelevant.contains(true) ? 1 : 0
        }
    }

    private static func gain(_ grades: some Sequence<Int>) -> Double {
        zip(1..., grades).reduce(0) { $1.1 > 0 ? $0 + Double($1.1) / log2(Double($1.0) + 1) : $0 }
    }
}

/// A ranking in the light of its query's judgements: all that measures need.
package struct JudgedRanking: Sendable {
    /// For each rank the grade; nil where the document has no judgement.
    let grades: [Int?]
    /// All grades above 0, highest first: the best possible ranking.
    let ideal: [Int]

    /// The number of relevant documents.
    var relevant: Int { ideal.count }

    /// - Parameters:
    ///   - documents: best first.
    ///   - judgements: grade by document.
    package init(_ documents: some Sequence<String>, judgements: [String: Int]) {
        grades = documents.map { judgements[$0] }
        ideal = judgements.values.filter { $0 > 0 }.sorted(by: >)
    }
}
