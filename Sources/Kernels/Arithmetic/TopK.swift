/// Selects the `k` largest of `scores` that exceed `floor`.
///
/// - Returns: (index, score) by score descending, ties by index ascending; NaN is never selected.
/// - Complexity: O(n + hits x k) up to k = 256, O(n log n) above.
func selectBest(
    _ scores: UnsafeBufferPointer<Float>,
    k: Int,
    above floor: Float
) -> [(document: UInt32, score: Float)] {
    guard k > 0 else { return [] }
    // Insertion into a short sorted list beats a heap while the list stays in one or two cache lines.
    guard k <= 256 else {
        var all: [(document: UInt32, score: Float)] = []
        for (index, score) in scores.enumerated() where score > floor { all.append((UInt32(index), score)) }
        all.sort { $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document }
        return Array(all.prefix(k))
    }

    var best: [(document: UInt32, score: Float)] = []
    best.reserveCapacity(k + 1)
    var threshold = floor
    func consider(_ index: Int) {
        let score = scores[index]
        // Indices ascend, so a later equal score never displaces an earlier one.
        guard score > threshold else { return }
        var slot = best.count
        while slot > 0, best[slot - 1].score < score { slot -= 1 }
        best.insert((UInt32(index), score), at: slot)
        if best.count > k { best.removeLast() }
        if best.count == k { threshold = best[k - 1].score }
    }
    let blocks = scores.count / 16
    if let base = scores.baseAddress, blocks > 0 {
        let raw = UnsafeRawPointer(base)
        for block in 0..<blocks {
            // Most blocks have nothing that is good enough, which one comparison tells.
            let values = raw.loadUnaligned(fromByteOffset: block * 64, as: SIMD16<Float>.self)
            if any(values .> threshold) { for index in (16 * block)..<(16 * block + 16) { consider(index) } }
        }
    }
    for index in (16 * blocks)..<scores.count { consider(index) }
    return best
}

/// Calls `body` with the indices of the `k` largest values, in no certain order; of equal values at the limit
/// the first are taken.
///
/// - Complexity: O(n) and sorting those that a histogram of 1,024 bins cannot tell from the k-th.
package func indicesOfLargest(_ values: Span<Int32>, _ k: Int, _ body: (Int) -> Void) {
    guard k > 0, values.count > 0 else { return }
    values.withUnsafeBufferPointer { values in
        guard k < values.count else { return values.indices.forEach(body) }
        var (smallest, largest) = (Int32.max, Int32.min)
        for value in values {
            smallest = min(smallest, value)
            largest = max(largest, value)
        }
        let range = UInt32(bitPattern: largest &- smallest)
        let shift = UInt32(max(0, 22 - range.leadingZeroBitCount))
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1024) { bins in
            bins.initialize(repeating: 0)
            for value in values { bins[Int(UInt32(bitPattern: largest &- value) >> shift)] += 1 }
            var (limit, above) = (0, 0)
            while above + Int(bins[limit]) < k {
                above += Int(bins[limit])
                limit += 1
            }
            var undecided: [(value: Int32, index: Int)] = []
            for index in 0..<values.count {
                let bin = Int(UInt32(bitPattern: largest &- values[index]) >> shift)
                if bin > limit { continue }
                if bin < limit { body(index) } else { undecided.append((values[index], index)) }
            }
            undecided.sort { ($1.value, $0.index) < ($0.value, $1.index) }
            for (_, index) in undecided.prefix(k - above) { body(index) }
        }
    }
}
