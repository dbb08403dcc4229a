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
