/// Cuts a text into words and these into pieces, in one pass over its bytes.
struct PieceScanner: Sendable {
    let table: PieceTable
    let folding: ScalarFolding
    let added: AddedTokenMatcher
    let unknown: Int32
    let longestWord: Int

    /// What to do with a byte: below 256, append this byte to the word; else one of the constants below.
    private let actions: [UInt16]
    private static let space: UInt16 = 256
    private static let punctuation: UInt16 = 257
    private static let removed: UInt16 = 258
    private static let beyondASCII: UInt16 = 259
    private static let addedToken: UInt16 = 260

    init(
        _ table: PieceTable,
        _ folding: ScalarFolding,
        _ added: AddedTokenMatcher,
        unknown: Int32,
        longestWord: Int
    ) {
        self.table = table
        self.folding = folding
        self.added = added
        self.unknown = unknown
        self.longestWord = longestWord
        actions = (0..<256).map { byte in
            if added.starts[byte] { return Self.addedToken }
            guard byte < 0x80, let folded = folding.common(UInt32(byte)) else { return Self.beyondASCII }
            switch folded.kind {
            case .word: return UInt16(folded.value)
            case .space: return Self.space
            case .punctuation: return Self.punctuation
            case .removed: return Self.removed
            default: return Self.beyondASCII
            }
        }
    }

    /// Appends the ids of a text's pieces to `output` until that is full.
    ///
    /// - Complexity: linear in the text up to where `output` is full.
    func scan(_ text: Span<UInt8>, into output: inout PieceOutput) {
        let actions = actions.span
        var word = WordBuffer(longest: longestWord)
        var position = 0
        // No added token is looked for before this position.
        var hiddenEnd = 0
        while position < text.count, !output.isFull {
            let action = actions[Int(text[position])]
            if action < 256 {
                word.append(UInt8(truncatingIfNeeded: action))
                position += 1
            } else if action == Self.space {
                flush(&word, into: &output)
                position += 1
            } else if action == Self.punctuation {
                flush(&word, into: &output)
                word.append(text[position])
                flush(&word, into: &output)
                position += 1
            } else if action == Self.removed {
                position += 1
            } else {
                if action == Self.addedToken, position >= hiddenEnd,
                    let match = added.match(text, at: position)
                {
                    if let id = match.id {
                        flush(&word, into: &output)
                        output.append(id)
                        position = match.end
                        continue
                    }
                    hiddenEnd = match.end
                }
                position = scanScalar(text, position, &word, &output)
            }
        }
        flush(&word, into: &output)
        output.cut()
    }

    /// Takes one scalar, or a run that has to be folded as a whole; returns the position behind.
    @inline(__always) private func scanScalar(
        _ text: Span<UInt8>,
        _ position: Int,
        _ word: inout WordBuffer,
        _ output: inout PieceOutput
    ) -> Int {
        let (scalar, next) = text.scalar(at: position)
        if let jamo = folding.jamo(scalar.value) {
            word.append(scalar: jamo.lead)
            word.append(scalar: jamo.vowel)
            if jamo.tail > 0x11A7 { word.append(scalar: jamo.tail) }
            return next
        }
        let folded = folding.common(scalar.value) ?? folding.single(scalar)
        if folded.kind != .sequence, folded.kind != .mark {
            take(folded, &word, &output)
            return next
        }
        let run = folding.run(text, at: position) { added.match(text, at: $0) != nil }
        for folded in run.folded { take(folded, &word, &output) }
        return run.next
    }

    @inline(__always) private func take(
        _ folded: ScalarFolding.Folded,
        _ word: inout WordBuffer,
        _ output: inout PieceOutput
    ) {
        switch folded.kind {
        case .word, .mark: word.append(scalar: folded.value)
        case .space: flush(&word, into: &output)
        case .punctuation, .ideograph:
            flush(&word, into: &output)
            word.append(scalar: folded.value)
            flush(&word, into: &output)
        case .removed, .barrier, .sequence: break
        }
    }

    /// Ends a word: appends its pieces, or the unknown token.
    @inline(__always) private func flush(_ word: inout WordBuffer, into output: inout PieceOutput) {
        guard word.length > 0 else { return }
        let id =
            word.isTooLong
            ? unknown
            : table.find(word.bytes.span, 0, word.length, word.hash, isContinuation: false)
        if id >= 0 {
            output.append(id)
        } else {
            split(word, into: &output)
        }
        word.clear()
    }

    /// The longest entry that a word starts with, then the longest continuation of it, and so on; one unknown
    /// token if nothing fits somewhere.
    private func split(_ word: WordBuffer, into output: inout PieceOutput) {
        let before = output.count
        let bytes = word.bytes.span
        var hashes: [UInt64] = []
        hashes.reserveCapacity(min(word.length, table.longest))
        var start = 0
        while start < word.length {
            hashes.removeAll(keepingCapacity: true)
            let isContinuation = start > 0
            var hash = isContinuation ? PieceTable.continuationSeed : PieceTable.wordSeed
            let furthest = min(word.length, start + table.longest)
            for position in start..<furthest {
                hash = PieceTable.hash(hash, bytes[position])
                hashes.append(hash)
            }
            var end = furthest
            var id: Int32 = -1
            while end > start {
                id = table.find(bytes, start, end, hashes[end - start - 1], isContinuation: isContinuation)
                if id >= 0 { break }
                end -= 1
            }
            guard id >= 0 else {
                output.retract(to: before)
                output.append(unknown)
                return
            }
            output.append(id)
            start = end
        }
    }
}

/// A word while it is read: its folded UTF-8 with the hash by which ``PieceTable`` finds it.
struct WordBuffer {
    private(set) var bytes: [UInt8]
    private(set) var length = 0
    private(set) var hash = PieceTable.wordSeed
    /// Whether it has more characters than words may have; the rest of it is not kept.
    private(set) var isTooLong = false
    private var characters = 0
    private let longest: Int

    /// - Parameter longest: characters that a word may have.
    init(longest: Int) {
        self.longest = longest
        bytes = [UInt8](repeating: 0, count: 4 * longest)
    }

    @inline(__always) mutating func append(_ ascii: UInt8) {
        guard characters < longest else {
            isTooLong = true
            return
        }
        characters += 1
        push(ascii)
    }

    @inline(__always) mutating func append(scalar value: UInt32) {
        guard characters < longest else {
            isTooLong = true
            return
        }
        characters += 1
        if value < 0x80 {
            push(UInt8(truncatingIfNeeded: value))
            return
        }
        if value < 0x800 {
            push(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
        } else {
            if value < 0x10000 {
                push(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            } else {
                push(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
                push(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            }
            push(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
        }
        push(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }

    @inline(__always) private mutating func push(_ byte: UInt8) {
        bytes[length] = byte
        length += 1
        hash = PieceTable.hash(hash, byte)
    }

    @inline(__always) mutating func clear() {
        length = 0
        characters = 0
        hash = PieceTable.wordSeed
        isTooLong = false
    }
}

/// The ids found so far, up to a limit.
struct PieceOutput {
    private(set) var ids: [Int32] = []
    private let limit: Int

    /// - Parameter first: an id that precedes the pieces and counts towards the limit.
    init(limit: Int, first: Int32? = nil) {
        self.limit = limit
        ids.reserveCapacity(min(limit + 1, 128))
        if let first { ids.append(first) }
    }

    var count: Int { ids.count }
    var isFull: Bool { ids.count >= limit }

    @inline(__always) mutating func append(_ id: Int32) { ids.append(id) }

    mutating func retract(to count: Int) { ids.removeLast(ids.count - count) }

    /// Cuts off what the last word has beyond the limit.
    mutating func cut() { if ids.count > limit { retract(to: limit) } }

}
