/// Finds added tokens in a text as Hugging Face does: leftmost first, the longest of several.
struct AddedTokenMatcher: Sendable {
    /// What stands at a position.
    struct Match: Sendable {
        var end: Int
        /// Nil where the token is hidden by its neighbours; nothing is found inside it then.
        var id: Int32?
    }

    private struct Pattern: Sendable {
        var bytes: [UInt8]
        var id: Int32
        var isWholeWord: Bool
    }

    /// Longest first.
    private let patterns: [Pattern]
    /// By byte, whether a token starts with it.
    let starts: [Bool]

    /// - Parameter tokens: what to look for, with the id of each.
    init(_ tokens: [(token: AddedToken, content: [UInt8], id: Int32)]) {
        patterns =
            tokens.filter { !$0.content.isEmpty }
            .map { Pattern(bytes: $0.content, id: $0.id, isWholeWord: $0.token.isWholeWord) }
            .sorted { $0.bytes.count > $1.bytes.count }
        var starts = [Bool](repeating: false, count: 256)
        for pattern in patterns { starts[Int(pattern.bytes[0])] = true }
        self.starts = starts
    }

    var isEmpty: Bool { patterns.isEmpty }

    /// The token that starts at `position`, if any.
    func match(_ text: Span<UInt8>, at position: Int) -> Match? {
        guard starts[Int(text[position])] else { return nil }
        for pattern in patterns where Self.has(text, position, pattern.bytes) {
            let end = position + pattern.bytes.count
            let isHidden =
                pattern.isWholeWord
                && ((position > 0 && Self.isWordPart(text.scalar(before: position)))
                    || (end < text.count && Self.isWordPart(text.scalar(at: end).scalar)))
            return Match(end: end, id: isHidden ? nil : pattern.id)
        }
        return nil
    }

    private static func has(_ text: Span<UInt8>, _ position: Int, _ bytes: [UInt8]) -> Bool {
        guard text.count - position >= bytes.count else { return false }
        for index in bytes.indices where text[position + index] != bytes[index] { return false }
        return true
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
