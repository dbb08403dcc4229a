import Foundation
import Kernels
import Testing

@Suite struct ActivationTests {
    @Test(arguments: KernelLevel.available)
    func geluIsWithinAMillionth(level: KernelLevel) {
        for count in [0, 1, 15, 16, 17, 20_001] {
            let values = (0..<count).map { Float($0) / 1250 - 8 }
            var found = values
            var span = found.mutableSpan
            gelu(&span, at: level)
            let exact = values.map { Double($0) * 0.5 * erfc(-Double($0) / 2.0.squareRoot()) }
            #expect(difference(found, exact) < 1e-6)
        }
        var far: [Float] = [100, -100, 1e30, -1e30, 0, .infinity]
        var span = far.mutableSpan
        gelu(&span, at: level)
        #expect(far[0] == 100 && abs(far[1]) < 1e-6 && far[2] == 1e30 && abs(far[3]) < 1e-6 && far[4] == 0)
        #expect(far[5] == .infinity)
    }

    @Test(arguments: KernelLevel.available)
    func notANumberStaysOne(level: KernelLevel) {
        var values: [Float] = [1, .nan, 2]
        var span = values.mutableSpan
        gelu(&span, at: level)
        #expect(values[1].isNaN && !values[0].isNaN && !values[2].isNaN)
        values = [1, .nan, 2]
        span = values.mutableSpan
        softmax(&span, width: 3, at: level)
        #expect(values[0].isNaN && values[1].isNaN && values[2].isNaN)
    }

    @Test(arguments: KernelLevel.available)
    func layerNormalisationAgreesWithTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 21)
        for d in sizes + [384] {
            let m = 5
            let rows = randomFloats(m * d, &generator)
            let residual = randomFloats(m * d, &generator)
            let weight = randomFloats(d, &generator)
            let bias = randomFloats(d, &generator)
            func naive(_ residual: [Float]?) -> [Double] {
                (0..<m).flatMap { i in
                    let sums = (0..<d).map { Double(rows[i * d + $0] + (residual?[i * d + $0] ?? 0)) }
                    let mean = sums.reduce(0, +) / Double(d)
                    let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(d)
                    return (0..<d).map {
                        (sums[$0] - mean) / (variance + 1e-3).squareRoot() * Double(weight[$0])
                            + Double(bias[$0])
                    }
                }
            }
            var found = rows
            var span = found.mutableSpan
            addAndNormalize(
                &span,
                adding: residual.span,
                weight: weight.span,
                bias: bias.span,
                epsilon: 1e-3,
                at: level
            )
            #expect(difference(found, naive(residual)) < 1e-5, "\(d)")
            found = rows
            span = found.mutableSpan
            normalize(&span, weight: weight.span, bias: bias.span, epsilon: 1e-3, at: level)
            #expect(difference(found, naive(nil)) < 1e-5, "\(d)")
        }
    }

    @Test(arguments: KernelLevel.available)
    func equalElementsNormaliseToTheBias(level: KernelLevel) {
        let weight = [Float](repeating: 2, count: 24)
        let bias = (0..<24).map { Float($0) }
        var rows = [Float](repeating: 0.75, count: 24) + [Float](repeating: 0, count: 24)
        var span = rows.mutableSpan
        normalize(&span, weight: weight.span, bias: bias.span, epsilon: 1e-12, at: level)
        #expect(rows == bias + bias)
    }

    @Test(arguments: KernelLevel.available)
    func softmaxAgreesWithTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 22)
        for d in sizes {
            let rows = randomFloats(3 * d, &generator).map { $0 * 30 }
            let expected = (0..<3).flatMap { i in
                let row = rows[(i * d)..<((i + 1) * d)].map(Double.init)
                let powers = row.map { exp($0 - row.max()!) }
                return powers.map { $0 / powers.reduce(0, +) }
            }
            var found = rows
            var span = found.mutableSpan
            softmax(&span, width: d, at: level)
            #expect(difference(found, expected) < 5e-7, "\(d)")
        }
        var apart: [Float] = [1000, -1000, 1000]
        var span = apart.mutableSpan
        softmax(&span, width: 3, at: level)
        #expect(difference(apart, [0.5, 0, 0.5]) < 1e-6)
    }

    @Test(arguments: KernelLevel.available)
    func lengthsBecomeOne(level: KernelLevel) {
        var generator = SplitMix64(seed: 23)
        for d in sizes {
            let rows = randomFloats(3 * d, &generator) + [Float](repeating: 0, count: d)
            let expected = (0..<4).flatMap { i in
                let row = rows[(i * d)..<((i + 1) * d)].map(Double.init)
                let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return row.map { length > 0 ? $0 / length : 0 }
            }
            var found = rows
            var span = found.mutableSpan
            normalizeLengths(&span, width: d, at: level)
            #expect(difference(found, expected) < 1e-6, "\(d)")
        }
    }

    @Test func everyLevelHasTheSameBits() {
        var generator = SplitMix64(seed: 24)
        let d = 77
        let rows = randomFloats(6 * d, &generator).map { $0 * 6 }
        let weight = randomFloats(d, &generator)
        let outputs = KernelLevel.available.map { level -> [UInt32] in
            var all: [Float] = []
            var found = rows
            var span = found.mutableSpan
            gelu(&span, at: level)
            all += found
            span = found.mutableSpan
            softmax(&span, width: d, at: level)
            all += found
            found = rows
            span = found.mutableSpan
            normalizeLengths(&span, width: d, at: level)
            all += found
            span = found.mutableSpan
            addAndNormalize(
                &span,
                adding: rows.span,
                weight: weight.span,
                bias: weight.span,
                epsilon: 1e-12,
                at: level
            )
            return bits(all + found)
        }
        for output in outputs { #expect(output == outputs[0]) }
    }
}
