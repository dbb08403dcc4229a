import Kernels

extension ClusteredIndex {
    /// Queries that are searched together.
    private static let queriesAtATime = 512

    /// The `k` best other rows for each of some rows, among those of the clusters nearest to each.
    ///
    /// Runs on the calling thread, for callers that hand whole clusters to their workers: clusters scanned stay in
    /// the cache where queries are alike.
    ///
    /// - Parameters:
    ///   - queries: rows of the matrix, best of one cluster.
    ///   - probes: clusters that each query scans.
    /// - Returns: a list for each query, in their order, without the query itself. Cosines have the bits of
    ///   ``EmbeddingMatrix/cosine(of:with:)``; best first, ties by row ascending.
    /// - Complexity: O(`queries.count` · (clusters + rows scanned) · dimension).
    package func nearest(
        toRows queries: some Sequence<UInt32>,
        k: Int,
        probes: Int = defaultProbes
    ) -> NeighbourTable {
        let all = Array(queries)
        var table = NeighbourTable(count: all.count, k: k)
        for first in stride(from: 0, to: all.count, by: Self.queriesAtATime) {
            let some = Array(all[first..<min(all.count, first + Self.queriesAtATime)])
            var search = ClusterSearch(self, queries: rows, of: matrix, chosen: some, skipping: true)
            search.run(probes: probes, into: &table, first: first)
        }
        return table
    }

    /// The `k` best rows for any query, among those of the clusters nearest to it.
    ///
    /// - Parameter query: of the matrix's dimension and precision; a row equal to it is found like any other.
    /// - Returns: best first, ties by row ascending; cosines as ``EmbeddingMatrix`` computes them.
    package func nearest(
        to query: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int = defaultProbes
    ) -> [Neighbour] {
        var one = EmbeddingMatrix(dimension: matrix.dimension, precision: matrix.precision)
        one.append(query)
        var table = NeighbourTable(count: 1, k: k)
        let coded = CodedRows(one, in: rows.space)
        var search = ClusterSearch(self, queries: coded, of: one, chosen: [0], skipping: false)
        search.run(probes: probes, into: &table, first: 0)
        return Array(table[0])
    }
}

/// The search for some queries at a time: which clusters each scans, then cluster by cluster.
private struct ClusterSearch {
    let index: ClusteredIndex
    let queries: CodedRows
    let queryMatrix: EmbeddingMatrix
    /// The queries among `queries`.
    let chosen: [UInt32]
    /// Whether queries are rows of the index, which do not find themselves.
    let skipsItself: Bool
    private var thresholds: [Int32]
    private var pairs = CodePairs()
    private var candidates = Candidates()

    init(
        _ index: ClusteredIndex,
        queries: CodedRows,
        of queryMatrix: EmbeddingMatrix,
        chosen: [UInt32],
        skipping skipsItself: Bool
    ) {
        self.index = index
        self.queries = queries
        self.queryMatrix = queryMatrix
        self.chosen = chosen
        self.skipsItself = skipsItself
        thresholds = Array(repeating: .min, count: chosen.count)
    }

    mutating func run(probes: Int, into table: inout NeighbourTable, first: Int) {
        guard table.k > 0, index.clusterCount > 0, probes > 0 else { return }
        let plan = ProbePlan(index.clusterColumns, queries: queries, chosen: chosen, probes: probes)
        for cluster in plan.order {
            scan(index.clusters[Int(cluster)], plan.queries(probing: Int(cluster)), &table, first)
        }
    }

    private mutating func scan(
        _ cluster: ClusteredIndex.Cluster,
        _ probing: ArraySlice<UInt32>,
        _ table: inout NeighbourTable,
        _ first: Int
    ) {
        let some = probing.map { chosen[Int($0)] }
        let limits = probing.map { thresholds[Int($0)] }
        let found = pairs.find(cluster.columns, queries.codes, some, limits, cluster.thresholds)
        guard found > 0 else { return }
        candidates.removeAll()
        for pair in pairs.found(found) {
            let place = Int(pair >> 16)
            let (query, row) = (some[place], cluster.rows[Int(pair & 0xFFFF)])
            if skipsItself, query == row { continue }
            candidates.append(query: query, row: row, place: probing[probing.startIndex + place])
        }
        candidates.score(queryMatrix, index.matrix)
        for i in candidates.indices {
            table.insert(candidates[i], for: first + Int(candidates.places[i]))
        }
        for (place, query) in zip(probing, some) {
            let cosine = table.threshold(first + Int(place))
            thresholds[Int(place)] = queries.threshold(Int(query), for: cosine, in: index.rows.worst, .likely)
        }
    }
}
