/// Finds added tokens in a text as Hugging Face does: leftmost first, the longest of several.
struct AddedTokenMatcher: Sendable {
    /// What stands at a position.
    struct Match: Sendable {
        var end: Int
        /// Nil where the token is hidden by its neighbours; nothing is found inside it then.
        var id: Int32?
        /// Whether the white space before and after it belongs to it.
        var takesSpaceBefore = false
        var takesSpaceAfter = false
    }

    private let tokens: [(token: AddedToken, id: Int32)]
    private let trie: PieceTrie
    /// By byte, whether a token starts with it.
    let starts: [Bool]

    /// - Parameter tokens: what to look for, with the id of each.
    init(_ tokens: [(token: AddedToken, content: [UInt8], id: Int32)]) {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for token in tokens {
            ranges.append(bytes.count..<(bytes.count + token.content.count))
            bytes += token.content
        }
        self.tokens = tokens.map { ($0.token, $0.id) }
        trie = PieceTrie(bytes: bytes, ranges: ranges)
        starts = trie.firstBytes
        isEmpty = bytes.isEmpty
    }

    let isEmpty: Bool

    /// The token that starts at `position`, if any.
    ///
    /// - Complexity: O(bytes of the longest token).
    func match(_ text: Span<UInt8>, at position: Int) -> Match? {
        guard starts[Int(text[position])] else { return nil }
        var node = PieceTrie.root
        var end = position
        var (longest, number) = (position, -1)
        while end < text.count, let child = trie.child(of: node, by: text[end]) {
            node = child
            end += 1
            if trie.number(at: node) >= 0 { (longest, number) = (end, Int(trie.number(at: node))) }
        }
        guard number >= 0 else { return nil }
        let (token, id) = tokens[number]
        let isHidden =
            token.isWholeWord
            && ((position > 0 && Self.isWordPart(text.scalar(before: position)))
                || (longest < text.count && Self.isWordPart(text.scalar(at: longest).scalar)))
        return Match(
            end: longest,
            id: isHidden ? nil : id,
            takesSpaceBefore: token.takesSpaceBefore,
            takesSpaceAfter: token.takesSpaceAfter
        )
    }

    /// A text as stretches between added tokens and the tokens themselves, in order; white space that belongs to tokens is
    /// in neither, and nothing is empty.
    ///
    /// - Complexity: O(bytes of the longest token) a byte.
    func parts(of text: Span<UInt8>) -> [(range: Range<Int>, id: Int32?)] {
        var parts: [(range: Range<Int>, id: Int32?)] = []
        // Where the stretch begins that has not been taken yet.
        var start = 0
        var position = isEmpty ? text.count : 0
        while position < text.count {
            guard let match = match(text, at: position) else {
                position += 1
                continue
            }
            if let id = match.id {
                let first =
                    match.takesSpaceBefore
                    ? WhiteSpace.start(in: text, before: position, from: start) : position
                if start < first { parts.append((start..<first, nil)) }
                start = match.takesSpaceAfter ? WhiteSpace.end(in: text, from: match.end) : match.end
                parts.append((position..<match.end, id))
                position = start
            } else {
                position = match.end
            }
        }
        if start < text.count { parts.append((start..<text.count, nil)) }
        return parts
    }

    /// `\w` of Rust's crate regex (Unicode Technical Standard 18, annex C).
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.isJoinControl { return true }
        switch properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation: return true
        default: return false
        }
    }
}
