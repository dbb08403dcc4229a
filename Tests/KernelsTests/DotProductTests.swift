import Kernels
import Testing

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
