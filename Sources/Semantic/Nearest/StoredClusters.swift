import Kernels

/// The clusters of a stored collection without its rows: which rows a query meets, so that only those are read.
package struct StoredClusters: Sendable {
    private let dimension: Int
    private let clusters: [(centroid: Int, rows: [UInt32])]
    private let columns: CodeColumns

    /// - Parameters:
    ///   - centroids: what ``ClusteredIndex/storedCentroids`` gave.
    ///   - assignment: what ``ClusteredIndex/assignment`` gave, of each row.
    /// - Returns: nil where the two are not of one index of this dimension.
    package init?(centroids bytes: [UInt8], assignment: [UInt32], dimension: Int) {
        guard let centroids = StoredCentroids(bytes: bytes, dimension: dimension)?.centroids else {
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

    /// The rows of the clusters that are nearest to a query, ascending: those that ``ClusteredIndex`` compares with it.
    ///
    /// - Complexity: O(clusters x dimension + rows found x log).
    package func rows(near query: EmbeddingMatrix.Embedding, probes: Int)
        -> [UInt32]
    {
        var one = EmbeddingMatrix(dimension: dimension, precision: query.precision)
        one.append(query)
        let coded = CodedRows(one, in: CodeSpace(dimension: dimension))
        let plan = ProbePlan(columns, queries: coded, chosen: [0], probes: probes)
        return plan.order.flatMap { clusters[Int($0)].rows }.sorted()
    }
}

extension EmbeddingMatrix {
    /// The `k` rows that are the best by their codes, as ``ClusteredIndex/likely(to:k:probes:)`` finds them: best first,
    /// ties by row ascending.
    ///
    /// - Parameter numbers: what rows are called in the answer, ascending.
    /// - Complexity: O(count x dimension x log dimension).
    package func likely(to query: Embedding, k: Int, calling numbers: [UInt32]) -> [Neighbour] {
        var one = EmbeddingMatrix(dimension: dimension, precision: precision)
        one.append(query)
        let space = CodeSpace(dimension: dimension)
        let (coded, own) = (CodedRows(self, in: space), CodedRows(one, in: space))
        let rows = (0..<UInt32(count)).map { $0 }
        var products = [Int32](repeating: 0, count: count)
        var span = products.mutableSpan
        own.columns([0]).products(of: coded.codes, rows.span, into: &span)
        var table = NeighbourTable(count: 1, k: k)
        for (row, number) in numbers.enumerated() {
            let hasCodes = own.isClose(0) && coded.isClose(row)
            let cosine = hasCodes ? CodeSpace.cosine(products[row]) : self.cosine(of: row, with: query)
            table.insert(Neighbour(row: number, cosine: cosine), for: 0)
        }
        return Array(table[0])
    }
}
