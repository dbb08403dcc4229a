import Kernels
import Testing

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
