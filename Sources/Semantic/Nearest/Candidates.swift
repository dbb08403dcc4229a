import Kernels

/// Pairs of rows whose codes have a large product, in memory that is used again and again.
struct CodePairs {
    private var pairs: [CodePair] = []

    /// Finds the pairs whose product of codes reaches a threshold; see ``CodeColumns``.
    ///
    /// - Returns: their number.
    mutating func find(
        _ columns: CodeColumns,
        _ rows: CodeRows,
        _ chosen: [UInt32],
        _ thresholds: [Int32],
        _ columnThresholds: [Int32]
    ) -> Int {
        let room = chosen.count * columns.count
        if pairs.count < room { pairs = Array(repeating: .none, count: room) }
        var span = pairs.mutableSpan
        return columns.pairs(
            with: rows,
            chosen.span,
            reaching: thresholds.span,
            or: columnThresholds.span,
            into: &span
        )
    }

    /// Those found last.
    func found(_ count: Int) -> ArraySlice<CodePair> { pairs[0..<count] }
}

/// Pairs of a query and a row whose exact cosine is wanted, in memory that is used again and again.
struct Candidates {
    private var queries: [UInt32] = []
    private var rows: [UInt32] = []
    /// Whatever the one who asks has to know of each pair.
    private(set) var places: [UInt32] = []
    private var cosines: [Float] = []

    var indices: Range<Int> { rows.indices }

    /// The row of a pair with its cosine.
    subscript(index: Int) -> Neighbour { Neighbour(row: rows[index], cosine: cosines[index]) }

    mutating func removeAll() {
        queries.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    mutating func append(query: UInt32, row: UInt32, place: UInt32) {
        queries.append(query)
        rows.append(row)
        places.append(place)
    }

    /// Computes all cosines.
    mutating func score(_ queryMatrix: EmbeddingMatrix, _ matrix: EmbeddingMatrix) {
        if cosines.count < rows.count { cosines = Array(repeating: 0, count: rows.count) }
        let (queries, rows) = (self.queries, self.rows)
        var span = cosines.mutableSpan
        var all = span._mutatingExtracting(first: rows.count)
        matrix.cosines(of: queryMatrix, queries.span, withRows: rows.span, into: &all)
    }
}
