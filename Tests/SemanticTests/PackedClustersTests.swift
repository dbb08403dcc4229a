import Kernels
import Testing

@testable import Semantic

@Suite struct PackedClustersTests {
    @Test(arguments: [Precision.int8, .float32])
    func storedClustersFindWhatTheIndexFinds(precision: Precision) throws {
        let index = ClusteredIndex(gatheredRows(3000, dimension: 40, precision: precision), clusterCount: 60)
            .reordered()
        let stored = try #require(
            PackedClusters(centroids: index.storedCentroids, assignment: index.assignment, dimension: 40)
        )
        let all = CodedMatrix(index.matrix)
        // Among them rows of zeros and one that no code tells.
        let odd = (0..<3000).filter { [0, 3].contains(length(of: index.matrix[$0]).rounded()) }
        #expect(odd.count > 20)
        for row in Array(stride(from: 0, to: 3000, by: 111)) + odd.prefix(8) {
            let query = index.matrix[row]
            let found = index.approximateNearest(to: query, k: 21, probes: 9).map { Int($0.row) }
            let expected = Array(found.filter { $0 != row }.prefix(20))
            let own = found.contains(row) ? row : nil
            let k = own == nil ? 21 : 20
            let kept = stored.approximateNearest(to: query, k: k, probes: 9, besides: own, in: all)
            #expect(Array(kept.prefix(20)) == expected)
            let read = stored.approximateNearest(to: query, k: k, probes: 9, besides: own) { rows in
                index.matrix.selecting(rows.map { UInt32($0) })
            }
            #expect(read == kept)
        }
    }

    private func length(of row: EmbeddingMatrix.Embedding) -> Float {
        EmbeddingMatrix.cosine(row, row).squareRoot()
    }
}
