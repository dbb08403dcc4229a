package import Kernels

/// The weighted terms of many documents, end to end: a sparse matrix, a row a document.
///
/// Each term of a row has one weight in all of the document's text, and may have two more in parts of it; those lie by
/// themselves, since most who ask for weights do not ask for them.
package struct TermMatrix: Sendable {
    /// Where each row begins in `terms`; one more entry than rows.
    private let offsets: [Int]
    private let terms: [UInt32]
    private let weights: [Float]
    /// In title and excerpt; empty where no part has weights of its own.
    private let parts: [SIMD2<Float>]

    /// A matrix of rows that are there already.
    ///
    /// - Parameters:
    ///   - offsets: where each row begins; one more entry than rows, the first 0.
    ///   - terms: ascending in each row.
    ///   - weights: one for each of `terms`.
    package init(offsets: [Int], terms: [UInt32], weights: TermWeights) {
        precondition(weights.all.count == terms.count && offsets.last == terms.count, "a weight a term")
        self.offsets = offsets
        self.terms = terms
        self.weights = weights.all
        parts = weights.parts
    }

    /// The number of rows.
    package var count: Int { offsets.count - 1 }

    /// The number of terms in all rows.
    package var size: Int { terms.count }

    /// Where the terms of a row lie in the matrix.
    func range(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

    func term(at position: Int) -> UInt32 { terms[position] }

    func weight(at position: Int) -> Float { weights[position] }

    /// The number of terms in a row.
    package func termCount(of row: Int) -> Int { range(of: row).count }

    /// The Euclidean length of a row's weights, as far as these are above 0.
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
            weights.span.extracting(range),
            from: tiles,
            tile: tile
        )
    }

    /// A row's terms with their weights, as far as these are above 0.
    package func vector(of row: Int) -> TermVector {
        let positions = range(of: row).filter { weight(at: $0) > 0 }
        return TermVector(
            terms: positions.map { TermID(terms[$0]) },
            weights: positions.map { weight(at: $0) }
        )
    }

    /// A row with all of its weights.
    ///
    /// - Precondition: parts have weights.
    func vectors(of row: Int) -> DocumentVectors {
        let range = range(of: row)
        return DocumentVectors(
            terms: Array(terms[range]),
            weights: TermWeights(all: Array(weights[range]), parts: Array(parts[range]))
        )
    }

    /// The dot product of a row with a short vector, summed by term ascending.
    package func dotProduct(of row: Int, with vector: TermVector) -> Float {
        var sum: Float = 0
        var place = 0
        for position in range(of: row) {
            while place < vector.terms.count, vector.terms[place].rawValue < terms[position] { place += 1 }
            if place == vector.terms.count { break }
            if vector.terms[place].rawValue == terms[position] {
                sum += vector.weights[place] * weights[position]
            }
        }
        return sum
    }

    /// The dot product of two rows, summed by term ascending.
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
                sum += weights[i] * weights[j]
                i += 1
                j += 1
            }
        }
        return sum
    }

    /// Makes a row the query that other rows are multiplied with.
    package func set(_ query: inout SparseQuery, to row: Int) {
        let range = range(of: row)
        query.set(terms.span.extracting(range), weights: weights.span.extracting(range))
    }

    /// products[i] = the dot product of row `rows[i]` with the query, summed by term ascending.
    @_lifetime(products: copy products)
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
            into: &products
        )
    }

    /// The products of a row and its parts with the query and its parts.
    ///
    /// - Precondition: parts of rows and query have weights.
    func products(of row: Int, with query: borrowing SparseQuery) -> TermProducts {
        let range = range(of: row)
        return TermProducts(
            query.overlap(
                terms.span.extracting(range),
                weights: weights.span.extracting(range),
                parts: parts.span.extracting(range)
            )
        )
    }
}
