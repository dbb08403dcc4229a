import CKernels

/// A sparse vector arranged in a table, so that its product with another takes one look-up for each entry of the
/// other: many vectors are compared with one.
///
/// Entries have up to four weights, called lanes: a document's term weighs one thing in all of its text and
/// another in its title.
package struct SparseQuery: ~Copyable {
    /// Marks a free place; no column has this number.
    private static let free = UInt32.max
    /// Places for each entry: with a quarter of them taken, most look-ups of what is not there end at once.
    private static let placesPerEntry = 4

    private var columns: UnsafeMutablePointer<UInt32>
    private var weights: UnsafeMutablePointer<SIMD4<Float>>
    private var places: Int
    private var shift: UInt32

    package init() {
        places = 64
        shift = 32 - 6
        columns = .allocate(capacity: places)
        columns.initialize(repeating: Self.free, count: places)
        weights = .allocate(capacity: places)
        weights.initialize(repeating: .zero, count: places)
    }

    deinit {
        columns.deallocate()
        weights.deallocate()
    }

    /// Makes this the query.
    ///
    /// - Parameters:
    ///   - entries: the columns, each once, none `UInt32.max`.
    ///   - weights: row-major, `entries.count` x `lanes`.
    ///   - lanes: 1...4.
    /// - Complexity: O(entries of this query and of the one before).
    package mutating func set(_ entries: Span<UInt32>, weights entryWeights: Span<Float>, lanes: Int) {
        precondition(lanes >= 1 && lanes <= 4, "an entry has 1 to 4 weights")
        precondition(entryWeights.count == entries.count * lanes, "an entry has \(lanes) weights")
        resize(for: entries.count)
        let mask = places - 1
        for entry in entries.indices {
            let column = entries[entry]
            precondition(column != Self.free, "columns are below \(Self.free)")
            var place = self.place(of: column)
            while columns[place] != Self.free { place = (place + 1) & mask }
            columns[place] = column
            var lane = SIMD4<Float>()
            for i in 0..<lanes { lane[i] = entryWeights[entry * lanes + i] }
            weights[place] = lane
        }
    }

    private mutating func resize(for count: Int) {
        var wanted = 64
        while wanted < Self.placesPerEntry * count { wanted *= 2 }
        if wanted != places {
            columns.deallocate()
            weights.deallocate()
            places = wanted
            shift = 32 - UInt32(wanted.trailingZeroBitCount)
            columns = .allocate(capacity: wanted)
            weights = .allocate(capacity: wanted)
            weights.initialize(repeating: .zero, count: wanted)
        }
        columns.initialize(repeating: Self.free, count: places)
    }

    /// Multiplicative hashing, Knuth, "The Art of Computer Programming", volume 3, 6.4.
    private func place(of column: UInt32) -> Int { Int(truncatingIfNeeded: (column &* 0x9E37_79B1) >> shift) }

    /// The place of a column that is there; nil where it is not.
    @inline(__always)
    private func find(_ column: UInt32) -> Int? {
        var place = self.place(of: column)
        while true {
            let found = columns[place]
            if found == column { return place }
            if found == Self.free { return nil }
            place = (place + 1) & (places - 1)
        }
    }

    /// The dot products of some rows' first lanes with the query's, each summed in the order of the row.
    ///
    /// - Parameters:
    ///   - rows: of a sparse matrix.
    ///   - offsets: where each of its rows begins; one more than rows.
    ///   - entries: the columns of its rows, end to end.
    ///   - weights: row-major, `entries.count` x `lanes`.
    /// - Complexity: O(entries of the rows).
    package func dotProducts(
        of rows: Span<UInt32>,
        offsets: Span<Int>,
        entries: Span<UInt32>,
        weights others: Span<Float>,
        lanes: Int,
        into products: inout MutableSpan<Float>
    ) {
        precondition(
            others.count == entries.count * lanes && products.count == rows.count,
            "one product a row"
        )
        for i in rows.indices {
            let row = Int(rows[i])
            precondition(
                0 <= offsets[row] && offsets[row] <= offsets[row + 1] && offsets[row + 1] <= entries.count,
                "row \(row) lies outside the matrix"
            )
        }
        let table = sparse_table(
            columns: columns,
            weights: UnsafeRawPointer(weights).assumingMemoryBound(to: Float.self),
            mask: places - 1,
            shift: shift
        )
        rows.withUnsafeBufferPointer { rows in
            offsets.withUnsafeBytes { offsets in
                entries.withUnsafeBufferPointer { entries in
                    others.withUnsafeBufferPointer { others in
                        products.withUnsafeMutableBufferPointer { products in
                            sparse_products(
                                rows.count,
                                rows.baseAddress,
                                offsets.baseAddress?.assumingMemoryBound(to: Int64.self),
                                entries.baseAddress,
                                others.baseAddress,
                                lanes,
                                table,
                                products.baseAddress
                            )
                        }
                    }
                }
            }
        }
    }

    /// The dot products of lanes with lanes, for vectors of three: 0 with 0, 1 with 1, 1 with the other's 2,
    /// 2 with the other's 1, 2 with 2, in the first five elements; each summed in the order of `entries`.
    ///
    /// - Parameters:
    ///   - entries: the other vector's columns.
    ///   - weights: row-major, `entries.count` x 3.
    /// - Complexity: O(`entries.count`).
    package func laneProducts(_ entries: Span<UInt32>, weights others: Span<Float>) -> SIMD8<Float> {
        precondition(others.count == entries.count * 3, "an entry has 3 weights")
        return entries.withUnsafeBufferPointer { entries in
            others.withUnsafeBufferPointer { others in
                var sums = SIMD8<Float>()
                for entry in 0..<entries.count {
                    guard let place = find(entries[entry]) else { continue }
                    let own = weights[place]
                    let (a, b, c) = (others[3 * entry], others[3 * entry + 1], others[3 * entry + 2])
                    sums += SIMD8(own.x, own.y, own.y, own.z, own.z, 0, 0, 0) * SIMD8(a, b, c, b, c, 0, 0, 0)
                }
                return sums
            }
        }
    }
}
