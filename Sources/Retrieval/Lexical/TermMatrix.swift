package import Kernels

/// The weighted terms of many documents, end to end: a sparse matrix, a row a document.
///
/// Each term of a row has one weight or more (lanes): ``DocumentVectors`` have three.
package struct TermMatrix: Sendable {
    /// Weights of a term.
    package let lanes: Int
    /// Where each row begins in `terms`; one more entry than rows.
    private let offsets: [Int]
    private let terms: [UInt32]
    private let weights: [Float]

    /// A matrix of rows that are there already.
    ///
    /// - Parameters:
    ///   - offsets: where each row begins; one more entry than rows, the first 0.
    ///   - terms: ascending in each row.
    ///   - weights: row-major, `terms.count` x `lanes`.
    package init(lanes: Int, offsets: [Int], terms: [UInt32], weights: [Float]) {
        precondition(
            weights.count == terms.count * lanes && offsets.last == terms.count,
            "\(lanes) weights a term"
        )
        self.lanes = lanes
        self.offsets = offsets
        self.terms = terms
        self.weights = weights
    }

    /// The number of rows.
    package var count: Int { offsets.count - 1 }

    /// The number of terms in all rows.
    package var size: Int { terms.count }

    /// Where the terms of a row lie in the matrix.
    func range(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

    func term(at position: Int) -> UInt32 { terms[position] }

    /// The first weight of a term.
    func weight(at position: Int) -> Float { weights[position * lanes] }

    /// The number of terms in a row.
    package func termCount(of row: Int) -> Int { range(of: row).count }

    /// The Euclidean length of a row's first weights, as far as these are above 0.
    func length(of row: Int) -> Float {
        var sum = 0.0
        for position in range(of: row) {
            let weight = max(0, Double(weight(at: position)))
            sum += weight * weight
        }
        return Float(sum.squareRoot())
    }

    /// Adds a row's products with the documents of a tile.
    ///
    /// - Complexity: O(postings of its terms in the tile).
    func addRow(_ row: Int, of tiles: PostingTiles, _ tile: Int, to scores: inout TileScores) {
        let range = range(of: row)
        scores.add(
            terms.span.extracting(range),
            weights.span.extracting((range.lowerBound * lanes)..<(range.upperBound * lanes)),
            lanes: lanes,
            from: tiles,
            tile: tile
        )
    }

    /// A row's terms with their first weights, as far as these are above 0.
    package func vector(of row: Int) -> TermVector {
        let positions = range(of: row).filter { weight(at: $0) > 0 }
        return TermVector(
            terms: positions.map { TermID(terms[$0]) },
            weights: positions.map { weight(at: $0) }
        )
    }

    /// A row with all of its weights.
    ///
    /// - Precondition: rows have three lanes.
    func vectors(of row: Int) -> DocumentVectors {
        let range = range(of: row)
        return DocumentVectors(
            terms: Array(terms[range]),
            weights: Array(weights[(range.lowerBound * lanes)..<(range.upperBound * lanes)])
        )
    }

    /// The dot product of a row's first weights with a short vector, summed by term ascending.
    package func dotProduct(of row: Int, with vector: TermVector) -> Float {
        var sum: Float = 0
        var place = 0
        for position in range(of: row) {
            while place < vector.terms.count, vector.terms[place].rawValue < terms[position] { place += 1 }
            if place == vector.terms.count { break }
            if vector.terms[place].rawValue == terms[position] {
                sum += vector.weights[place] * weights[position * lanes]
            }
        }
        return sum
    }

    /// The dot product of two rows' first weights, summed by term ascending.
    package func dotProduct(of row: Int, withRow other: Int) -> Float {
        var sum: Float = 0
        var (i, j) = (offsets[row], offsets[other])
        let (end, otherEnd) = (offsets[row + 1], offsets[other + 1])
        while i < end, j < otherEnd {
            if terms[i] < terms[j] {
                i += 1
            } else if terms[j] < terms[i] {
                j += 1
            } else {
                sum += weights[i * lanes] * weights[j * lanes]
                i += 1
                j += 1
            }
        }
        return sum
    }

    /// Makes a row the query that other rows are multiplied with.
    package func set(_ query: inout SparseQuery, to row: Int) {
        let range = range(of: row)
        query.set(
            terms.span.extracting(range),
            weights: weights.span.extracting((range.lowerBound * lanes)..<(range.upperBound * lanes)),
            lanes: lanes
        )
    }

    /// products[i] = the dot product of the first weights of row `rows[i]` with the query's, summed by term ascending.
    package func dotProducts(
        of rows: Span<UInt32>,
        with query: borrowing SparseQuery,
        into products: inout MutableSpan<Float>
    ) {
        query.dotProducts(
            of: rows,
            offsets: offsets.span,
            entries: terms.span,
            weights: weights.span,
            lanes: lanes,
            into: &products
        )
    }

    /// The products of all weights that ``SparseQuery/laneProducts(_:weights:)`` names.
    ///
    /// - Precondition: rows and query have three lanes.
    func laneProducts(of row: Int, with query: borrowing SparseQuery) -> SIMD8<Float> {
        let range = range(of: row)
        return query.laneProducts(
            terms.span.extracting(range),
            weights: weights.span.extracting((range.lowerBound * 3)..<(range.upperBound * 3))
        )
    }
}
