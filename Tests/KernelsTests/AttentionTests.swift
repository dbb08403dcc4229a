import Foundation
import Kernels
import Testing

@Suite struct AttentionTests {
    private func found(_ input: [Float], _ heads: Int, _ length: Int, _ level: KernelLevel) -> [Float] {
        var out = [Float](repeating: .nan, count: input.count / 3)
        var span = out.mutableSpan
        attention(input.span, heads: heads, length: length, into: &span, at: level)
        return out
    }

    private func naive(_ input: [Float], _ heads: Int, _ length: Int) -> [Double] {
        let hidden = input.count / 3 / length
        let d = hidden / heads
        var out = [Double](repeating: 0, count: length * hidden)
        for head in 0..<heads {
            for i in 0..<length {
                let scores = (0..<length).map { j in
                    (0..<d).reduce(0.0) {
                        $0 + Double(input[i * 3 * hidden + head * d + $1])
                            * Double(input[j * 3 * hidden + hidden + head * d + $1])
                    } / Double(d).squareRoot()
                }
                let powers = scores.map { exp($0 - scores.max()!) }
                let sum = powers.reduce(0, +)
                for j in 0..<length {
                    for c in 0..<d {
                        out[i * hidden + head * d + c] +=
                            powers[j] / sum * Double(input[j * 3 * hidden + 2 * hidden + head * d + c])
                    }
                }
            }
        }
        return out
    }

    @Test(arguments: [
        (1, 1, 1), (3, 2, 32), (7, 3, 5), (16, 1, 16), (17, 2, 33), (33, 2, 64), (70, 1, 8), (130, 1, 32),
    ])
    func agreesWithTheDefinitionAndHasTheSameBitsEverywhere(length: Int, heads: Int, d: Int) {
        var generator = SplitMix64(seed: UInt64(length))
        let input = randomFloats(length * heads * d * 3, &generator).map { $0 * 3 }
        let outputs = KernelLevel.available.map { found(input, heads, length, $0) }
        for output in outputs {
            #expect(difference(output, naive(input, heads, length)) < 1e-5)
            #expect(bits(output) == bits(outputs[0]))
        }
    }

    @Test func equalKeysAverageTheValues() {
        let length = 5
        let row: [Float] = [1, 2, 3, 4]
        let input = (0..<length).flatMap { (i: Int) -> [Float] in row + row + [Float(i), 1, 2, -Float(i)] }
        let output = found(input, 2, length, .best)
        #expect(difference(output, (0..<length).flatMap { _ -> [Double] in [2, 1, 2, -2] }) < 1e-6)
    }

    @Test func noPositionsNoContext() {
        #expect(found([], 4, 0, .best).isEmpty)
    }
}
