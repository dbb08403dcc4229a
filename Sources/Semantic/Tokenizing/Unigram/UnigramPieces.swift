/// The pieces of a ``Unigram`` vocabulary with what they are chosen by.
struct UnigramPieces: Sendable {
    let trie: PieceTrie
    let scores: [Double]
    let unknown: Int32
    /// Of a character that is no piece.
    let unknownScore: Double
    /// By byte, the piece that stands for it in a run of unknown characters, or -1; empty where unknown ones are not
    /// spelled out.
    let byteFallback: [Int32]

    /// What an unknown character costs beyond the least likely piece (SentencePiece's `kUnkPenalty`).
    private static let penalty = 10.0

    /// - Parameter unknown: an id among the pieces'.
    init(_ pieces: ScoredPieces, unknown: Int32, spellsUnknown: Bool) {
        trie = PieceTrie(bytes: pieces.bytes, ranges: pieces.ranges)
        scores = pieces.scores
        self.unknown = unknown
        unknownScore = (scores.min() ?? 0) - Self.penalty
        if spellsUnknown {
            let digits = Array("0123456789ABCDEF".utf8)
            let trie = trie
            byteFallback = (0..<256).map { byte in
                let name = Array("<0x".utf8) + [digits[byte >> 4], digits[byte & 15]] + Array(">".utf8)
                return trie.number(of: name.span, name.indices) ?? -1
            }
        } else {
            byteFallback = []
        }
    }
}
