import Foundation
import Kernels
import Platform

/// Means of samples that are drawn from the stories with replacement.
///
/// Whole stories are drawn, since the queries of one story succeed and fail together: drawing queries would
/// make intervals too narrow (Field, Welsh, "Bootstrapping clustered data", 2007).
struct Bootstrap: Sendable {
    /// Row-major, samples x columns.
    private let means: [Double]
    private let columns: Int
    private let stories: Int

    /// - Parameters:
    ///   - sums: row-major, stories x columns: what each story adds to each mean's numerator.
    ///   - weights: what each story adds to the denominator; 0 or more. A sample in which nothing weighs has no mean.
    /// - Complexity: O(samples x stories x columns), on all cores.
    init(_ sums: [Double], weights: [Double], columns: Int, _ resampling: Resampling) {
        let stories = weights.count
        precondition(sums.count == stories * columns, "a row a story")
        let samples = concurrentMap(resampling.samples, grain: 32) { sample in
            // A sequence for each sample, so that the result does not depend on which core draws it.
            var generator = SplitMix64(seed: resampling.seed, stream: sample)
            var totals = [Double](repeating: 0, count: columns)
            var weight = 0.0
            // Counted first and added up in their order, as rows in random order would miss the cache.
            var counts = [UInt32](repeating: 0, count: stories)
            for _ in 0..<stories { counts[Int.random(in: 0..<stories, using: &generator)] += 1 }
            for story in 0..<stories where counts[story] > 0 {
                let count = Double(counts[story])
                weight += count * weights[story]
                let row = story * columns
                for column in 0..<columns { totals[column] += count * sums[row + column] }
            }
            return totals.map { weight > 0 ? $0 / weight : .nan }
        }
        means = Array(samples.joined())
        self.columns = columns
        self.stories = stories
    }

    /// The interval of a column's mean, or of its difference to another's.
    ///
    /// Percentile method: Efron, Tibshirani, "An Introduction to the Bootstrap" (1993), 13.3.
    ///
    /// - Returns: nil where there are fewer than two stories, from which nothing can be drawn, or no sample has a mean.
    func interval(_ column: Int, minus other: Int? = nil) -> Interval? {
        guard stories > 1 else { return nil }
        let values = stride(from: 0, to: means.count, by: columns).map { row in
            means[row + column] - (other.map { means[row + $0] } ?? 0)
        }
        .filter { !$0.isNaN }
        .sorted()
        guard !values.isEmpty else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(values.count - 1)
            let (below, above) = (values[Int(place)], values[min(Int(place) + 1, values.count - 1)])
            return below + (above - below) * (place - place.rounded(.down))
        }
        return Interval(low: quantile(0.025), high: quantile(0.975))
    }
}
