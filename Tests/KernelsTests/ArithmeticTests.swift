import Foundation
import Kernels
import Testing

/// Sizes that miss, meet and pass the edges of every tile and block.
private let sizes = [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 31, 32, 33, 47, 48, 64, 65, 70]

private func randomFloats(_ count: Int, _ generator: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}

private func randomBytes(_ count: Int, _ generator: inout SplitMix64) -> [Int8] {
    (0..<count).map { _ in Int8.random(in: -127...127, using: &generator) }
}

private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

/// The largest difference of two lists of the same length; infinite where one is NaN.
private func difference(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { worst, pair in
        let distance = abs(Double(pair.0) - pair.1)
        return distance.isNaN ? .infinity : max(worst, distance)
    }
}

@Suite struct KernelLevelTests {
    @Test func theMachineHasTheBestLevelAndThePortableOne() {
        #expect(KernelLevel.available.contains(.portable))
        #expect(KernelLevel.available.last == KernelLevel.best)
        #if arch(x86_64)
            #expect(KernelLevel.available.contains(.sse2))
        #elseif arch(arm64)
            #expect(KernelLevel.available.contains(.neon))
        #endif
    }
}

@Suite struct MatrixProductTests {
    private func naive(
        _ m: Int,
        _ n: Int,
        _ k: Int,
        _ a: (Int, Int) -> Float,
        _ b: (Int, Int) -> Float
    ) -> [Double] {
        var out = [Double](repeating: 0, count: m * n)
        for i in 0..<m {
            for j in 0..<n {
                for p in 0..<k { out[i * n + j] += Double(a(i, p)) * Double(b(p, j)) }
            }
        }
        return out
    }

    private func compare(_ m: Int, _ n: Int, _ k: Int, _ level: KernelLevel, seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let a = randomFloats(m * k, &generator)
        let b = randomFloats(n * k, &generator)
        let start = randomFloats(m * n, &generator)
        let tolerance = 4e-7 * Double(k) + 1e-6
        let place: Comment = "\(m) x \(n) x \(k), \(level)"

        let byRows = naive(m, n, k, { a[$0 * k + $1] }, { b[$1 * k + $0] })
        var out = [Float](repeating: .nan, count: m * n)
        var span = out.mutableSpan
        multiply(a.span, byRowsOf: b.span, inner: k, into: &span, at: level)
        #expect(difference(out, byRows) < tolerance, place)

        let plain = naive(m, n, k, { a[$0 * k + $1] }, { b[$0 * n + $1] })
        out = [Float](repeating: .nan, count: m * n)
        span = out.mutableSpan
        multiply(a.span, by: b.span, inner: k, into: &span, at: level)
        #expect(difference(out, plain) < tolerance, place)

        let transposed = naive(m, n, k, { a[$1 * m + $0] }, { b[$0 * n + $1] })
        out = [Float](repeating: .nan, count: m * n)
        span = out.mutableSpan
        multiply(transposed: a.span, by: b.span, inner: k, into: &span, at: level)
        #expect(difference(out, transposed) < tolerance, place)

        out = start
        span = out.mutableSpan
        multiply(transposed: a.span, by: b.span, inner: k, into: &span, accumulating: true, at: level)
        #expect(difference(out, zip(transposed, start).map { $0 + Double($1) }) < tolerance, place)

        let bias = randomFloats(n, &generator)
        let layer = LinearLayer(weights: b.span, bias: bias.span, inputs: k, at: level)
        out = [Float](repeating: .nan, count: m * n)
        span = out.mutableSpan
        layer.apply(a.span, into: &span)
        let biased = byRows.enumerated().map { $1 + Double(bias[$0 % n]) }
        #expect(difference(out, biased) < tolerance, place)
    }

    @Test(arguments: KernelLevel.available)
    func agreesWithTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 7)
        for round in 0..<40 {
            let m = sizes.randomElement(using: &generator)!
            let n = sizes.randomElement(using: &generator)!
            let k = sizes.randomElement(using: &generator)!
            compare(m, n, k, level, seed: round)
        }
    }

    @Test(arguments: KernelLevel.available)
    func agreesBeyondOneBlock(level: KernelLevel) {
        compare(100, 24, 800, level, seed: 1)
        compare(3, 780, 390, level, seed: 2)
    }

    @Test func emptyFactorsMakeEmptyProducts() {
        var out: [Float] = []
        var span = out.mutableSpan
        multiply([Float]().span, byRowsOf: [1, 2].span, inner: 2, into: &span)
        multiply([1, 2].span, by: [Float]().span, inner: 2, into: &span)
        multiply(transposed: [Float]().span, by: [Float]().span, inner: 2, into: &span)
        let layer = LinearLayer(weights: [1, 2].span, bias: [3].span, inputs: 2)
        layer.apply([Float]().span, into: &span)
        #expect(out.isEmpty)
    }
}

@Suite struct IntegerLayerTests {
    /// The definition, with the same float steps after the exact sums.
    private func naive(
        _ input: [Float],
        _ weights: [Int8],
        _ scales: [Float],
        _ bias: [Float],
        _ k: Int
    ) -> [Float] {
        let n = bias.count
        var out: [Float] = []
        for i in 0..<(input.count / k) {
            let row = Array(input[(i * k)..<((i + 1) * k)])
            let (quantized, scale) = quantize(row)
            for j in 0..<n {
                var sum = 0
                for p in 0..<k { sum += Int(quantized[p]) * Int(weights[j * k + p]) }
                let factor: Float = scale * scales[j]
                let product: Float = factor * Float(sum)
                out.append(product + bias[j])
            }
        }
        return out
    }

    private func quantize(_ row: [Float]) -> ([Int8], Float) {
        let top = row.map(abs).max() ?? 0
        guard top >= 0x1p-100 else { return (row.map { _ in 0 }, 0) }
        let inverse = 127 / top
        return (row.map { Int8(($0 * inverse).rounded(.toNearestOrEven)) }, top / 127)
    }

    private func applied(_ layer: LinearLayer, _ input: [Float]) -> [Float] {
        var out = [Float](repeating: .nan, count: input.count / layer.inputs * layer.outputs)
        var span = out.mutableSpan
        layer.apply(input.span, into: &span)
        return out
    }

    @Test(arguments: KernelLevel.available)
    func hasTheBitsOfTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 11)
        var shapes = (0..<40).map { _ in
            (
                m: sizes.randomElement(using: &generator)!, n: sizes.randomElement(using: &generator)!,
                k: sizes.randomElement(using: &generator)!
            )
        }
        shapes += [(250, 20, 390), (100, 37, 1536)]
        for (m, n, k) in shapes {
            let input = randomFloats(m * k, &generator)
            let weights = randomBytes(n * k, &generator)
            let scales = randomFloats(n, &generator)
            let bias = randomFloats(n, &generator)
            let layer = LinearLayer(
                weights: weights.span,
                scales: scales.span,
                bias: bias.span,
                inputs: k,
                at: level
            )
            let found = applied(layer, input)
            #expect(bits(found) == bits(naive(input, weights, scales, bias, k)), "\(m) x \(n) x \(k)")
        }
    }

    @Test(arguments: KernelLevel.available, [Int8.min, -127, 127])
    func extremesDoNotSaturate(level: KernelLevel, weight: Int8) {
        for k in [1, 7, 64, 1537, 65_536] {
            let (m, n) = (k > 2000 ? 2 : 13, k > 2000 ? 3 : 35)
            let input = (0..<(m * k)).map { Float($0 / k % 2 == 0 ? 127 : -127) }
            let weights = [Int8](repeating: weight, count: n * k)
            let scales = [Float](repeating: 1, count: n)
            let bias = [Float](repeating: 0, count: n)
            let layer = LinearLayer(
                weights: weights.span,
                scales: scales.span,
                bias: bias.span,
                inputs: k,
                at: level
            )
            let expected = (0..<(m * n)).map { Float(($0 / n % 2 == 0 ? 127 : -127) * Int(weight) * k) }
            #expect(applied(layer, input) == expected, "\(k)")
        }
    }

    @Test(arguments: KernelLevel.available)
    func zeroRowsGiveTheBiasAndBadNumbersNaN(level: KernelLevel) {
        let k = 19
        let weights = [Int8](repeating: 3, count: 2 * k)
        let layer = LinearLayer(
            weights: weights.span,
            scales: [0.5, 0.25].span,
            bias: [1.5, -2].span,
            inputs: k,
            at: level
        )
        #expect(applied(layer, [Float](repeating: 0, count: k)) == [1.5, -2])
        #expect(applied(layer, [Float](repeating: 0x1p-120, count: k)) == [1.5, -2])
        for bad in [Float.nan, .infinity, -.infinity] {
            for place in [0, 5, 18] {
                var input = [Float](repeating: 1, count: 3 * k)
                input[k + place] = bad
                let out = applied(layer, input)
                #expect(out[2].isNaN && out[3].isNaN)
                #expect(out[0] == out[4] && out[1] == out[5] && !out[0].isNaN)
            }
        }
    }

    @Test(arguments: KernelLevel.available)
    func quantizingWeightsIsQuantizingEachRow(level: KernelLevel) {
        var generator = SplitMix64(seed: 5)
        let (m, n, k) = (9, 21, 50)
        let floats = randomFloats(n * k, &generator)
        let bias = randomFloats(n, &generator)
        let input = randomFloats(m * k, &generator)
        let rows = (0..<n).map { quantize(Array(floats[($0 * k)..<(($0 + 1) * k)])) }
        let expected = naive(input, rows.flatMap(\.0), rows.map(\.1), bias, k)
        let layer = LinearLayer(quantizing: floats.span, bias: bias.span, inputs: k, at: level)
        #expect(bits(applied(layer, input)) == bits(expected))
    }

    @Test(arguments: KernelLevel.available)
    func rowsQuantizeToTheNearestEvenInteger(level: KernelLevel) {
        var generator = SplitMix64(seed: 3)
        var rows = sizes.map { randomFloats($0, &generator) }
        rows += [
            [0, 0, 0], [-5, -5, -5], [127, 0.5, 1.5, 2.5, -0.5, -1.5, -126.5, 126.5], [0x1p-100], [0x1p-101],
        ]
        rows += [[.greatestFiniteMagnitude, -1], []]
        for row in rows {
            var out = [Int8](repeating: 99, count: row.count)
            var span = out.mutableSpan
            let scale = quantizeRow(row.span, into: &span, at: level)
            let expected = quantize(row)
            #expect(out == expected.0)
            #expect(scale == expected.1)
        }
    }

    /// One input a hundred times the others leaves them hardly a bit, unless it is balanced away.
    @Test func balancedLayersKeepTheBitsOfSmallInputs() {
        var generator = SplitMix64(seed: 9)
        let (m, n, k) = (8, 24, 64)
        var magnitudes = [Float](repeating: 1, count: k)
        magnitudes[5] = 100
        var weights = randomFloats(n * k, &generator)
        for output in 0..<n { weights[output * k + 5] /= 100 }
        var input = randomFloats(m * k, &generator)
        for row in 0..<m { input[row * k + 5] *= 100 }
        let bias = randomFloats(n, &generator)

        let exact = applied(LinearLayer(weights: weights.span, bias: bias.span, inputs: k), input)
        func error(_ layer: LinearLayer) -> Float {
            zip(applied(layer, input), exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        let plain = error(LinearLayer(quantizing: weights.span, bias: bias.span, inputs: k))
        for decisive in [0..<n, (n / 2)..<n] {
            let balanced = error(
                LinearLayer(
                    quantizing: weights.span,
                    bias: bias.span,
                    magnitudes: magnitudes.span,
                    decisive: decisive
                )
            )
            #expect(balanced < plain / 4, "\(balanced), without \(plain)")
        }
    }
}

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

@Suite struct DotProductTests {
    private func scores(
        _ rows: [Int8],
        _ scales: [Float],
        _ query: [Int8],
        _ queryScale: Float,
        _ level: KernelLevel
    ) -> [Float] {
        var out = [Float](repeating: .nan, count: scales.count)
        var span = out.mutableSpan
        dotProducts(
            rows: rows.span,
            scales: scales.span,
            query: query.span,
            queryScale: queryScale,
            into: &span,
            at: level
        )
        return out
    }

    private func naive(_ rows: [Int8], _ scales: [Float], _ query: [Int8], _ queryScale: Float) -> [Float] {
        let d = query.count
        return scales.indices.map { i in
            let sum = (0..<d).reduce(0) { $0 + Int(rows[i * d + $1]) * Int(query[$1]) }
            let factor: Float = scales[i] * queryScale
            return factor * Float(sum)
        }
    }

    @Test(arguments: KernelLevel.available)
    func integerScoresHaveTheBitsOfTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 31)
        for (n, d) in zip(sizes + [300, 9, 0], sizes.reversed() + [384, 256, 16]) {
            let rows = randomBytes(n * d, &generator)
            let scales = randomFloats(n, &generator)
            let query = randomBytes(d, &generator)
            #expect(bits(scores(rows, scales, query, 0.01, level)) == bits(naive(rows, scales, query, 0.01)))
        }
    }

    @Test(arguments: KernelLevel.available, [Int8.min, 127])
    func extremesDoNotSaturate(level: KernelLevel, value: Int8) {
        for d in [1, 64, 100, 65_536] {
            let rows = [Int8](repeating: .min, count: 6 * d)
            let query = [Int8](repeating: value, count: d)
            let scales = [Float](repeating: 1, count: 6)
            #expect(scores(rows, scales, query, 1, level) == naive(rows, scales, query, 1))
        }
    }

    @Test(arguments: KernelLevel.available)
    func blocksOfQueriesScoreLikeSingleOnes(level: KernelLevel) {
        var generator = SplitMix64(seed: 32)
        for (queries, n, d) in [(1, 1, 1), (3, 50, 65), (16, 7, 32), (35, 300, 128), (2, 0, 8), (0, 4, 8)] {
            var rows = randomBytes(n * d, &generator)
            if !rows.isEmpty { rows[0] = .min }
            let scales = randomFloats(n, &generator)
            let block = randomBytes(queries * d, &generator)
            let factors = (0..<queries).map { Float($0 + 1) / 8 }
            let packed = QueryBlock(block.span, scales: factors.span, dimension: d, at: level)
            var found = [Float](repeating: .nan, count: queries * n)
            var span = found.mutableSpan
            packed.dotProducts(rows: rows.span, scales: scales.span, into: &span)
            let expected = (0..<queries).flatMap {
                naive(rows, scales, Array(block[($0 * d)..<(($0 + 1) * d)]), factors[$0])
            }
            #expect(found == expected, "\(queries) x \(n) x \(d)")
        }
    }

    @Test func floatScoresAgreeAndHaveTheSameBitsEverywhere() {
        var generator = SplitMix64(seed: 33)
        for (n, d) in zip(sizes + [300, 0], sizes.reversed() + [384, 3]) {
            let rows = randomFloats(n * d, &generator)
            let query = randomFloats(d, &generator)
            let expected = (0..<n).map { i in
                (0..<d).reduce(0.0) { $0 + Double(rows[i * d + $1]) * Double(query[$1]) }
            }
            let outputs = KernelLevel.available.map { level -> [Float] in
                var out = [Float](repeating: .nan, count: n)
                var span = out.mutableSpan
                dotProducts(rows: rows.span, query: query.span, into: &span, at: level)
                return out
            }
            for output in outputs {
                #expect(difference(output, expected) < 1e-5)
                #expect(bits(output) == bits(outputs[0]))
            }
        }
    }

    @Test(arguments: KernelLevel.available)
    func pooledRowsHaveTheBitsOfTheDefinition(level: KernelLevel) {
        var generator = SplitMix64(seed: 34)
        for d in sizes + [256, 384] {
            let table = randomBytes(40 * d, &generator)
            let scales = randomFloats(40, &generator)
            let ids = (0..<23).map { _ in UInt32.random(in: 0..<40, using: &generator) }
            let start = randomFloats(d, &generator)
            var expected = start
            for id in ids {
                for j in 0..<d {
                    let product: Float = scales[Int(id)] * Float(table[Int(id) * d + j])
                    expected[j] += product
                }
            }
            var found = start
            var span = found.mutableSpan
            addRows(ids.span, of: table.span, scales: scales.span, into: &span, at: level)
            #expect(bits(found) == bits(expected), "\(d)")
            span = found.mutableSpan
            addRows([UInt32]().span, of: table.span, scales: scales.span, into: &span, at: level)
            #expect(bits(found) == bits(expected))
        }
    }
}

@Suite struct CodeProductTests {
    /// Codes as large as the limits allow, and lengths and counts that fill no panel.
    @Test(arguments: KernelLevel.available)
    func productsPairsAndBestAreThoseOfTheNaiveTwin(level: KernelLevel) {
        var generator = SplitMix64(seed: 5)
        for (rows, columns, length) in [(1, 1, 4), (7, 17, 8), (13, 70, 12), (14, 33, 32)] {
            let largest = Int8(length > 12 ? 40 : 63)
            let a = (0..<rows * length).map { _ in Int8.random(in: -largest...largest, using: &generator) }
            let b = (0..<columns * length).map { _ in Int8.random(in: -largest...largest, using: &generator) }
            let chosen = (0..<rows).map { UInt32(rows - 1 - $0) }
            var expected: [Int32] = []
            for row in chosen {
                for column in 0..<columns {
                    expected.append(
                        (0..<length).reduce(0) {
                            $0 + Int32(a[Int(row) * length + $1]) * Int32(b[column * length + $1])
                        }
                    )
                }
            }
            let codeRows = CodeRows(a.span, length: length, at: level)
            let codeColumns = CodeColumns(b.span, length: length, at: level)
            var products = [Int32](repeating: 1, count: rows * columns)
            var span = products.mutableSpan
            codeColumns.products(of: codeRows, chosen.span, into: &span)
            #expect(products == expected, "\(level)")

            let best = codeColumns.best(for: codeRows, chosen.span)
            for row in 0..<rows {
                let some = expected[row * columns..<(row + 1) * columns]
                #expect(Int(best[row]) == some.firstIndex(of: some.max()!)! - row * columns, "\(level)")
            }

            let limits = (0..<rows).map { _ in Int32.random(in: -2000...4000, using: &generator) }
            var columnLimits = (0..<columns).map { _ in Int32.random(in: -2000...9000, using: &generator) }
            columnLimits[0] = .max
            var pairs = [UInt32](repeating: 0, count: rows * columns)
            var pairSpan = pairs.mutableSpan
            let found = codeColumns.pairs(
                with: codeRows,
                chosen.span,
                reaching: limits.span,
                or: columnLimits.span,
                into: &pairSpan
            )
            let reaching = (0..<rows * columns).filter {
                expected[$0] >= limits[$0 / columns] || expected[$0] >= columnLimits[$0 % columns]
            }
            #expect(
                pairs[0..<found].sorted()
                    == reaching.map { UInt32($0 / columns) << 16 | UInt32($0 % columns) },
                "\(level)"
            )
            var codes = [Int8](repeating: 0, count: length)
            var codeSpan = codes.mutableSpan
            codeRows.copyCodes(ofRow: rows - 1, into: &codeSpan)
            #expect(codes == Array(a.suffix(length)))
        }
    }

    /// Sums of 16 bits at their limit: they wrap on their way.
    @Test(arguments: KernelLevel.available)
    func sumsAtTheLimit(level: KernelLevel) {
        let length = 64
        for (a, b) in [(Int8(32), Int8(31)), (-32, 32), (63, -16), (-64, -15)] {
            let row = CodeRows([Int8](repeating: a, count: length).span, length: length, at: level)
            let column = CodeColumns([Int8](repeating: b, count: length).span, length: length, at: level)
            var products: [Int32] = [0]
            var span = products.mutableSpan
            column.products(of: row, [UInt32(0)].span, into: &span)
            #expect(products == [Int32(a) * Int32(b) * 64])
        }
    }

    @Test(arguments: KernelLevel.available)
    func dotProductsOfPairsHaveTheBitsOfOneQuery(level: KernelLevel) {
        var generator = SplitMix64(seed: 6)
        for dimension in [1, 15, 64, 70] {
            let bytes = randomBytes(9 * dimension, &generator)
            let floats = randomFloats(9 * dimension, &generator)
            let scales = randomFloats(9, &generator)
            let firsts: [UInt32] = (0..<20).map { _ in UInt32.random(in: 0..<9, using: &generator) }
            let seconds: [UInt32] = (0..<20).map { _ in UInt32.random(in: 0..<9, using: &generator) }
            var (ofBytes, ofFloats) = ([Float](repeating: 0, count: 20), [Float](repeating: 0, count: 20))
            var span = ofBytes.mutableSpan
            dotProducts(
                rows: bytes.span,
                scales: scales.span,
                firsts.span,
                others: bytes.span,
                otherScales: scales.span,
                seconds.span,
                dimension: dimension,
                into: &span,
                at: level
            )
            span = ofFloats.mutableSpan
            dotProducts(
                rows: floats.span,
                firsts.span,
                others: floats.span,
                seconds.span,
                dimension: dimension,
                into: &span,
                at: level
            )
            for pair in 0..<20 {
                let (a, b) = (Int(firsts[pair]), Int(seconds[pair]))
                let (rowOfA, rowOfB) = (
                    a * dimension..<(a + 1) * dimension, b * dimension..<(b + 1) * dimension
                )
                var one: [Float] = [0]
                var oneSpan = one.mutableSpan
                dotProducts(
                    rows: bytes.span.extracting(rowOfB),
                    scales: scales.span.extracting(b..<b + 1),
                    query: bytes.span.extracting(rowOfA),
                    queryScale: scales[a],
                    into: &oneSpan
                )
                #expect(one[0].bitPattern == ofBytes[pair].bitPattern)
                oneSpan = one.mutableSpan
                dotProducts(
                    rows: floats.span.extracting(rowOfB),
                    query: floats.span.extracting(rowOfA),
                    into: &oneSpan
                )
                #expect(one[0].bitPattern == ofFloats[pair].bitPattern)
            }
        }
    }

    @Test func hadamardTransformKeepsLengthsAndIsItsOwnInverse() {
        var values: [Float] = [9, 3, 1, -2, 0.5, 7]
        var span = values.mutableSpan
        hadamardTransform(&span, 1..<5)
        #expect(values == [9, 1.25, -0.25, 2.75, 2.25, 7])
        span = values.mutableSpan
        hadamardTransform(&span, 1..<5)
        #expect(values == [9, 3, 1, -2, 0.5, 7])
    }
}
