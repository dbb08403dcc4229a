import Kernels
import Testing

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
            var pairs = [CodePair](repeating: .none, count: rows * columns)
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
                pairs[0..<found].map { $0.place * columns + $0.column }.sorted() == reaching,
                "\(level)"
            )
            #expect(
                pairs[0..<found].allSatisfy { $0.product == expected[$0.place * columns + $0.column] },
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
