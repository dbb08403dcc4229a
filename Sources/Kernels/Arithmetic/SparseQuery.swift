import CKernels

/// A sparse vector reordered in a table, so that its product with another takes one look-up for each entry of the
/// other: many vectors are compared with one.
///
/// An entry has one weight, and may have two more: a document's term weighs one thing in all of its text, others in
/// its title and its excerpt.
package struct SparseQuery: ~Copyable {
    /// Marks a free place; no column has this number.
    private static let free = UInt32.max
    /// Places for each entry: with a quarter of them taken, most look-ups of what is not there end at once.
    private static let placesPerEntry = 4

    private var columns: UnsafeMutablePointer<UInt32>
    private var weights: UnsafeMutablePointer<Float>
    private var parts: UnsafeMutablePointer<SIMD2<Float>>
    private var places: Int
    private var shift: UInt32

    package init() {
        places = 64
        shift = 32 - 6
        columns = .allocate(capacity: places)
        columns.initialize(repeating: Self.free, count: places)
        weights = .allocate(capacity: places)
        weights.initialize(repeating: 0, count: places)
        parts = .allocate(capacity: places)
        parts.initialize(repeating: .zero, count: places)
    }

    deinit {
        columns.deallocate()
        weights.deallocate()
        parts.deallocate()
    }

    /// Makes this the query.
    ///
    /// - Parameters:
    ///   - entries: the columns, each once, none `UInt32.max`.
    ///   - weights: one an entry.
    ///   - parts: two more an entry, or none at all.
    /// - Complexity: O(entries of this query and of the one before).
    package mutating func set(
        _ entries: Span<UInt32>,
        weights entryWeights: Span<Float>,
        parts entryParts: Span<SIMD2<Float>> = Span()
    ) {
        precondition(entryWeights.count == entries.count, "an entry has a weight")
        precondition(entryParts.count == entries.count || entryParts.isEmpty, "all have parts, or none")
        resize(for: entries.count)
        let mask = places - 1
        for entry in entries.indices {
            let column = entries[entry]
            precondition(column != Self.free, "columns are below \(Self.free)")
            var place = self.place(of: column)
            while columns[place] != Self.free { place = (place + 1) & mask }
            columns[place] = column
            weights[place] = entryWeights[entry]
            parts[place] = entryParts.isEmpty ? .zero : entryParts[entry]
        }
    }

    private mutating func resize(for count: Int) {
        var wanted = 64
        while wanted < Self.placesPerEntry * count { wanted *= 2 }
        if wanted != places {
            columns.deallocate()
            weights.deallocate()
            parts.deallocate()
            places = wanted
            shift = 32 - UInt32(wanted.trailingZeroBitCount)
            columns = .allocate(capacity: wanted)
            weights = .allocate(capacity: wanted)
            weights.initialize(repeating: 0, count: wanted)
            parts = .allocate(capacity: wanted)
            parts.initialize(repeating: .zero, count: wanted)
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

    /// The dot products of some rows with the query, each summed in the order of the row.
    ///
    /// - Parameters:
    ///   - rows: of a sparse matrix.
    ///   - offsets: where each of its rows begins; one more than rows.
    ///   - entries: the columns of its rows, end to end.
    ///   - weights: one an entry.
    /// - Complexity: O(entries of the rows).
    @_lifetime(products: copy products)
    package func dotProducts(
        of rows: Span<UInt32>,
        offsets: Span<Int>,
        entries: Span<UInt32>,
        weights others: Span<Float>,
        into products: inout MutableSpan<Float>
    ) {
        precondition(
            others.count == entries.count && products.count == rows.count,
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
            weights: weights,
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
                                table,
                                products.baseAddress
                            )
                        }
                    }
                }
            }
        }
    }

    /// What another vector and its parts have in common with the query; each sum in the order of `entries`.
    ///
    /// - Parameters:
    ///   - entries: the other vector's columns.
    ///   - weights: one an entry.
    ///   - parts: two more an entry.
    /// - Complexity: O(`entries.count`).
    package func overlap(
        _ entries: Span<UInt32>,
        weights others: Span<Float>,
        parts otherParts: Span<SIMD2<Float>>
    ) -> SparseOverlap {
        precondition(
            others.count == entries.count && otherParts.count == entries.count,
            "an entry has a weight and parts"
        )
        return entries.withUnsafeBufferPointer { entries in
            others.withUnsafeBufferPointer { others in
                otherParts.withUnsafeBufferPointer { otherParts in
                    var overlap = SparseOverlap()
                    for entry in 0..<entries.count {
                        guard let place = find(entries[entry]) else { continue }
                        overlap.add(weights[place], parts[place], others[entry], otherParts[entry])
                    }
                    return overlap
                }
            }
        }
    }
}

/// What two sparse vectors have in common, summed over the entries that both have.
package struct SparseOverlap: Hashable, Sendable {
    /// Of the products of weights, of the first parts, of the query's first part with the other's second, of its second with
    /// the other's first, and of the second parts; then of the squares of the query's first part, and of the other's.
    package private(set) var sums = SIMD8<Float>()
    /// The largest product of weights of one entry.
    package private(set) var largest: Float = 0

    @inline(__always)
    fileprivate mutating func add(
        _ weight: Float,
        _ own: SIMD2<Float>,
        _ otherWeight: Float,
        _ other: SIMD2<Float>
    ) {
        let first = SIMD8(weight, own.x, own.x, own.y, own.y, own.x, other.x, 0)
        sums += first * SIMD8(otherWeight, other.x, other.y, other.x, other.y, own.x, other.x, 0)
        largest = max(largest, weight * otherWeight)
    }
}
