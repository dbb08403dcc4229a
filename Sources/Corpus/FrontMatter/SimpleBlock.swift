/// The lines of a `related:` list that is written so plainly that its extent is certain without a YAML
/// parser.
///
/// Old lists make up most of a file (73 entries here, 80 KB there), and nothing in them is ever used.
/// Where every line is `key:`, `key: plain` or `key: "quoted and closed"`, no scalar can run on past the
/// list, so the rest can be parsed without it. Anything else goes to the parser whole.
enum SimpleBlock {
    /// The bytes from `related:` to the end of its last entry, or nil where there is no such list, more than
    /// one, or one in any other style.
    static func find(in yaml: ArraySlice<UInt8>) -> Range<Int>? {
        var found: Range<Int>?
        var lineStart = yaml.startIndex
        while lineStart < yaml.endIndex {
            let next = endOfLine(yaml, lineStart)
            if yaml[lineStart] == UInt8(ascii: "r"), yaml[lineStart..<next].starts(with: key) {
                guard found == nil, isBlank(yaml[(lineStart + key.count)..<next]),
                    let end = endOfEntries(yaml, from: next)
                else { return nil }
                found = lineStart..<end
                lineStart = end
            } else {
                lineStart = next
            }
        }
        return found
    }

    private static let key = Array("related:".utf8)

    /// The end of the indented lines that start at `start`; nil where one of them is not simple.
    private static func endOfEntries(_ yaml: ArraySlice<UInt8>, from start: Int) -> Int? {
        guard yaml[start...].starts(with: [0x20, 0x20, UInt8(ascii: "-"), 0x20]) else { return nil }
        var lineStart = start
        while lineStart < yaml.endIndex, yaml[lineStart] == 0x20 {
            let next = endOfLine(yaml, lineStart)
            guard isSimple(yaml[lineStart..<next]) else { return nil }
            lineStart = next
        }
        guard lineStart < yaml.endIndex else { return lineStart }
        // A list may also go on in the first column, as `- title: ...`.
        return yaml[lineStart] == UInt8(ascii: "-") || yaml[lineStart] == UInt8(ascii: "\t") ? nil : lineStart
    }

    /// Whether a line is indentation, perhaps `- `, a key of letters, a colon, and nothing, a closed quoted
    /// text or a plain one.
    private static func isSimple(_ line: ArraySlice<UInt8>) -> Bool {
        var index = line.startIndex
        func byte(_ offset: Int = 0) -> UInt8 { index + offset < line.endIndex ? line[index + offset] : 0x0A }
        while byte() == 0x20 { index += 1 }
        if byte() == UInt8(ascii: "-"), byte(1) == 0x20 { index += 2 }
        let keyStart = index
        while byte() | 0x20 >= UInt8(ascii: "a"), byte() | 0x20 <= UInt8(ascii: "z") { index += 1 }
        guard index > keyStart, byte() == UInt8(ascii: ":") else { return false }
        index += 1
        if isBlank(line[index...]) { return true }
        guard byte() == 0x20 else { return false }
        index += 1
        return byte() == UInt8(ascii: "\"") ? isClosedQuote(line[(index + 1)...]) : isPlain(line[index...])
    }

    /// Whether the text behind an opening quote ends with its closing quote at the end of the line.
    private static func isClosedQuote(_ text: ArraySlice<UInt8>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") { return isBlank(text[(index + 1)...]) }
            // Only the escapes of YAML 1.1 that need no further look.
            if byte == UInt8(ascii: "\\") {
                index += 1
                guard index < text.endIndex, escapes.contains(text[index]) else { return false }
            } else if byte < 0x20 || byte == 0x7F || isUnusual(text, index) {
                return false
            }
            index += 1
        }
        return false
    }

    private static let escapes = Set(#"0abtnvfre "/\N_LP"#.utf8)

    /// Whether a plain scalar starts with a letter or digit and holds nothing that YAML could read otherwise.
    private static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first.isASCIIAlphanumeric else { return false }
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == 0x0A || byte == 0x0D {
                return isBlank(text[index...]) && previous != UInt8(ascii: ":")
            }
            if byte < 0x20 || byte == 0x7F || isUnusual(text, index) { return false }
            if byte == 0x20, previous == UInt8(ascii: ":") { return false }
            if byte == UInt8(ascii: "#"), previous == 0x20 { return false }
            previous = byte
        }
        return false
    }

    /// Whether a character begins here that is a line break to YAML but not to editors, or that YAML
    /// refuses: C1 controls, U+2028, U+2029, U+FEFF and the last two of the plane. Wider than need be.
    private static func isUnusual(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
        let byte = text[index]
        guard byte == 0xC2 || byte == 0xE2 || byte == 0xEF, index + 1 < text.endIndex else { return false }
        switch (byte, text[index + 1]) {
        case (0xC2, ..<0xA0), (0xEF, 0xBB...): return true
        case (0xE2, 0x80):
            return index + 2 >= text.endIndex || text[index + 2] == 0xA8 || text[index + 2] == 0xA9
        default: return false
        }
    }

    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes == [0x0A] || bytes == [0x0D, 0x0A] || bytes.isEmpty
    }

    private static func endOfLine(_ yaml: ArraySlice<UInt8>, _ start: Int) -> Int {
        yaml[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? yaml.endIndex
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool { (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 }
}
