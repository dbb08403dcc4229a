/// Hashes of short runs of words, by which texts are compared.
enum Shingles {
    /// Words of a run: two are shared by chance too often, four lose too much to one changed word.
    private static let length = 3

    /// Hashes that stand for whatever number or name.
    private static let maskedNumber: UInt64 = 1
    private static let maskedName: UInt64 = 2

    /// Every run of three words.
    static func plain(_ words: [FingerprintWord]) -> [UInt16] {
        guard words.count >= length else { return [] }
        return (0...(words.count - length)).map {
            run(words[$0].hash, words[$0 + 1].hash, words[$0 + 2].hash)
        }
    }

    /// Every run of three words after numbers and names have been masked and neighbours of one kind joined; none
    /// with two masks, which any two texts would share.
    ///
    /// A name is whatever begins in upper case, first words of sentences included. In German that masks all
    /// nouns, in Arabic or Chinese nothing; either makes skeletons weaker, not wrong.
    static func skeleton(_ words: [FingerprintWord]) -> [UInt16] {
        var masked: [UInt64] = []
        masked.reserveCapacity(words.count)
        for word in words {
            let hash = word.isNumber ? maskedNumber : word.isCapitalised ? maskedName : word.hash
            if hash > maskedName || masked.last != hash { masked.append(hash) }
        }
        guard masked.count >= length else { return [] }
        var runs: [UInt16] = []
        runs.reserveCapacity(masked.count)
        for start in 0...(masked.count - length) {
            let (a, b, c) = (masked[start], masked[start + 1], masked[start + 2])
            let masks = (a > maskedName ? 0 : 1) + (b > maskedName ? 0 : 1) + (c > maskedName ? 0 : 1)
            if masks < 2 { runs.append(run(a, b, c)) }
        }
        return runs
    }

    /// Every pair of neighbours in a title, any number standing for any other.
    static func titlePairs(_ words: [FingerprintWord]) -> [UInt16] {
        guard words.count >= 2 else { return [] }
        func masked(_ word: FingerprintWord) -> UInt64 { word.isNumber ? maskedNumber : word.hash }
        return (1..<words.count).map { run(masked(words[$0 - 1]), masked(words[$0]), 0) }
    }

    /// One hash of all words in their order.
    static func sequence(_ words: some Sequence<FingerprintWord>) -> UInt64 {
        words.reduce(0) { mix($0 &* 0x9E37_79B9_7F4A_7C15 &+ $1.hash) }
    }

    /// 16 bits of a word's hash.
    static func fold(_ hash: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: mix(hash) >> 48) }

    private static func run(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt16 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        return fold(((a &* factor ^ b) &* factor) ^ c)
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
