/// The smallest hashes of a set, which stand for all of it.
///
/// Broder, "On the resemblance and containment of documents" (1997): below the largest hash that both sketches
/// reach, the two samples are drawn alike from both sets, so the share of common hashes among them estimates
/// that of the sets. Small sets are kept whole and compared exactly. Hashes have 16 bits: of two unrelated sets
/// of 32, one pair in 64 has a hash in common by chance.
struct HashSketch {
    /// Ascending, without repetition, in an array that may hold other sketches too.
    let hashes: ArraySlice<UInt16>
    /// Hashes from here on were dropped, if there were any.
    private let bound: Int

    /// - Parameter capacity: the most hashes that a sketch of this kind keeps; one that is full may have
    ///   dropped some.
    init(_ hashes: ArraySlice<UInt16>, capacity: Int) {
        self.hashes = hashes
        bound = hashes.count < capacity ? Int(UInt16.max) + 1 : Int(hashes.last ?? 0) + 1
    }

    /// The `capacity` smallest of `hashes`, in order.
    static func smallest(_ capacity: Int, of hashes: [UInt16]) -> [UInt16] {
        var kept: [UInt16] = []
        kept.reserveCapacity(min(capacity, hashes.count))
        for hash in hashes.sorted() where kept.last != hash {
            if kept.count == capacity { break }
            kept.append(hash)
        }
        return kept
    }

    /// How many hashes two sketches share and have alone, where both are complete.
    struct Overlap {
        var common = 0
        var onlyFirst = 0
        var onlySecond = 0

        /// Of all elements, the share that both have; 0 of nothing.
        var resemblance: Double { Double(common) / Double(max(1, common + onlyFirst + onlySecond)) }
        /// Of the smaller set, the share that the other has too; 0 of nothing.
        var containment: Double { Double(common) / Double(max(1, common + min(onlyFirst, onlySecond))) }
        /// Whether each has something that the other lacks.
        var bothHaveOwn: Bool { onlyFirst > 0 && onlySecond > 0 }
    }

    /// - Complexity: O(hashes of both).
    func overlap(with other: HashSketch) -> Overlap {
        let bound = min(bound, other.bound)
        var overlap = Overlap()
        var (i, j) = (hashes.startIndex, other.hashes.startIndex)
        let (end, otherEnd) = (hashes.endIndex, other.hashes.endIndex)
        while true {
            let a = i < end ? Int(hashes[i]) : bound
            let b = j < otherEnd ? Int(other.hashes[j]) : bound
            if min(a, b) >= bound { return overlap }
            if a == b {
                overlap.common += 1
                (i, j) = (i + 1, j + 1)
            } else if a < b {
                overlap.onlyFirst += 1
                i += 1
            } else {
                overlap.onlySecond += 1
                j += 1
            }
        }
    }
}
