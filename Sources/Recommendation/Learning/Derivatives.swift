import Foundation
import Kernels
import Platform

/// The regularised loss at a point, with its gradient and its matrix of second derivatives.
struct Derivatives: Sendable {
    private(set) var loss = 0.0
    private(set) var gradient: [Double]
    /// Row-major, symmetric; the lower triangle is filled.
    private var curvature: [Double]
    private var size: Int { gradient.count }

    /// Examples that one thread adds up; sums are added in their order, so they do not depend on the cores.
    private static let block = 8192

    /// - Parameters:
    ///   - point: weights in standard deviations, then the bias.
    ///   - scales: the columns' standard deviations.
    init(
        _ examples: LogisticExamples,
        _ point: [Double],
        _ scales: [Double],
        _ centre: [Double],
        _ shrinkage: Double
    ) {
        let size = point.count
        gradient = [Double](repeating: 0, count: size)
        curvature = [Double](repeating: 0, count: size * size)
        let blocks = (examples.count + Self.block - 1) / Self.block
        let parts = concurrentMap(blocks, grain: 1) { number in
            let range = (number * Self.block)..<min(examples.count, (number + 1) * Self.block)
            return Derivatives(examples, range, point, scales)
        }
        for part in parts {
            loss += part.loss
            for i in gradient.indices { gradient[i] += part.gradient[i] }
            for i in curvature.indices { curvature[i] += part.curvature[i] }
        }
        let total = max(Double(examples.weights.reduce(0, +)), .leastNormalMagnitude)
        loss /= total
        for i in gradient.indices { gradient[i] /= total }
        for i in curvature.indices { curvature[i] /= total }
        for i in 0..<(size - 1) {
            let distance = point[i] - centre[i]
            loss += shrinkage * distance * distance
            gradient[i] += 2 * shrinkage * distance
            curvature[i * size + i] += 2 * shrinkage
        }
    }

    private init(
        _ examples: LogisticExamples,
        _ range: Range<Int>,
        _ point: [Double],
        _ scales: [Double]
    ) {
        let size = point.count
        let columns = size - 1
        gradient = [Double](repeating: 0, count: size)
        curvature = [Double](repeating: 0, count: size * size)
        var row = [Double](repeating: 1, count: size)
        for example in range {
            var z = point[columns]
            for column in 0..<columns {
                row[column] = Double(examples.rows[example * columns + column]) / scales[column]
                z += row[column] * point[column]
            }
            let weight = Double(examples.weights[example])
            let probability = 1 / (1 + exp(-z))
            let right = examples.labels[example] ? z : -z
            // ln(1 + e^-right), without overflow.
            loss += weight * (max(0, -right) + log1p(exp(-abs(right))))
            let slope = weight * (probability - (examples.labels[example] ? 1 : 0))
            let bend = weight * probability * (1 - probability)
            for i in 0..<size {
                gradient[i] += slope * row[i]
                let factor = bend * row[i]
                if factor == 0 { continue }
                for j in 0...i { curvature[i * size + j] += factor * row[j] }
            }
        }
    }

    /// The step to where the gradient would vanish, in the coordinates that are not held; nil where there is none.
    ///
    /// By Cholesky's decomposition of the free part, a little added to the diagonal so that it exists.
    func newtonStep(holding isHeld: [Bool]) -> [Double]? {
        let free = gradient.indices.filter { !isHeld[$0] }
        guard !free.isEmpty else { return nil }
        let n = free.count
        var factor = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                var sum = curvature[free[i] * size + free[j]] + (i == j ? 1e-12 : 0)
                for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
                if i == j {
                    guard sum > 0 else { return nil }
                    factor[i * n + i] = sum.squareRoot()
                } else {
                    factor[i * n + j] = sum / factor[j * n + j]
                }
            }
        }
        var solution = free.map { gradient[$0] }
        for i in 0..<n {
            for k in 0..<i { solution[i] -= factor[i * n + k] * solution[k] }
            solution[i] /= factor[i * n + i]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(n, i + 1) { solution[i] -= factor[k * n + i] * solution[k] }
            solution[i] /= factor[i * n + i]
        }
        var step = [Double](repeating: 0, count: size)
        for (place, value) in zip(free, solution) { step[place] = value }
        return step
    }
}
