import Kernels
import Platform

/// Tests by randomisation whether two methods differ: how often would their difference be as large if it were
/// a matter of chance which of the two won each story?
///
/// Fisher's paired randomisation test, two-sided, with the sign of each difference drawn anew in each sample:
/// Smucker, Allan, Carterette, "A Comparison of Statistical Significance Tests for Information Retrieval
/// Evaluation" (2007). The observed outcome counts as one sample, so p is never 0 (Phipson, Smyth 2010).
///
/// - Parameter differences: one a story; stories that do not differ may be left out, they change nothing.
/// - Returns: p; 1 where nothing differs.
/// - Complexity: O(samples x stories), on all cores.
func randomizationTest(_ differences: [Double], _ resampling: Resampling) -> Double {
    let observed = abs(differences.reduce(0, +))
    guard !differences.isEmpty else { return 1 }
    // Sums of the same numbers in another order or with other signs are not equal to the last bit.
    let threshold = observed - 1e-9 * differences.reduce(0) { $0 + abs($1) } / Double(differences.count)
    let hits = concurrentMap(resampling.samples, grain: 256) { sample in
        var generator = SplitMix64(seed: ~resampling.seed, stream: sample)
        var sum = 0.0
        var start = 0
        while start < differences.count {
            var bits = generator.next()
            let end = min(start + 64, differences.count)
            for index in start..<end {
                // The lowest bit becomes the sign.
                sum += Double(bitPattern: differences[index].bitPattern ^ (bits << 63))
                bits >>= 1
            }
            start = end
        }
        return abs(sum) >= threshold
    }
    return Double(hits.count(where: \.self) + 1) / Double(resampling.samples + 1)
}

/// Corrects p-values of tests that are read together, in their order: Holm, "A Simple Sequentially Rejective
/// Multiple Test Procedure" (1979).
func holmCorrected(_ values: [Double]) -> [Double] {
    var corrected = values
    var highest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        highest = max(highest, min(1, values[index] * Double(values.count - rank)))
        corrected[index] = highest
    }
    return corrected
}
