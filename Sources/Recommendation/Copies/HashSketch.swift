/// The smallest hashes of a set, which stand for all of it.
///
/// Broder, "On the resemblance and containment of documents" (1997): below the largest hash that both sketches
/// reach, the two samples are drawn alike from both sets, so the share of common hashes among them estimates
/// that of the sets. Small sets are kept whole and compared exactly. Hashes have 16 bits: of two unrelated sets
/// of 32, one pair in 64 has a hash in common by chance.
enum HashSketch {
    /// Appends the `capacity` smallest of `hashes` to `sketches`, ascending and without repetition.
    ///
    /// - Complexity: O(hashes + capacity^2 x log of the hashes) for hashes in no order: hardly any of a long text's is
    ///   smaller than all that are kept.
    static func append(_ capacity: Int, of hashes: [UInt16], to sketches: inout [UInt16]) {
        let start = sketches.count
        // The largest that is kept, once there is room for no more.
        var limit = UInt16.max
        var isFull = false
        for hash in hashes where hash < limit || !isFull {
            var place = sketches.count
            while place > start, sketches[place - 1] > hash { place -= 1 }
            if place > start, sketches[place - 1] == hash { continue }
            if !isFull { sketches.append(hash) }
            for moved in stride(from: sketches.count - 1, to: place, by: -1) {
                sketches[moved] = sketches[moved - 1]
            }
            sketches[place] = hash
            isFull = sketches.count - start == capacity
            limit = sketches[sketches.count - 1]
        }
    }

    /// How many hashes two sketches share and have alone, as far as both are complete.
    struct Overlap {
        var common: Int
        var onlyFirst: Int
        var onlySecond: Int

        /// Of all elements, the share that both have; 0 of nothing.
        var resemblance: Double { Double(common) / Double(max(1, common + onlyFirst + onlySecond)) }
        /// Of the smaller set, the share that the other has too; 0 of nothing.
        var containment: Double { Double(common) / Double(max(1, common + min(onlyFirst, onlySecond))) }
        /// Whether each has something that the other lacks.
        var bothHaveOwn: Bool { onlyFirst > 0 && onlySecond > 0 }
    }

    /// - Parameter capacity: the most hashes that sketches of this kind keep; a full one may have dropped some.
    /// - Complexity: O(hashes of both), without branches that depend on them.
    static func overlap(_ first: Span<UInt16>, _ second: Span<UInt16>, capacity: Int) -> Overlap {
        var (end, otherEnd) = (first.count, second.count)
        if end == capacity, end > 0 {
            while otherEnd > 0, second[otherEnd - 1] > first[end - 1] { otherEnd -= 1 }
        }
        if second.count == capacity, capacity > 0 {
            while end > 0, first[end - 1] > second[capacity - 1] { end -= 1 }
        }
        var (i, j, common) = (0, 0, 0)
        while i < end, j < otherEnd {
            let (a, b) = (first[i], second[j])
            common &+= a == b ? 1 : 0
            i &+= a <= b ? 1 : 0
            j &+= b <= a ? 1 : 0
        }
        return Overlap(common: common, onlyFirst: end - common, onlySecond: otherEnd - common)
    }
}
