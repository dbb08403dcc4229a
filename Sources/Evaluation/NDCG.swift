import Foundation

/// Normalised discounted cumulative gain of one ranking at cut-off `k`.
///
/// DCG = sum of grade / log2(rank + 1) over ranks 1...k, divided by that of the best possible ranking:
/// Järvelin, Kekäläinen 2002, with linear gains as in trec_eval's `ndcg_cut`. Unjudged documents count 0.
///
/// - Parameters:
///   - ranking: document ids, best first.
///   - grades: grade by document id.
/// - Returns: from 0 to 1; 0 where no document has a grade above 0.
/// - Complexity: O(k + g log g) for g judged documents.
package func nDCG(_ ranking: [String], grades: [String: Int], at k: Int) -> Double {
    func gain(_ grades: some Sequence<Int>) -> Double {
        zip(1..., grades).reduce(0) { $0 + Double($1.1) / log2(Double($1.0) + 1) }
    }
    let ideal = gain(grades.values.sorted(by: >).prefix(k))
    return ideal > 0 ? gain(ranking.prefix(k).map { grades[$0] ?? 0 }) / ideal : 0
}
