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
        let rows = rows(near: query, probes: probes, besides: own)
        let read = CodedMatrix(try matrix(rows.map { Int($0) }))
        return read.approximateNearest(among: Array(0..<UInt32(rows.count)), to: query, k: k)
            .map { Int(rows[Int($0.row)]) }
    }

    /// The same from rows that are there already.
    ///
    /// - Parameter all: every row.
    /// - Complexity: O((clusters + rows of `probes` clusters) x dimension).
    package func approximateNearest(
        to query: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        in all: CodedMatrix
    ) -> [Int] {
        all.approximateNearest(among: rows(near: query, probes: probes, besides: own), to: query, k: k)
            .map { Int($0.row) }
    }

    /// The rows of the clusters that are nearest to a query, ascending: those that ``ClusteredIndex`` compares with it.
    private func rows(near query: EmbeddingMatrix.Embedding, probes: Int, besides own: Int?) -> [UInt32] {
        let coded = CodedRows(query, in: CodeSpace(dimension: dimension))
        let plan = ProbePlan(columns, queries: coded, chosen: [0], probes: probes)
        let own = own.map { UInt32($0) }
        return plan.order.flatMap { clusters[Int($0)].rows }.filter { $0 != own }.sorted()
    }
}
