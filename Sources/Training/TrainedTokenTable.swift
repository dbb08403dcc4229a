import Kernels
import Platform

/// The token vectors being trained, with Adam's two moments.
package struct TrainedTokenTable: Sendable {
    /// Numbers in a vector.
    package let dimension: Int
    /// Row-major, `count` x 3 · `dimension`: vector, first and second moment of each token, side by side
    /// because they are changed together.
    var values: [Float]

    package var count: Int { values.count / (3 * dimension) }
    var stride: Int { 3 * dimension }

    /// - Parameter vectors: row-major, vocabulary x `dimension`.
    package init(vectors: [Float], dimension: Int) {
        precondition(dimension > 0 && vectors.count.isMultiple(of: dimension), "vectors are whole rows")
        self.dimension = dimension
        var values: [Float] = []
        values.reserveCapacity(3 * vectors.count)
        let zeros = [Float](repeating: 0, count: 2 * dimension)
        for start in Swift.stride(from: 0, to: vectors.count, by: dimension) {
            values += vectors[start..<start + dimension]
            values += zeros
        }
        self.values = values
    }

    /// The vectors alone, row-major, `count` x `dimension`.
    package var vectors: [Float] {
        var vectors: [Float] = []
        vectors.reserveCapacity(count * dimension)
        for row in 0..<count { vectors += values[row * stride..<row * stride + dimension] }
        return vectors
    }

    /// Vocabulary entries that one core changes at a time.
    private static let rowsAtATime = 64

    /// Moves the vector of each token that occurs in a batch one Adam step against its gradient; all others
    /// stay, moments too ("lazy Adam"), since most tokens are in few batches.
    ///
    /// - Complexity: O((tokens of the batch + distinct ones) · dimension), on `workers` cores.
    mutating func step(_ adam: AdamStep, against gradient: TextGradients, of batch: PairBatch, workers: Int) {
        let titles = TokenOccurrences(in: batch.titles, vocabularyCount: count)
        let excerpts = TokenOccurrences(in: batch.excerpts, vocabularyCount: count)
        let (dimension, stride) = (dimension, stride)
        let length = Self.rowsAtATime * stride
        _ = concurrentSlices(of: &values, length: length, workers: workers) { slice, rows in
            var slope = [Float](repeating: 0, count: dimension)
            for row in 0..<rows.count / stride {
                let token = slice * Self.rowsAtATime + row
                let inTitles = titles.starts[token]..<titles.starts[token + 1]
                let inExcerpts = excerpts.starts[token]..<excerpts.starts[token + 1]
                if inTitles.isEmpty && inExcerpts.isEmpty { continue }
                for index in slope.indices { slope[index] = 0 }
                var sum = slope.mutableSpan
                addRows(
                    titles.texts.span.extracting(inTitles),
                    of: gradient.titles.span,
                    stride: dimension,
                    to: &sum
                )
                addRows(
                    excerpts.texts.span.extracting(inExcerpts),
                    of: gradient.excerpts.span,
                    stride: dimension,
                    to: &sum
                )
                var moved = rows._mutatingExtracting(row * stride..<(row + 1) * stride)
                adam.move(&moved, against: slope.span)
            }
        }
    }
}
