import Kernels
import Testing

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
