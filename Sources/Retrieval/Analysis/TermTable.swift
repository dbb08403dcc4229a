/// Distinct terms, numbered in order of insertion: their bytes end to end, found by hash.
///
/// Terms are equal where their bytes are; the analyzer gives every one in its composed form.
struct TermTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each term ends.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// In each place the number of its term plus 1, and above it the upper half of the term's hash; 0 where there is
    /// none. Twice as many places as terms at least, a power of 2.
    private var places: [UInt64]

    init() { places = [UInt64](repeating: 0, count: 64) }

    init(_ terms: some Sequence<String>) {
        self.init()
        for term in terms {
            let bytes = Array(term.utf8)
            _ = insert(bytes[...], Self.hash(bytes))
        }
    }

    /// The number of terms.
    var count: Int { ends.count }

    /// The bytes of a term.
    func term(_ number: Int) -> ArraySlice<UInt8> {
        bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    }

    /// The hash that a term was inserted by.
    func hash(of number: Int) -> UInt64 { hashes[number] }

    /// Differs from process to process, so that nobody can write words that all meet in one place; numbers do not
    /// depend on it.
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// A hash of a term's bytes: FNV-1a from a random start, its bits mixed (Stafford's variant 13).
    static func hash(_ term: [UInt8]) -> UInt64 {
        var hash = seed
        for byte in term { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }

    /// The number of a term, or nil where it is not here.
    ///
    /// - Complexity: O(bytes of the term), expected.
    func number(of term: [UInt8], _ hash: UInt64) -> Int? {
        let found = places[place(of: term[...], hash)]
        return found == 0 ? nil : Self.number(found)
    }

    /// The number of a term, a new one where the term is new.
    mutating func insert(_ term: ArraySlice<UInt8>, _ hash: UInt64) -> Int {
        let place = place(of: term, hash)
        if places[place] > 0 { return Self.number(places[place]) }
        bytes += term
        ends.append(bytes.count)
        hashes.append(hash)
        places[place] = Self.entry(hash, number: ends.count - 1)
        if 2 * ends.count > places.count { grow() }
        return ends.count - 1
    }

    /// Where a term is, or would be.
    private func place(of term: ArraySlice<UInt8>, _ hash: UInt64) -> Int {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] > 0 {
            let found = places[place]
            if found >> 32 == hash >> 32, has(term, at: Self.number(found)) { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private func has(_ term: ArraySlice<UInt8>, at number: Int) -> Bool {
        let start = number == 0 ? 0 : ends[number - 1]
        guard ends[number] - start == term.count else { return false }
        for offset in 0..<term.count where bytes[start + offset] != term[term.startIndex + offset] {
            return false
        }
        return true
    }

    private static func entry(_ hash: UInt64, number: Int) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
    }

    private static func number(_ entry: UInt64) -> Int { Int(entry & 0xFFFF_FFFF) - 1 }

    private mutating func grow() {
        places = [UInt64](repeating: 0, count: 2 * places.count)
        let mask = places.count - 1
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & mask
            while places[place] > 0 { place = (place + 1) & mask }
            places[place] = Self.entry(hash, number: number)
        }
    }
}
