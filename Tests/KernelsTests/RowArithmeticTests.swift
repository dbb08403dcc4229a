import Kernels
import Testing

@Suite("Rows of a matrix, and numbers as bytes")
struct RowArithmeticTests {
    @Test("Sums and products of rows are those of a plain loop")
    func rowsAreAdded() {
        var random = SplitMix64(seed: 3)
        let matrix = (0..<9 * 21).map { _ in Float(random.next() >> 40) / 16_777_216 }
        let rows: [Int32] = [3, 0, 3, 8]
        var sum = [Float](repeating: 1, count: 19)
        var span = sum.mutableSpan
        addRows(rows.span, of: matrix.span, stride: 21, column: 2, to: &span)
        for column in 0..<19 {
            #expect(sum[column] == rows.reduce(1) { $0 + matrix[Int($1) * 21 + 2 + column] })
        }
        let (a, b) = (Array(matrix[..<21]), Array(matrix[21..<42]))
        let product = zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(dotProduct(a.span, b.span)) - product) < 1e-5)
        #expect(abs(Double(Kernels.sum(a.span)) - a.reduce(0) { $0 + Double($1) }) < 1e-5)
    }

    @Test("Numbers survive the way into bytes and back")
    func bytesComeBack() {
        let values: [Float] = [0, -0.0, 1, -2.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity]
        let bytes = littleEndianBytes(values)
        #expect(Array(bytes[8..<12]) == [0, 0, 0x80, 0x3F])
        #expect(floats(littleEndian: bytes[...]).map(\.bitPattern) == values.map(\.bitPattern))
    }
}
