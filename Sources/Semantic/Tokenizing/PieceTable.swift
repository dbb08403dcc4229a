/// The entries of a vocabulary as one run of bytes, found by hash.
struct PieceTable: Sendable {
    /// The entries' UTF-8, with or without separators.
    private let bytes: [UInt8]
    /// Where each entry lies in `bytes`.
    private let starts: [UInt32]
    private let ends: [UInt32]
    /// Open addressing: upper half of the hash, then the id shifted left by one, with 1 where the entry is
    /// filed without the prefix of continuations; `empty` where nothing is. At most two thirds full.
    private var slots: [UInt64]
    private let mask: UInt64
    /// Bytes of the prefix of continuations.
    private let prefixLength: Int
    /// Bytes of the longest entry.
    let longest: Int

    private static let empty = UInt64.max

    /// FNV-1a's offset basis and prime for 64 bits (draft-eastlake-fnv).
    static let wordSeed: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01b3
    /// Another start, so that a continuation is not found as a word.
    static let continuationSeed: UInt64 = wordSeed ^ UInt64.max

    var count: Int { starts.count }

    /// - Parameter ranges: where the entries lie in `bytes`, by id, valid UTF-8; only the first `searchable`
    ///   of them are found by ``find``.
    /// - Throws: ``TokenizerError/duplicateEntry(_:_:_:)``.
    init(
        bytes: [UInt8],
        ranges: [Range<Int>],
        searchable: Int,
        continuation: [UInt8]
    ) throws(TokenizerError) {
        self.bytes = bytes
        starts = ranges.map { UInt32($0.lowerBound) }
        ends = ranges.map { UInt32($0.upperBound) }
        longest = ranges.reduce(0) { max($0, $1.upperBound - $1.lowerBound) }
        prefixLength = continuation.count
        var size = 16
        let continuations = ranges.prefix(searchable).count { bytes[$0].starts(with: continuation) }
        while 2 * size < 3 * (searchable + continuations) { size *= 2 }
        mask = UInt64(size - 1)
        slots = [UInt64](repeating: Self.empty, count: size)

        for (id, range) in ranges.prefix(searchable).enumerated() {
            if let first = insert(id, range, isContinuation: false) {
                throw .duplicateEntry(self[Int32(id)], first, id)
            }
            if bytes[range].starts(with: continuation) {
                _ = insert(id, (range.lowerBound + prefixLength)..<range.upperBound, isContinuation: true)
            }
        }
    }

    /// The id that is filed under the same bytes already, if any.
    private mutating func insert(_ id: Int, _ range: Range<Int>, isContinuation: Bool) -> Int? {
        var hash = isContinuation ? Self.continuationSeed : Self.wordSeed
        for position in range { hash = Self.hash(hash, bytes[position]) }
        let found = find(bytes.span, range.lowerBound, range.upperBound, hash, isContinuation: isContinuation)
        if found >= 0 { return Int(found) }
        var slot = Int(truncatingIfNeeded: Self.spread(hash) & mask)
        while slots[slot] != Self.empty { slot = (slot + 1) & Int(truncatingIfNeeded: mask) }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(id) << 1 | (isContinuation ? 1 : 0)
        return nil
    }

    @inline(__always) static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* prime
    }

    @inline(__always) private static func spread(_ hash: UInt64) -> UInt64 { hash ^ hash >> 32 }

    /// The id of the entry that equals `text[start..<end]`, behind the prefix for a continuation; -1 for
    /// none.
    ///
    /// - Parameter hash: of these bytes, from the seed of words or of continuations.
    @inline(__always) func find(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ hash: UInt64,
        isContinuation: Bool
    ) -> Int32 {
        let slots = slots.span
        var slot = Int(truncatingIfNeeded: Self.spread(hash) & mask)
        while true {
            let filed = slots[slot]
            if filed == Self.empty { return -1 }
            if (filed ^ hash) >> 32 == 0, (filed & 1 == 1) == isContinuation {
                let id = Int(truncatingIfNeeded: (filed & 0xFFFF_FFFF) >> 1)
                if matches(id, text, start, end, skipping: isContinuation ? prefixLength : 0) {
                    return Int32(truncatingIfNeeded: id)
                }
            }
            slot = (slot + 1) & Int(truncatingIfNeeded: mask)
        }
    }

    @inline(__always) private func matches(
        _ id: Int,
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        skipping: Int
    ) -> Bool {
        var position = Int(starts[id]) + skipping
        guard Int(ends[id]) - position == end - start else { return false }
        let bytes = bytes.span
        for other in start..<end {
            if bytes[position] != text[other] { return false }
            position += 1
        }
        return true
    }

    /// The id of an entry, by its whole text.
    func id(of entry: String) -> Int32? {
        let bytes = Array(entry.utf8)
        let hash = bytes.reduce(Self.wordSeed, Self.hash)
        let id = find(bytes.span, 0, bytes.count, hash, isContinuation: false)
        return id >= 0 ? id : nil
    }

    subscript(_ id: Int32) -> String {
        String(decoding: bytes[Int(starts[Int(id)])..<Int(ends[Int(id)])], as: UTF8.self)
    }
}
