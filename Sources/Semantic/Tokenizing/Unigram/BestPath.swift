/// Finds the pieces of a word whose scores have the largest sum (Viterbi), as Hugging Face's tokenizers do.
///
/// Keeps its tables from word to word.
struct BestPath {
    private let pieces: UnigramPieces
    /// By byte of the word, the largest sum of pieces that end there.
    private var sums: [Double] = []
    /// Where the last of these pieces begins; -1 where none ends.
    private var starts: [Int32] = []
    /// Which piece that is.
    private var ids: [Int32] = []
    private var found: [Int32] = []

    init(_ pieces: UnigramPieces) { self.pieces = pieces }

    /// Appends the ids of a word's pieces to `output` until that is full.
    ///
    /// - Parameter range: of `text`, whole characters, not empty.
    /// - Complexity: O(bytes of the word x bytes of the longest piece).
    mutating func append(_ text: Span<UInt8>, _ range: Range<Int>, to output: inout PieceOutput) {
        prepare(range.count)
        Self.relax(text, range, pieces, &sums, &starts, &ids)
        collect(text, range)
        for id in found.reversed() {
            if output.isFull { break }
            output.append(id)
        }
    }

    private mutating func prepare(_ length: Int) {
        if starts.count <= length {
            sums = [Double](repeating: 0, count: length + 1)
            starts = [Int32](repeating: -1, count: length + 1)
            ids = starts
        } else {
            for place in 0...length { starts[place] = -1 }
        }
        sums[0] = 0
    }

    /// Fills the tables.
    private static func relax(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ pieces: UnigramPieces,
        _ sumTable: inout [Double],
        _ startTable: inout [Int32],
        _ idTable: inout [Int32]
    ) {
        var sums = sumTable.mutableSpan
        var starts = startTable.mutableSpan
        var ids = idTable.mutableSpan
        let trie = pieces.trie
        let scores = pieces.scores.span
        let base = range.lowerBound
        var start = base
        while start < range.upperBound {
            let sum = sums[start - base]
            let next = min(start + length(text[start]), range.upperBound)
            var hasCharacter = false
            var node = PieceTrie.root
            var end = start
            while end < range.upperBound, let child = trie.child(of: node, by: text[end]) {
                node = child
                end += 1
                let id = trie.number(at: node)
                guard id >= 0 else { continue }
                if end == next { hasCharacter = true }
                let candidate = scores[Int(id)] + sum
                if starts[end - base] < 0 || candidate > sums[end - base] {
                    sums[end - base] = candidate
                    starts[end - base] = Int32(truncatingIfNeeded: start - base)
                    ids[end - base] = id
                }
            }
            if !hasCharacter {
                let candidate = pieces.unknownScore + sum
                if starts[next - base] < 0 || candidate > sums[next - base] {
                    sums[next - base] = candidate
                    starts[next - base] = Int32(truncatingIfNeeded: start - base)
                    ids[next - base] = pieces.unknown
                }
            }
            start = next
        }
    }

    /// Bytes of the character that begins with `byte`.
    @inline(__always) private static func length(_ byte: UInt8) -> Int {
        byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    /// Puts the best path into `found`, last piece first; unknown characters that follow each other are one.
    private mutating func collect(_ text: Span<UInt8>, _ range: Range<Int>) {
        found.removeAll(keepingCapacity: true)
        var end = range.count
        while end > 0 {
            let id = ids[end]
            var start = Int(starts[end])
            if id == pieces.unknown {
                while start > 0, ids[start] == pieces.unknown { start = Int(starts[start]) }
                appendUnknown(text, range.lowerBound + start..<range.lowerBound + end)
            } else {
                found.append(id)
            }
            end = start
        }
    }

    private mutating func appendUnknown(_ text: Span<UInt8>, _ range: Range<Int>) {
        if let id = pieces.trie.number(of: text, range) {
            found.append(id)
        } else if pieces.byteFallback.isEmpty
            || range.contains(where: { pieces.byteFallback[Int(text[$0])] < 0 })
        {
            found.append(pieces.unknown)
        } else {
            for position in range.reversed() { found.append(pieces.byteFallback[Int(text[position])]) }
        }
    }
}
