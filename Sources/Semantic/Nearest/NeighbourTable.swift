/// A row near some query.
package struct Neighbour: Hashable, Sendable {
    package var row: UInt32
    /// As ``EmbeddingMatrix`` computes it, or as codes tell it.
    package var cosine: Float

    package init(row: UInt32, cosine: Float) {
        self.row = row
        self.cosine = cosine
    }

    /// Whether it comes first: the better one, or the earlier row among equals.
    @inline(__always)
    func isBefore(_ other: Neighbour) -> Bool {
        cosine > other.cosine || (cosine == other.cosine && row < other.row)
    }
}

/// The best rows for each of some queries, in one buffer of `k` places a query.
package struct NeighbourTable: Sendable {
    /// Places for each query.
    package let k: Int
    /// Queries.
    package let count: Int
    private var places: [Neighbour]
    private var found: [Int32]

    package init(count: Int, k: Int) {
        precondition(count >= 0 && k >= 0, "no negative sizes")
        self.k = k
        self.count = count
        places = Array(repeating: Neighbour(row: 0, cosine: 0), count: count * k)
        found = Array(repeating: 0, count: count)
    }

    /// What was found for a query: at most `k`, the best first, ties by row ascending.
    package subscript(query: Int) -> ArraySlice<Neighbour> {
        places[query * k..<query * k + Int(found[query])]
    }

    /// The cosine that a row must reach to be among the best; -infinity while there is room.
    @inline(__always)
    func threshold(_ query: Int) -> Float {
        Int(found[query]) == k && k > 0 ? places[query * k + k - 1].cosine : -.infinity
    }

    /// Adds a row that is not there yet where it is among the best so far. NaN never is.
    ///
    /// - Complexity: O(k), and O(1) for what is not among the best.
    @inline(__always)
    mutating func insert(_ neighbour: Neighbour, for query: Int) {
        guard k > 0, !neighbour.cosine.isNaN else { return }
        let first = query * k
        var slot = first + Int(found[query])
        if Int(found[query]) == k {
            slot -= 1
            guard neighbour.isBefore(places[slot]) else { return }
        } else {
            found[query] += 1
        }
        while slot > first, neighbour.isBefore(places[slot - 1]) {
            places[slot] = places[slot - 1]
            slot -= 1
        }
        places[slot] = neighbour
    }

    /// Adds a row, which may be there already, where it is among the best so far.
    mutating func insertNew(_ neighbour: Neighbour, for query: Int) {
        guard k > 0, Int(found[query]) < k || neighbour.isBefore(places[query * k + k - 1]) else { return }
        if self[query].contains(where: { $0.row == neighbour.row }) { return }
        insert(neighbour, for: query)
    }
}
