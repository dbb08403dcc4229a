import Foundation

/// Logistic regression with bounds on the weights.
///
/// Minimises the weighted mean of ln(1 + e^-z), z being the log-odds of the right answer, plus
/// `shrinkage` x the squared distance of the weights, in standard deviations, from a `prior`. By projected
/// Newton steps (Bertsekas, "Projected Newton methods for optimization problems with simple constraints", 1982):
/// weights that sit on a bound and would cross it are held there, the others take a Newton step, halved until
/// the loss falls.
struct LogisticRegression {
    /// Allowed values, one range a column.
    var bounds: [ClosedRange<Double>]
    var shrinkage = 1e-5
    /// Weights to stay near, in the columns' own units; the bias is free.
    var prior: [Double]

    /// Steps after which the weights have long come to rest.
    private static let mostSteps = 60

    /// - Returns: one weight a column, in its own units, and the bias. All zero for no examples.
    /// - Complexity: O(count x dimension^2) a step, a dozen steps.
    func fit(_ examples: LogisticExamples) -> (weights: [Double], bias: Double) {
        let dimension = examples.dimension
        precondition(bounds.count == dimension && prior.count == dimension, "one bound and prior a column")
        guard examples.count > 0 else { return (prior, 0) }
        let scales = Self.deviations(examples)
        // Columns are measured in standard deviations, the bias is the last.
        let low = bounds.indices.map { bounds[$0].lowerBound * scales[$0] } + [-.infinity]
        let high = bounds.indices.map { bounds[$0].upperBound * scales[$0] } + [.infinity]
        let centre = prior.indices.map { prior[$0] * scales[$0] } + [0]
        func clamped(_ x: [Double]) -> [Double] { x.indices.map { min(max(x[$0], low[$0]), high[$0]) } }

        var x = clamped(centre)
        var state = Derivatives(examples, x, scales, centre, shrinkage)
        for _ in 0..<Self.mostSteps {
            let isHeld = x.indices.map {
                x[$0] <= low[$0] && state.gradient[$0] > 0 || x[$0] >= high[$0] && state.gradient[$0] < 0
            }
            guard let step = state.newtonStep(holding: isHeld) else { break }
            var length = 1.0
            var next = x
            var nextState = state
            repeat {
                next = clamped(x.indices.map { x[$0] - length * step[$0] })
                nextState = Derivatives(examples, next, scales, centre, shrinkage)
                length /= 2
            } while nextState.loss > state.loss && length > 1e-6
            let gain = state.loss - nextState.loss
            guard gain > 0 else { break }
            (x, state) = (next, nextState)
            if gain < 1e-10 * max(1e-3, state.loss) { break }
        }
        return (scales.indices.map { x[$0] / scales[$0] }, x[dimension])
    }

    /// The columns' standard deviations; 1 for a column that never changes.
    private static func deviations(_ examples: LogisticExamples) -> [Double] {
        let dimension = examples.dimension
        var sums = [Double](repeating: 0, count: dimension)
        var squares = sums
        for row in 0..<examples.count {
            for column in 0..<dimension {
                let value = Double(examples.rows[row * dimension + column])
                sums[column] += value
                squares[column] += value * value
            }
        }
        let count = Double(examples.count)
        return sums.indices.map { column in
            let mean = sums[column] / count
            let variance = squares[column] / count - mean * mean
            return variance > 1e-12 ? variance.squareRoot() : 1
        }
    }
}
