package import Kernels

/// The vectors of many texts, one row each, rounded to 8 bits with a scale a row or kept as they are.
///
/// Rounding takes a quarter of the memory and costs less than a thousandth of nDCG (README, "Results").
package struct EmbeddingMatrix: Sendable {
    /// Rows.
    package private(set) var count = 0
    /// Numbers in a row.
    package let dimension: Int
    package let precision: Precision
    private var bytes: [Int8] = []
    private var scales: [Float] = []
    private var floats: [Float] = []

    package init(dimension: Int, precision: Precision) {
        self.dimension = dimension
        self.precision = precision
    }

    /// One row: what is stored of a text, and what scores are asked for.
    package struct Embedding: Hashable, Sendable {
        /// Empty where the row is float32.
        fileprivate var bytes: [Int8]
        fileprivate var scale: Float
        /// Empty where the row is int8.
        fileprivate var floats: [Float]

        /// Rounds `vector` where `precision` says so.
        package init(_ vector: Span<Float>, _ precision: Precision) {
            switch precision {
            case .float32: self.init(bytes: [], scale: 1, floats: vector.indices.map { vector[$0] })
            case .int8:
                var bytes = [Int8](repeating: 0, count: vector.count)
                var span = bytes.mutableSpan
                let scale = quantizeRow(vector, into: &span)
                self.init(bytes: bytes, scale: scale, floats: [])
            }
        }

        fileprivate init(bytes: [Int8], scale: Float, floats: [Float]) {
            self.bytes = bytes
            self.scale = scale
            self.floats = floats
        }

        package var precision: Precision { floats.isEmpty ? .int8 : .float32 }

        /// Numbers in the row.
        package var dimension: Int { floats.isEmpty ? bytes.count : floats.count }

        /// The row as it is stored: for int8 the scale and then the numbers; little-endian.
        package var stored: [UInt8] {
            guard floats.isEmpty else { return littleEndianBytes(floats) }
            var stored = littleEndianBytes([scale])
            stored.reserveCapacity(4 + bytes.count)
            for byte in bytes { stored.append(UInt8(bitPattern: byte)) }
            return stored
        }

        /// Reads a stored row; nil where it has not the bytes of one.
        package init?(stored: [UInt8], dimension: Int, _ precision: Precision) {
            switch precision {
            case .int8:
                guard stored.count == 4 + dimension else { return nil }
                scale = Kernels.floats(littleEndian: stored[0..<4])[0]
                bytes = stored[4...].map { Int8(bitPattern: $0) }
                floats = []
                guard scale.isFinite else { return nil }
            case .float32:
                guard stored.count == 4 * dimension else { return nil }
                (bytes, scale) = ([], 1)
                floats = Kernels.floats(littleEndian: stored[...])
                guard floats.allSatisfy(\.isFinite) else { return nil }
            }
        }
    }

    /// Adds a row of this matrix's dimension and precision.
    package mutating func append(_ row: Embedding) {
        switch precision {
        case .int8:
            precondition(row.bytes.count == dimension, "an int8 row of \(dimension) numbers")
            bytes += row.bytes
            scales.append(row.scale)
        case .float32:
            precondition(row.floats.count == dimension, "a float32 row of \(dimension) numbers")
            floats += row.floats
        }
        count += 1
    }

    /// Adds a row of another matrix of this one's dimension and precision.
    ///
    /// - Complexity: O(dimension), without an array of the row's own.
    package mutating func append(row: Int, of other: EmbeddingMatrix) {
        precondition(other.dimension == dimension && other.precision == precision, "rows of one kind")
        let range = (row * dimension)..<((row + 1) * dimension)
        switch precision {
        case .int8:
            bytes += other.bytes[range]
            scales.append(other.scales[row])
        case .float32: floats += other.floats[range]
        }
        count += 1
    }

    /// Makes room for `rows` rows in all.
    package mutating func reserveCapacity(_ rows: Int) {
        switch precision {
        case .int8:
            bytes.reserveCapacity(rows * dimension)
            scales.reserveCapacity(rows)
        case .float32: floats.reserveCapacity(rows * dimension)
        }
    }

    package subscript(_ row: Int) -> Embedding {
        let range = (row * dimension)..<((row + 1) * dimension)
        return switch precision {
        case .int8: Embedding(bytes: Array(bytes[range]), scale: scales[row], floats: [])
        case .float32: Embedding(bytes: [], scale: 1, floats: Array(floats[range]))
        }
    }

    /// Adds `weight` x the cosine of each row with `query` to the scores; row i belongs to document i.
    ///
    /// - Complexity: O(count x dimension), one pass over the memory.
    package func addCosines(with query: Embedding, times weight: Float, to scores: inout ScoreAccumulator) {
        var products: [Float] = []
        multiply([query], times: weight, into: &products)
        scores.add(products.span)
    }

    /// `weight` x the cosine of each row with each of `queries`.
    ///
    /// - Parameter products: queries x count, row-major; made longer where they are too short for that.
    /// - Complexity: O(queries x count x dimension), one pass over the memory.
    package func multiply(_ queries: [Embedding], times weight: Float, into products: inout [Float]) {
        let missing = queries.count * count - products.count
        if missing > 0 { products += repeatElement(0, count: missing) }
        var span = products.mutableSpan
        for first in stride(from: 0, to: count, by: Self.rowsAtATime) {
            let rows = first..<min(count, first + Self.rowsAtATime)
            for (place, query) in queries.enumerated() {
                var some = span._mutatingExtracting(
                    place * count + rows.lowerBound..<place * count + rows.upperBound
                )
                multiply(rows, query, times: weight, into: &some)
            }
        }
    }

    private func multiply(
        _ rows: Range<Int>,
        _ query: Embedding,
        times weight: Float,
        into products: inout MutableSpan<Float>
    ) {
        let values = rows.lowerBound * dimension..<rows.upperBound * dimension
        switch precision {
        case .int8:
            dotProducts(
                rows: bytes.span.extracting(values),
                scales: scales.span.extracting(rows),
                query: query.bytes.span,
                queryScale: weight * query.scale,
                into: &products
            )
        case .float32:
            dotProducts(rows: floats.span.extracting(values), query: query.floats.span, into: &products)
            for i in products.indices { products[i] *= weight }
        }
    }

    /// Rows that meet all queries before the next do: 256 KB of 256 bytes each, so that they stay in the second cache.
    private static let rowsAtATime = 1024

    /// The cosine of one row with `query`.
    package func cosine(of row: Int, with query: Embedding) -> Float {
        cosines(of: [UInt32(row)], with: query)[0]
    }

    /// The cosines of some rows with `query`, in their order.
    ///
    /// - Complexity: O(`rows.count` x dimension).
    package func cosines(of rows: [UInt32], with query: Embedding) -> [Float] {
        var one = EmbeddingMatrix(dimension: dimension, precision: precision)
        one.append(query)
        let firsts = [UInt32](repeating: 0, count: rows.count)
        var result = [Float](repeating: 0, count: rows.count)
        var span = result.mutableSpan
        cosines(of: one, firsts.span, withRows: rows.span, into: &span)
        return result
    }

    /// cosines[i] = the cosine of row `firsts[i]` of `queries` with row `seconds[i]` of this matrix, with the bits
    /// of ``cosine(of:with:)``.
    ///
    /// - Parameter queries: of the same dimension and precision; may be this matrix.
    /// - Complexity: O(`cosines.count` x dimension).
    @_lifetime(cosines: copy cosines)
    package func cosines(
        of queries: EmbeddingMatrix,
        _ firsts: Span<UInt32>,
        withRows seconds: Span<UInt32>,
        into cosines: inout MutableSpan<Float>
    ) {
        precondition(queries.dimension == dimension && queries.precision == precision, "rows of one kind")
        switch precision {
        case .int8:
            dotProducts(
                rows: queries.bytes.span,
                scales: queries.scales.span,
                firsts,
                others: bytes.span,
                otherScales: scales.span,
                seconds,
                dimension: dimension,
                into: &cosines
            )
        case .float32:
            dotProducts(
                rows: queries.floats.span,
                firsts,
                others: floats.span,
                seconds,
                dimension: dimension,
                into: &cosines
            )
        }
    }

    /// Some of the rows, in the order asked for.
    package func selecting(_ rows: [UInt32]) -> EmbeddingMatrix {
        var selected = EmbeddingMatrix(dimension: dimension, precision: precision)
        selected.bytes.reserveCapacity(bytes.isEmpty ? 0 : rows.count * dimension)
        selected.floats.reserveCapacity(floats.isEmpty ? 0 : rows.count * dimension)
        for row in rows {
            let range = (Int(row) * dimension)..<((Int(row) + 1) * dimension)
            switch precision {
            case .int8: selected.bytes += bytes[range]
            case .float32: selected.floats += floats[range]
            }
        }
        if precision == .int8 { selected.scales = rows.map { scales[Int($0)] } }
        selected.count = rows.count
        return selected
    }

    /// Writes the numbers that a row stands for.
    package func copyValues(ofRow row: Int, into values: inout MutableSpan<Float>) {
        precondition(values.count == dimension, "a row has \(dimension) numbers")
        let first = row * dimension
        switch precision {
        case .int8: for i in 0..<dimension { values[i] = scales[row] * Float(bytes[first + i]) }
        case .float32: for i in 0..<dimension { values[i] = floats[first + i] }
        }
    }

    /// The cosine of two rows.
    package static func cosine(_ a: Embedding, _ b: Embedding) -> Float {
        if a.floats.isEmpty {
            let sum = zip(a.bytes, b.bytes).reduce(Int32(0)) { $0 + Int32($1.0) * Int32($1.1) }
            return a.scale * b.scale * Float(sum)
        }
        return zip(a.floats, b.floats).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
