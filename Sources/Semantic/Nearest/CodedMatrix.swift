import Kernels

/// The rows of a matrix with their codes, which take longer to make than one query to answer.
package struct CodedMatrix: Sendable {
    package let matrix: EmbeddingMatrix
    private let rows: CodedRows

    /// - Complexity: O(`matrix.count` x dimension x log dimension) on all cores; a byte for each number in memory.
    package init(_ matrix: EmbeddingMatrix) {
        self.matrix = matrix
        rows = CodedRows(matrix, in: CodeSpace(dimension: matrix.dimension))
    }

    /// The `k` of some rows that are the best by their codes: best first, ties by row ascending.
    func approximateNearest(
        among some: [UInt32],
        to query: EmbeddingMatrix.Embedding,
        k: Int
    ) -> ArraySlice<Neighbour> {
        let own = CodedRows(query, in: rows.space)
        var products = [Int32](repeating: 0, count: some.count)
        var span = products.mutableSpan
        own.columns([0]).products(of: rows.codes, some.span, into: &span)
        var table = NeighbourTable(count: 1, k: k)
        for (row, product) in zip(some, products) {
            let isCoded = own.isClose(0) && rows.isClose(Int(row))
            let cosine = isCoded ? CodeSpace.cosine(product) : matrix.cosine(of: Int(row), with: query)
            table.insert(Neighbour(row: row, cosine: cosine), for: 0)
        }
        return table[0]
    }
}

extension CodedRows {
    /// One row.
    init(_ row: EmbeddingMatrix.Embedding, in space: CodeSpace) {
        var one = EmbeddingMatrix(dimension: row.dimension, precision: row.precision)
        one.append(row)
        self.init(one, in: space)
    }
}
