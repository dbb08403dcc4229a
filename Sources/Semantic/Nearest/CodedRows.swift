import Kernels
import Platform

/// The codes of a matrix's rows, and how good they are.
struct CodedRows: Sendable {
    let space: CodeSpace
    private(set) var codes: CodeRows
    /// For each row; infinite where nothing bounds it.
    private var errors: [Float] = []
    /// The largest among the rows that have a finite error.
    private(set) var worst = CodeSpace.Quality(error: 0, length: 0)

    /// Rows that a core takes at a time.
    private static let rowsAtATime = 512

    /// Encodes all rows on all cores.
    init(_ matrix: EmbeddingMatrix, in space: CodeSpace) {
        self.space = space
        let length = space.length
        codes = CodeRows([Int8]().span, length: length)
        let blocks = (matrix.count + Self.rowsAtATime - 1) / Self.rowsAtATime
        let parts = concurrentMap(blocks, grain: 1) { block in
            let rows = block * Self.rowsAtATime..<min(matrix.count, (block + 1) * Self.rowsAtATime)
            return Self.encode(matrix, rows, in: space)
        }
        codes.reserve(matrix.count)
        for part in parts { add(part.codes, part.qualities) }
    }

    /// Some of the rows, in the order asked for.
    func selecting(_ chosen: [UInt32]) -> CodedRows {
        var selected = self
        selected.codes = codes.selecting(chosen)
        selected.errors = chosen.map { errors[Int($0)] }
        return selected
    }

    /// Encodes one more row.
    mutating func append(_ matrix: EmbeddingMatrix, row: Int) {
        let (codes, qualities) = Self.encode(matrix, row..<row + 1, in: space)
        add(codes, qualities)
    }

    private mutating func add(_ codes: [Int8], _ qualities: [CodeSpace.Quality]) {
        self.codes.append(codes.span)
        for quality in qualities {
            errors.append(quality.error)
            guard quality.error.isFinite else { continue }
            worst.error = max(worst.error, quality.error)
            worst.length = max(worst.length, quality.length)
        }
    }

    private static func encode(
        _ matrix: EmbeddingMatrix,
        _ rows: Range<Int>,
        in space: CodeSpace
    ) -> (codes: [Int8], qualities: [CodeSpace.Quality]) {
        let length = space.length
        var codes = [Int8](repeating: 0, count: rows.count * length)
        var values = [Float](repeating: 0, count: matrix.dimension)
        var span = codes.mutableSpan
        let qualities = rows.map { row in
            var valueSpan = values.mutableSpan
            matrix.copyValues(ofRow: row, into: &valueSpan)
            let first = (row - rows.lowerBound) * length
            var code = span._mutatingExtracting(first..<first + length)
            return space.encode(&valueSpan, into: &code)
        }
        return (codes, qualities)
    }

    /// Whether the code alone can rank a row: rounding takes .02 of a vector of 192 numbers and .05 of one of 1,024;
    /// more was taken where a number was too large for a code.
    func isClose(_ row: Int) -> Bool { errors[row] <= Self.largestCloseError }

    private static let largestCloseError: Float = 0.1

    /// The product of codes that a row of this and a bounded row of `others` reach where their cosine is at
    /// least `cosine`.
    @inline(__always)
    func threshold(
        _ row: Int,
        for cosine: Float,
        in others: CodeSpace.Quality
    ) -> Int32 {
        let error = errors[row]
        guard error.isFinite, cosine > -.infinity else { return .min }
        let bound = (worst.length + error) * others.error + error * others.length
        let product = (cosine - bound - CodeSpace.roundingSlack) * (CodeSpace.scale * CodeSpace.scale)
        return product > -1e9 ? (product < 1e9 ? Int32(product.rounded(.down)) : .max) : .min
    }

    /// The codes of some rows, to be multiplied with others.
    func columns(_ rows: some RandomAccessCollection<UInt32>) -> CodeColumns {
        let length = space.length
        var columns = [Int8](repeating: 0, count: rows.count * length)
        var span = columns.mutableSpan
        for (place, row) in rows.enumerated() {
            var column = span._mutatingExtracting(place * length..<(place + 1) * length)
            codes.copyCodes(ofRow: Int(row), into: &column)
        }
        return CodeColumns(columns.span, length: length)
    }
}
