import Foundation
import Kernels
import Testing

@testable import Recommendation

@Suite struct LogisticRegressionTests {
    /// Labels drawn from a known model, over columns of very different sizes.
    private func examples(_ count: Int, seed: UInt64 = 3) -> LogisticExamples {
        var generator = SplitMix64(seed: seed)
        var examples = LogisticExamples(dimension: 3)
        for _ in 0..<count {
            let row = [
                Float.random(in: 0...1, using: &generator), Float.random(in: -100...100, using: &generator),
                Float.random(in: 0...0.01, using: &generator),
            ]
            let z = -1 + 3 * Double(row[0]) + 0.02 * Double(row[1]) - 200 * Double(row[2])
            let label = Double.random(in: 0...1, using: &generator) < 1 / (1 + exp(-z))
            examples.append(row, label: label, weight: Float.random(in: 0.5...2, using: &generator))
        }
        return examples
    }

    private let free = [ClosedRange<Double>](repeating: -.infinity...(.infinity), count: 3)

    /// The objective, by its definition, without any shared code.
    private func loss(_ examples: LogisticExamples, _ weights: [Double], _ bias: Double) -> Double {
        var (sum, total) = (0.0, 0.0)
        for example in 0..<examples.count {
            let z = weights.indices.reduce(bias) {
                $0 + weights[$1] * Double(examples.rows[example * examples.dimension + $1])
            }
            let weight = Double(examples.weights[example])
            sum += weight * log(1 + exp(examples.labels[example] ? -z : z))
            total += weight
        }
        return sum / total
    }

    @Test func findsTheModelThatLabelsWereDrawnFrom() {
        let regression = LogisticRegression(bounds: free, shrinkage: 0, prior: [0, 0, 0])
        let (weights, bias) = regression.fit(examples(20_000))
        #expect(abs(weights[0] - 3) < 0.2)
        #expect(abs(weights[1] - 0.02) < 0.002)
        #expect(abs(weights[2] + 200) < 20)
        #expect(abs(bias + 1) < 0.2)
    }

    @Test func noSmallStepImprovesIt() {
        let data = examples(500)
        let regression = LogisticRegression(bounds: free, shrinkage: 0, prior: [0, 0, 0])
        let (weights, bias) = regression.fit(data)
        let best = loss(data, weights, bias)
        for column in 0..<4 {
            for factor in [0.99, 1.01] {
                var other = weights
                var otherBias = bias
                if column < 3 { other[column] *= factor } else { otherBias *= factor }
                #expect(loss(data, other, otherBias) >= best - 1e-9)
            }
        }
    }

    @Test func boundsAreKeptAndTheRestAdapts() {
        let data = examples(2000)
        let bounds: [ClosedRange<Double>] = [0...(.infinity), -.infinity...0, 0...(.infinity)]
        let (weights, bias) = LogisticRegression(bounds: bounds, shrinkage: 0, prior: [0, 0, 0]).fit(data)
        // The second and third want to cross and are held; the first is free to be best without them.
        #expect(weights[1] == 0 && weights[2] == 0 && weights[0] > 0)
        let best = loss(data, weights, bias)
        for factor in [0.98, 1.02] {
            #expect(loss(data, [weights[0] * factor, 0, 0], bias) >= best - 1e-9)
        }
        #expect(loss(data, [weights[0], -0.0005, 0], bias) > best)
        #expect(loss(data, [weights[0], 0, 0.5], bias) > best)
    }

    @Test func shrinkageStaysNearThePrior() {
        let data = examples(50)
        func distance(_ shrinkage: Double) -> Double {
            let regression = LogisticRegression(bounds: free, shrinkage: shrinkage, prior: [1, 0.01, -50])
            return abs(regression.fit(data).weights[0] - 1)
        }
        #expect(distance(10) < 0.05)
        #expect(distance(10) < distance(0.1) && distance(0.1) < distance(1e-6))
    }

    @Test func noExamplesGiveThePrior() {
        let regression = LogisticRegression(bounds: free, shrinkage: 0.1, prior: [1, 2, 3])
        #expect(regression.fit(LogisticExamples(dimension: 3)).weights == [1, 2, 3])
    }

    @Test func onlyOneKindOfLabelEndsAndIsFinite() {
        var data = LogisticExamples(dimension: 3)
        for number in 0..<100 { data.append([Float(number), 1, 0], label: false, weight: 1) }
        let (weights, bias) = LogisticRegression(bounds: free, prior: [0, 0, 0]).fit(data)
        #expect(weights.allSatisfy(\.isFinite) && bias.isFinite && bias < 0)
    }
}
