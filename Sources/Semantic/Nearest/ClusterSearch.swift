import Kernels

extension ClusteredIndex {
    /// Queries that are searched together: the more, the more often a cluster is in the cache, and beside a million
    /// rows with 512 the clusters take a third longer.
    private static let queriesAtATime = 2048

    /// The `k` other rows for each of some rows that are the best by their codes, among those of the clusters nearest
    /// to each.
    ///
    /// Runs on the calling thread, for callers that hand whole clusters to their workers: clusters scanned stay in
    /// the cache where queries are alike.
    ///
    /// - Parameters:
    ///   - queries: rows of the matrix, best of one cluster.
    ///   - probes: clusters that each query scans.
    /// - Returns: a list for each query, in their order, without the query itself. Cosines are those of codes, good to
    ///   .01, and exact for rows that no code tells; best first, ties by row ascending.
    /// - Complexity: O(`queries.count` · (clusters + rows scanned) · dimension).
    package func approximateNearest(
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

    /// The `k` rows that are likely nearest to any query.
    ///
    /// - Parameter query: of the matrix's dimension and precision; a row equal to it is found like any other.
    package func approximateNearest(
        to query: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int = defaultProbes
    ) -> ArraySlice<Neighbour> {
        var one = EmbeddingMatrix(dimension: matrix.dimension, precision: matrix.precision)
        one.append(query)
        var table = NeighbourTable(count: 1, k: k)
        let coded = CodedRows(one, in: rows.space)
        var search = ClusterSearch(self, queries: coded, of: one, chosen: [0], skipping: false)
        search.run(probes: probes, into: &table, first: 0)
        return table[0]
    }

    /// The `k` best other rows for each of some rows, of a few more than `k` that are the best by their codes.
    ///
    /// - Returns: as ``approximateNearest(toRows:k:probes:)``; cosines have the bits of ``EmbeddingMatrix/cosine(of:with:)``.
    package func nearest(
        toRows queries: some Sequence<UInt32>,
        k: Int,
        probes: Int = defaultProbes
    ) -> NeighbourTable {
        let queries = Array(queries)
        let approximate = approximateNearest(toRows: queries, k: k + Self.spare, probes: probes)
        var candidates = Candidates()
        for (place, query) in queries.enumerated() {
            for neighbour in approximate[place] {
                candidates.append(query: query, row: neighbour.row, place: UInt32(place))
            }
        }
        candidates.score(matrix, matrix)
        var table = NeighbourTable(count: queries.count, k: k)
        for i in candidates.indices { table.insert(candidates[i], for: Int(candidates.places[i])) }
        return table
    }

    /// Rows beyond those wanted whose cosines are computed, since codes of nearly equal cosines may change places.
    private static let spare = 8
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
    /// Whether a code tells each of the queries.
    private let isCoded: [Bool]
    private var thresholds: [Int32]
    private var pairs = CodePairs()
    /// Those of which no code tells one.
    private var uncoded = Candidates()

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
        isCoded = chosen.map { queries.isClose(Int($0)) }
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
        uncoded.removeAll()
        for pair in pairs.found(found) {
            let place = probing[probing.startIndex + pair.place]
            let (query, row) = (some[pair.place], cluster.rows[pair.column])
            if skipsItself, query == row { continue }
            if isCoded[Int(place)], cluster.thresholds[pair.column] == .max {
                let cosine = CodeSpace.cosine(pair.product)
                table.insert(Neighbour(row: row, cosine: cosine), for: first + Int(place))
            } else {
                uncoded.append(query: query, row: row, place: place)
            }
        }
        uncoded.score(queryMatrix, index.matrix)
        for i in uncoded.indices { table.insert(uncoded[i], for: first + Int(uncoded.places[i])) }
        for place in probing where isCoded[Int(place)] {
            thresholds[Int(place)] = CodeSpace.product(table.threshold(first + Int(place)))
        }
    }
}
