import Kernels
import Platform

/// Rows of a matrix grouped around centroids, so that a query meets only the groups nearest to it: an inverted
/// file (Sivic, Zisserman, "Video Google", ICCV 2003; Jégou, Douze, Schmid, "Product Quantization for Nearest
/// Neighbor Search", PAMI 33, 2011).
///
/// Approximate in which groups are scanned, and within them in that short codes (``CodeSpace``) tell which rows are the
/// best, to .01 or so; only the cosines of those are computed from the matrix.
/// The result is the same on every machine and any number of cores.
///
/// Memory beyond the matrix, whose storage is shared with whoever else holds it: two codes a row of a byte
/// for each dimension, and some sixteen bytes a row; about 420 MB for a million rows of 192.
package struct ClusteredIndex: Sendable {
    /// The rows that are searched.
    package private(set) var matrix: EmbeddingMatrix
    private(set) var rows: CodedRows
    private let centroids: Centroids
    private(set) var clusters: [Cluster] = []
    /// The centroids of the clusters, in their order.
    private(set) var clusterColumns: CodeColumns

    /// Rows that are scanned together. Those of a centroid that has many are several clusters, so that no query
    /// scans more than its share, however many rows are alike.
    struct Cluster: Sendable {
        var centroid: Int
        var rows: [UInt32]
        var columns: CodeColumns
        /// What the product of codes must reach for the sake of a row: nothing does, but for rows that no code tells,
        /// of which everything does.
        var thresholds: [Int32]

        init(centroid: Int, rows: [UInt32], of coded: CodedRows) {
            self.centroid = centroid
            self.rows = rows
            columns = coded.columns(rows)
            thresholds = rows.map { coded.isClose(Int($0)) ? .max : .min }
        }
    }

    /// Trains centroids by spherical k-means on a sample, and assigns each row to its nearest centroid.
    ///
    /// - Parameters:
    ///   - seed: of the sample; equal seeds give equal indexes.
    ///   - clusterCount: centroids to train, at most one a row; by default ``defaultClusterCount(forRows:)``.
    /// - Complexity: O(`clusterCount` · (`matrix.count` + 192 `clusterCount`) · dimension) on all cores.
    package init(_ matrix: EmbeddingMatrix, seed: UInt64 = 0x1DF0, clusterCount: Int? = nil) {
        let space = CodeSpace(dimension: matrix.dimension)
        let rows = CodedRows(matrix, in: space)
        let count = min(matrix.count, max(1, clusterCount ?? Self.defaultClusterCount(forRows: matrix.count)))
        let centroids =
            count == 0
            ? Centroids(codes: [], length: space.length)
            : Centroids(training: rows, count: count, seed: seed)
        self.init(matrix, rows, centroids)
    }

    /// Uses centroids trained earlier, though rows may have been added or removed since; only assigns rows.
    ///
    /// - Parameter storedCentroids: from a file, so anything; nil where they are not what ``storedCentroids`` made
    ///   for this dimension.
    /// - Complexity: O(`clusterCount` · `matrix.count` · dimension) on all cores.
    package init?(_ matrix: EmbeddingMatrix, storedCentroids: [UInt8]) {
        guard
            let stored = PackedCentroids(bytes: storedCentroids, dimension: matrix.dimension),
            stored.centroids.count > 0 || matrix.count == 0
        else { return nil }
        self.init(matrix, CodedRows(matrix, in: CodeSpace(dimension: matrix.dimension)), stored.centroids)
    }

    private init(_ matrix: EmbeddingMatrix, _ rows: CodedRows, _ centroids: Centroids) {
        self.matrix = matrix
        self.rows = rows
        self.centroids = centroids
        let all = (0..<UInt32(matrix.count)).map { $0 }
        var groups = [[UInt32]](repeating: [], count: centroids.count)
        for (row, centroid) in zip(all, centroids.nearest(to: all, in: rows)) {
            groups[Int(centroid)].append(row)
        }
        let parts = Self.parts(of: groups, rows: matrix.count)
        clusters = concurrentMap(parts.count) { part in
            Cluster(centroid: parts[part].centroid, rows: parts[part].rows, of: rows)
        }
        clusterColumns = Self.columns(of: clusters.map(\.centroid), centroids, rows.space.length)
    }

    /// The clusters that the rows of each centroid make.
    static func parts(of groups: [[UInt32]], rows: Int) -> [(centroid: Int, rows: [UInt32])] {
        let limit = sizeLimit(rows: rows, centroids: groups.count)
        return groups.indices.flatMap { centroid in
            stride(from: 0, to: groups[centroid].count, by: limit).map { first in
                (centroid, Array(groups[centroid][first..<min(groups[centroid].count, first + limit)]))
            }
        }
    }

    /// The number of each row's centroid, for ``PackedClusters``.
    package var assignment: [UInt32] {
        var numbers = [UInt32](repeating: 0, count: matrix.count)
        for cluster in clusters {
            for row in cluster.rows { numbers[Int(row)] = UInt32(cluster.centroid) }
        }
        return numbers
    }

    /// Rows of a cluster at most: four times the mean.
    private static func sizeLimit(rows: Int, centroids: Int) -> Int {
        min(1024, max(64, 4 * rows / max(1, centroids)))
    }

    /// The codes of clusters' centroids.
    static func columns(of numbers: [Int], _ centroids: Centroids, _ length: Int) -> CodeColumns {
        let codes = numbers.flatMap { centroids.codes[$0 * length..<($0 + 1) * length] }
        return CodeColumns(codes.span, length: length)
    }

    /// The centroids, for ``init(_:storedCentroids:)``.
    package var storedCentroids: [UInt8] { PackedCentroids(centroids, dimension: matrix.dimension).bytes }

    package var clusterCount: Int { clusters.count }

    /// The rows in a cluster, ascending; each row is in one cluster, and no cluster is empty.
    package func rows(inCluster cluster: Int) -> [UInt32] { clusters[cluster].rows }

    /// The rows cluster by cluster.
    package var order: [UInt32] { clusters.flatMap(\.rows) }

    /// These clusters over a matrix whose row i is row `order[i]` of this one's, so that the rows of a cluster lie
    /// together.
    ///
    /// - Complexity: O(`matrix.count` x dimension).
    package func reordered() -> ClusteredIndex {
        let order = order
        var reordered = self
        reordered.matrix = matrix.selecting(order)
        reordered.rows = rows.selecting(order)
        var first: UInt32 = 0
        for cluster in clusters.indices {
            let next = first + UInt32(clusters[cluster].rows.count)
            reordered.clusters[cluster].rows = Array(first..<next)
            first = next
        }
        return reordered
    }

    /// Adds a row at the end, to the cluster of its nearest centroid.
    ///
    /// - Complexity: O(`clusterCount` · dimension), and a copy of the matrix where somebody else holds it too.
    package mutating func append(_ row: EmbeddingMatrix.Embedding) {
        matrix.append(row)
        let number = UInt32(matrix.count - 1)
        rows.append(matrix, row: Int(number))
        guard centroids.count > 0 else {
            self = ClusteredIndex(matrix)
            return
        }
        let centroid = Int(centroids.nearest(to: [number], in: rows)[0])
        let limit = Self.sizeLimit(rows: matrix.count, centroids: centroids.count)
        if let place = clusters.lastIndex(where: { $0.centroid == centroid && $0.rows.count < limit }) {
            clusters[place] = Cluster(centroid: centroid, rows: clusters[place].rows + [number], of: rows)
        } else {
            clusters.append(Cluster(centroid: centroid, rows: [number], of: rows))
            clusterColumns = Self.columns(of: clusters.map(\.centroid), centroids, rows.space.length)
        }
    }

    /// Centroids for a number of rows. With 3 to 7 times the root, and as many probes as give the same recall,
    /// all lists take the same time within a tenth, but training takes longer with more.
    static func defaultClusterCount(forRows rows: Int) -> Int {
        min(rows / 40, Int(3 * Double(rows).squareRoot()))
    }

    /// Clusters that a query scans, unless told. Recall@10 and @100 on real embeddings: .983 and .959 for 99,831
    /// rows of 256 (kindred-static), .984 and .966 for 258,856 of 192 (kindred-small).
    package static let defaultProbes = 64
}
