/// Whether probabilities mean what they say.
package struct Calibration: Hashable, Sendable {
    /// Pairs whose probability lies in one tenth of the range.
    package struct Bin: Hashable, Sendable {
        package var pairs = 0
        /// Mean probability of its pairs.
        package var said = 0.0
        /// Share of its pairs that are related.
        package var found = 0.0
    }

    /// From 0 to .1, .1 to .2, ..., .9 to 1.
    package private(set) var bins = [Bin](repeating: Bin(), count: 10)

    package init(_ pairs: [(probability: Double, isRelated: Bool)]) {
        for pair in pairs {
            let bin = min(bins.count - 1, max(0, Int(pair.probability * Double(bins.count))))
            bins[bin].pairs += 1
            bins[bin].said += pair.probability
            bins[bin].found += pair.isRelated ? 1 : 0
        }
        for bin in bins.indices where bins[bin].pairs > 0 {
            bins[bin].said /= Double(bins[bin].pairs)
            bins[bin].found /= Double(bins[bin].pairs)
        }
    }

    /// Expected calibration error: by how much what is said and what is found differ, averaged over pairs
    /// (Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015).
    package var error: Double {
        let total = bins.reduce(0) { $0 + $1.pairs }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { $0 + Double($1.pairs) * abs($1.said - $1.found) } / Double(total)
    }
}
