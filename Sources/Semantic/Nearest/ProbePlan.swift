import Kernels

/// Which clusters some queries scan, and in which order: those first that are nearest to any of the queries, so
/// that what a row must reach is high early.
struct ProbePlan {
    /// Clusters that any query scans.
    private(set) var order: [UInt32] = []
    /// By cluster, one more than there are: where its queries start in `queries`.
    private var starts: [Int32]
    private var queries: [UInt32] = []

    /// Queries whose products with all centroids are in the cache at a time.
    private static let queriesAtATime = 24

    /// - Parameter centroids: of the clusters.
    init(_ centroids: CodeColumns, queries coded: CodedRows, chosen: [UInt32], probes: Int) {
        let clusters = centroids.count
        var best = [Int32](repeating: .min, count: clusters)
        var counts = [Int32](repeating: 0, count: clusters)
        var probed: [(cluster: UInt32, query: UInt32)] = []
        probed.reserveCapacity(chosen.count * min(probes, clusters))
        var products = [Int32](repeating: 0, count: min(chosen.count, Self.queriesAtATime) * clusters)
        for first in stride(from: 0, to: chosen.count, by: Self.queriesAtATime) {
            let some = first..<min(chosen.count, first + Self.queriesAtATime)
            var all = products.mutableSpan
            var span = all._mutatingExtracting(first: some.count * clusters)
            centroids.products(of: coded.codes, chosen.span.extracting(some), into: &span)
            for query in some {
                let place = (query - first) * clusters
                let row = products.span.extracting(place..<place + clusters)
                indicesOfLargest(row, probes) { cluster in
                    probed.append((UInt32(cluster), UInt32(query)))
                    best[cluster] = max(best[cluster], row[cluster])
                    counts[cluster] += 1
                }
            }
        }
        starts = [0]
        for cluster in 0..<clusters {
            if counts[cluster] > 0 { order.append(UInt32(cluster)) }
            starts.append(starts[cluster] + counts[cluster])
        }
        var next = starts
        queries = Array(repeating: 0, count: probed.count)
        for (cluster, query) in probed {
            queries[Int(next[Int(cluster)])] = query
            next[Int(cluster)] += 1
        }
        order.sort { (best[Int($1)], $0) < (best[Int($0)], $1) }
    }

    /// The places of the queries that scan a cluster.
    func queries(probing cluster: Int) -> ArraySlice<UInt32> {
        queries[Int(starts[cluster])..<Int(starts[cluster + 1])]
    }
}
