import Foundation
import Platform

/// Fits an additive model: one curve a signal, from many small steps, each of which lowers the loss most.
///
/// Friedman, "Greedy function approximation: a gradient boosting machine" (2001), with trees of one split, so that
/// everything learned adds up signal by signal; steps are Newton's, as in Chen and Guestrin, "XGBoost" (2016). A signal whose
/// bounds allow one direction gets steps of that direction alone, so that its curve never turns.
struct AdditiveBoosting {
    /// Steps. Cross-validated on the judged pairs, 250 and 400 were alike, 800 was worse.
    var rounds = 250
    /// What is taken of each step.
    var rate = 0.05
    /// Added to the curvature on either side of a step, so that a handful of examples moves little.
    var shrinkage = 1.0
    /// Examples that either side of a step must have at least.
    var fewestExamples = 20
    /// Steps at most in one curve. With 32 the neighbours in a series were thrown together with all its other parts.
    var mostBins = 64

    /// A step that may be taken.
    private struct Split {
        var gain = 0.0
        var bin = 0
        var low = 0.0
        var high = 0.0
    }

    /// - Parameters:
    ///   - examples: one column a signal.
    ///   - directions: for each column 1 where more never counts against a pair, -1 where it never counts for it, else 0.
    ///   - offsets: log-odds to begin with, one an example; empty for none.
    /// - Returns: one curve a column, nil where it adds nothing, each with a mean of 0 over the examples, and the bias.
    /// - Complexity: O(rounds x count x dimension), on all cores.
    func fit(
        _ examples: LogisticExamples,
        directions: [Int],
        offsets: [Double] = []
    ) -> (curves: [SignalCurve?], bias: Double) {
        let (count, dimension) = (examples.count, examples.dimension)
        precondition(directions.count == dimension && [0, count].contains(offsets.count), "one of each")
        guard count > 0 else { return (Array(repeating: nil, count: dimension), 0) }
        let thresholds = concurrentMap(dimension, grain: 1) { self.thresholds(of: $0, in: examples) }
        let bins = concurrentMap(dimension, grain: 1) { column in
            let steps = thresholds[column]
            return (0..<count).map { row in
                UInt8(SignalCurve.step(of: examples.rows[row * dimension + column], in: steps.span))
            }
        }
        // Weights of mean 1, so that what is asked of a number of examples makes sense.
        let mean = examples.weights.reduce(0) { $0 + Double($1) } / Double(count)
        let weights = examples.weights.map { Double($0) / mean }
        var logOdds = offsets.isEmpty ? [Double](repeating: 0, count: count) : offsets
        var bias = 0.0
        if offsets.isEmpty {
            let positive = zip(examples.labels, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } / Double(count)
            bias = log(max(positive, 1e-6) / max(1 - positive, 1e-6))
            logOdds = Array(repeating: bias, count: count)
        }
        var values = thresholds.map { [Double](repeating: 0, count: $0.count + 1) }
        for _ in 0..<rounds {
            var (slopes, bends) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
            for row in 0..<count {
                let probability = 1 / (1 + exp(-logOdds[row]))
                slopes[row] = weights[row] * (probability - (examples.labels[row] ? 1 : 0))
                bends[row] = weights[row] * probability * (1 - probability)
            }
            let (rowSlopes, rowBends) = (slopes, bends)
            let splits = concurrentMap(dimension, grain: 1) { column in
                bestSplit(bins[column], thresholds[column].count + 1, rowSlopes, rowBends, directions[column])
            }
            var best = 0
            for column in splits.indices where splits[column].gain > splits[best].gain { best = column }
            let split = splits[best]
            guard split.gain > 1e-9 else { break }
            for bin in values[best].indices {
                values[best][bin] += rate * (bin <= split.bin ? split.low : split.high)
            }
            for row in 0..<count {
                logOdds[row] += rate * (Int(bins[best][row]) <= split.bin ? split.low : split.high)
            }
        }
        var curves: [SignalCurve?] = []
        for column in 0..<dimension {
            var sum = 0.0
            for row in 0..<count { sum += weights[row] * values[column][Int(bins[column][row])] }
            let mean = sum / Double(count)
            bias += mean
            curves.append(SignalCurve(thresholds[column], values[column].map { Float($0 - mean) }))
        }
        return (curves, bias)
    }

    /// Where a column's values are cut: into bins of about equally many examples, each value in one bin.
    private func thresholds(of column: Int, in examples: LogisticExamples) -> [Float] {
        let values = (0..<examples.count).map { examples.rows[$0 * examples.dimension + column] }.sorted()
        var thresholds: [Float] = []
        var (start, inBin) = (0, 0)
        while start < values.count {
            var end = start
            while end < values.count, values[end] == values[start] { end += 1 }
            inBin += end - start
            let left = mostBins - 1 - thresholds.count
            let wanted = left > 0 ? (values.count - end + inBin) / (left + 1) : Int.max
            if end < values.count, inBin >= max(wanted, 1) {
                // Halfway, in the few digits that files have.
                let middle = (values[start] + (values[end] - values[start]) / 2).rounded(digits: 5)
                if middle >= values[start], middle < values[end], thresholds.last.map({ $0 < middle }) ?? true
                {
                    thresholds.append(middle)
                    inBin = 0
                }
            }
            start = end
        }
        return thresholds
    }

    private func bestSplit(
        _ bins: [UInt8],
        _ binCount: Int,
        _ slopes: [Double],
        _ bends: [Double],
        _ direction: Int
    ) -> Split {
        var (slope, bend) = ([Double](repeating: 0, count: binCount), [Double](repeating: 0, count: binCount))
        var size = [Int](repeating: 0, count: binCount)
        for row in bins.indices {
            let bin = Int(bins[row])
            slope[bin] += slopes[row]
            bend[bin] += bends[row]
            size[bin] += 1
        }
        let (allSlope, allBend) = (slope.reduce(0, +), bend.reduce(0, +))
        var (lowSlope, lowBend, lowSize) = (0.0, 0.0, 0)
        var best = Split()
        for bin in 0..<(binCount - 1) {
            lowSlope += slope[bin]
            lowBend += bend[bin]
            lowSize += size[bin]
            let (highSlope, highBend) = (allSlope - lowSlope, allBend - lowBend)
            guard lowSize >= fewestExamples, bins.count - lowSize >= fewestExamples else { continue }
            let (low, high) = (-lowSlope / (lowBend + shrinkage), -highSlope / (highBend + shrinkage))
            if direction > 0 && low > high || direction < 0 && low < high { continue }
            let gain =
                lowSlope * lowSlope / (lowBend + shrinkage) + highSlope * highSlope / (highBend + shrinkage)
                - allSlope * allSlope / (allBend + shrinkage)
            if gain > best.gain { best = Split(gain: gain, bin: bin, low: low, high: high) }
        }
        return best
    }
}

extension SignalCurve {
    /// The curve without steps that change nothing, in the few digits that files have; nil where it is flat at 0.
    fileprivate init?(_ thresholds: [Float], _ values: [Float]) {
        let rounded = values.map { $0.rounded(digits: 4) }
        let steps = thresholds.indices.filter { rounded[$0] != rounded[$0 + 1] }
        guard !steps.isEmpty else { return nil }
        self.init(
            thresholds: steps.map { thresholds[$0] },
            values: steps.map { rounded[$0] } + [rounded[rounded.count - 1]]
        )
    }
}
