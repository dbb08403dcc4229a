import Kernels

/// The clusters of a stored collection without its rows: which rows a query meets, so that only those are read.
package struct PackedClusters: Sendable {
    private let dimension: Int
    private let clusters: [(centroid: Int, rows: [UInt32])]
    private let columns: CodeColumns

    /// - Parameters:
    ///   - centroids: what ``ClusteredIndex/storedCentroids`` gave.
    ///   - assignment: what ``ClusteredIndex/assignment`` gave, of each row.
    /// - Returns: nil where the two are not of one index of this dimension.
    package init?(centroids bytes: [UInt8], assignment: [UInt32], dimension: Int) {
        guard let centroids = PackedCentroids(bytes: bytes, dimension: dimension)?.centroids else {
            return nil
        }
        var groups = [[UInt32]](repeating: [], count: centroids.count)
        for (row, centroid) in assignment.enumerated() {
            guard centroid < centroids.count else { return nil }
            groups[Int(centroid)].append(UInt32(row))
        }
        self.dimension = dimension
        clusters = ClusteredIndex.parts(of: groups, rows: assignment.count)
        columns = ClusteredIndex.columns(
            of: clusters.map(\.centroid),
            centroids,
            CodeSpace(dimension: dimension).length
        )
    }

    /// The `k` rows but for `own` that ``ClusteredIndex/approximateNearest(to:k:probes:)`` finds, best first, ties by row ascending.
    ///
    /// - Parameter matrix: reads some rows, in their order.
    /// - Complexity: O(clusters x dimension + rows of `probes` clusters x dimension x log dimension).
    package func approximateNearest(
        to query: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        reading matrix: ([Int]) throws -> EmbeddingMatrix
    ) rethrows -> [Int] {
        let rows = rows(near: query, probes: probes).map { Int($0) }.filter { $0 != own }
        return try matrix(rows).approximateNearest(to: query, k: k).map { rows[Int($0.row)] }
    }

    /// The rows of the clusters that are nearest to a query, ascending: those that ``ClusteredIndex`` compares with it.
    private func rows(near query: EmbeddingMatrix.Embedding, probes: Int) -> [UInt32] {
        var one = EmbeddingMatrix(dimension: dimension, precision: query.precision)
        one.append(query)
        let coded = CodedRows(one, in: CodeSpace(dimension: dimension))
        let plan = ProbePlan(columns, queries: coded, chosen: [0], probes: probes)
        return plan.order.flatMap { clusters[Int($0)].rows }.sorted()
    }
}

extension EmbeddingMatrix {
    /// The `k` rows that are the best by their codes: best first, ties by row ascending.
    fileprivate func approximateNearest(to query: Embedding, k: Int) -> ArraySlice<Neighbour> {
        var one = EmbeddingMatrix(dimension: dimension, precision: precision)
        one.append(query)
        let space = CodeSpace(dimension: dimension)
        let (coded, own) = (CodedRows(self, in: space), CodedRows(one, in: space))
        let rows = (0..<UInt32(count)).map { $0 }
        var products = [Int32](repeating: 0, count: count)
        var span = products.mutableSpan
        own.columns([0]).products(of: coded.codes, rows.span, into: &span)
        var table = NeighbourTable(count: 1, k: k)
        for row in rows {
            let isCoded = own.isClose(0) && coded.isClose(Int(row))
            let cosine =
                isCoded ? CodeSpace.cosine(products[Int(row)]) : self.cosine(of: Int(row), with: query)
            table.insert(Neighbour(row: row, cosine: cosine), for: 0)
        }
        return table[0]
    }
}
