/// The lines of a related list that is written so plainly that its extent is certain without a YAML
/// parser.
///
/// Old lists make up most of a file (73 entries here, 80 KB there), and nothing in them is ever used.
/// Where every line is `key:`, `key: plain` or `key: "quoted and closed"`, properly indented, no scalar can
/// run on past the list and nothing in it is broken, so the rest can be parsed without it. Anything else
/// goes to the parser whole.
enum SimpleBlock {
    /// The bytes from the line of `key` to the end of its last entry, or nil where there is no such list, more than
    /// one, or one in any other style.
    static func find(in yaml: ArraySlice<UInt8>, key: String) -> Range<Int>? {
        // Any other could be a number, a quoted text or an anchor.
        guard key.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_") }) else { return nil }
        let key = Array("\(key):".utf8)
        var found: Range<Int>?
        var hasKeyInFirstColumn = false
        var lineStart = yaml.startIndex
        while lineStart < yaml.endIndex {
            let next = endOfLine(yaml, lineStart)
            let line = yaml[lineStart..<next]
            if line.starts(with: key) {
                guard found == nil, isBlank(line[(lineStart + key.count)...]),
                    let end = endOfEntries(yaml, from: next)
                else { return nil }
                found = lineStart..<end
                lineStart = end
                continue
            }
            if found == nil {
                // Inside a value that runs over several lines, such a line would be text.
                if mayRunOn(line) { return nil }
                switch line.first {
                // `? key` and keys of an indented root have rules of their own.
                case UInt8(ascii: "?"): return nil
                case 0x20: if !hasKeyInFirstColumn { return nil }
                case UInt8(ascii: "#"), 0x0A, 0x0D: break
                default: hasKeyInFirstColumn = true
                }
            }
            lineStart = next
        }
        return found
    }

    /// The end of the entries that start at `start`; nil where a line is not simple or out of place.
    private static func endOfEntries(_ yaml: ArraySlice<UInt8>, from start: Int) -> Int? {
        var nesting = Nesting()
        var lineStart = start
        while lineStart < yaml.endIndex, yaml[lineStart] == 0x20 {
            let next = endOfLine(yaml, lineStart)
            guard let line = SimpleLine(yaml[lineStart..<next]), nesting.accepts(line) else { return nil }
            lineStart = next
        }
        guard lineStart > start else { return nil }
        // Behind blank lines and comments the list may go on.
        var behind = lineStart
        while behind < yaml.endIndex {
            let next = endOfLine(yaml, behind)
            let line = yaml[behind..<next]
            guard isBlank(line) || line.first == UInt8(ascii: "#") else { break }
            // A break that only YAML knows ends a comment before the line ends.
            guard !hasHiddenBreak(line) else { return nil }
            behind = next
        }
        guard behind < yaml.endIndex else { return lineStart }
        return couldGoOn.contains(yaml[behind]) ? nil : lineStart
    }

    /// Bytes that do not begin a key: indentation, an item, the value of a `? key`, or the start of a break
    /// or mark that only YAML knows.
    private static let couldGoOn: Set<UInt8> = [
        0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: ":"), 0x0D, 0xC2, 0xE2, 0xEF,
    ]

    private static func hasHiddenBreak(_ line: ArraySlice<UInt8>) -> Bool {
        line.indices.contains { index in
            let isLastBreak = line[index] == 0x0D && index + 1 < line.endIndex && line[index + 1] == 0x0A
            return (line[index] == 0x0D && !isLastBreak) || SimpleLine.isUnusual(line, index)
        }
    }

    /// Whether a line may begin a quoted text or a flow collection that it does not end.
    private static func mayRunOn(_ line: ArraySlice<UInt8>) -> Bool {
        // Values begin behind indentation and the indicators `- ` and `? `, or behind a key's colon.
        var start = line.startIndex
        while start < line.endIndex, [0x20, UInt8(ascii: "-"), UInt8(ascii: "?")].contains(line[start]) {
            start += 1
        }
        if opensValue(line[start...]) { return true }
        var index = start
        while index < line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: ":"), index + 1 < line.endIndex, line[index + 1] == 0x20 {
                var value = index + 1
                while value < line.endIndex, line[value] == 0x20 { value += 1 }
                if value < line.endIndex, line[value] == UInt8(ascii: "\"") {
                    return !SimpleLine.isClosedQuote(line[(value + 1)...])
                }
                if opensValue(line[value...]) { return true }
            }
            // Tabs and the line breaks that only YAML knows can hide the start of a value.
            let isLastBreak = byte == 0x0D && index + 1 < line.endIndex && line[index + 1] == 0x0A
            if byte == 0x09 || (byte == 0x0D && !isLastBreak) || SimpleLine.isUnusual(line, index) {
                return true
            }
            index += 1
        }
        return false
    }

    /// Whether a value starts with a quote that is not closed at the line's end, or with a sign that only the
    /// parser can follow.
    private static func opensValue(_ value: ArraySlice<UInt8>) -> Bool {
        switch value.first {
        case UInt8(ascii: "\""): !SimpleLine.isClosedQuote(value.dropFirst())
        case UInt8(ascii: "'"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "&"), UInt8(ascii: "!"):
            true
        default: false
        }
    }

    /// Whether there is nothing but the line's break.
    static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.isEmpty || bytes.elementsEqual([0x0A]) || bytes.elementsEqual([0x0D, 0x0A])
    }

    private static func endOfLine(_ yaml: ArraySlice<UInt8>, _ start: Int) -> Int {
        yaml[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? yaml.endIndex
    }
}

/// One line of a simple list: indentation, perhaps `- `, a key of letters, a colon, and a value that ends on
/// the line.
private struct SimpleLine {
    /// Column of the dash, from 0; nil where there is none.
    var dash: Int?
    /// Column of the key.
    var column: Int
    /// Whether the key has no value on its line, so that deeper lines may follow.
    var isOpen: Bool

    init?(_ line: ArraySlice<UInt8>) {
        var index = line.startIndex
        func byte(_ offset: Int = 0) -> UInt8 { index + offset < line.endIndex ? line[index + offset] : 0x0A }
        while byte() == 0x20 { index += 1 }
        if byte() == UInt8(ascii: "-"), byte(1) == 0x20 {
            dash = index - line.startIndex
            index += 2
        }
        column = index - line.startIndex
        let keyStart = index
        while byte() | 0x20 >= UInt8(ascii: "a"), byte() | 0x20 <= UInt8(ascii: "z") { index += 1 }
        // YAML allows 1,024 characters of a key; none here has more than a few.
        guard index > keyStart, index - keyStart <= 128, byte() == UInt8(ascii: ":") else { return nil }
        index += 1
        isOpen = SimpleBlock.isBlank(line[index...])
        if isOpen { return }
        guard byte() == 0x20 else { return nil }
        index += 1
        guard
            byte() == UInt8(ascii: "\"")
                ? Self.isClosedQuote(line[(index + 1)...]) : Self.isPlain(line[index...])
        else { return nil }
    }

    /// Whether the text behind an opening quote ends with its closing quote at the end of the line.
    static func isClosedQuote(_ text: ArraySlice<UInt8>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") { return SimpleBlock.isBlank(text[(index + 1)...]) }
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

    /// Whether a plain scalar starts like a word or a number and holds nothing that YAML could read otherwise.
    private static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        let second = text.dropFirst().first ?? 0x0A
        // A word, a number or a date; a dash alone would be an item.
        guard
            (first | 0x20) &- 0x61 < 26 || first &- 0x30 < 10
                || (first == UInt8(ascii: "-") && second &- 0x30 < 10)
        else { return false }
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == 0x0A || byte == 0x0D {
                return SimpleBlock.isBlank(text[index...]) && previous != UInt8(ascii: ":")
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
    static func isUnusual(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
        let byte = text[index]
        guard byte == 0xC2 || byte == 0xE2 || byte == 0xEF, index + 1 < text.endIndex else { return false }
        switch (byte, text[index + 1]) {
        case (0xC2, ..<0xA0), (0xEF, 0xBB...): return true
        case (0xE2, 0x80):
            return index + 2 >= text.endIndex || text[index + 2] == 0xA8 || text[index + 2] == 0xA9
        default: return false
        }
    }
}

/// The mappings that are open at a line of a simple list, outermost first.
private struct Nesting {
    private struct Mapping {
        var column: Int
        /// Column of the dash before its first key, where it is an item of a list.
        var dash: Int?
    }

    private var open: [Mapping] = []
    private var previousIsOpen = false

    /// Takes the next line; false where its indentation fits no open mapping or list.
    mutating func accepts(_ line: SimpleLine) -> Bool {
        defer { previousIsOpen = line.isOpen }
        let indent = line.dash ?? line.column
        if let last = open.last, previousIsOpen, indent > last.column {
            open.append(Mapping(column: line.column, dash: line.dash))
            return true
        }
        guard !open.isEmpty else {
            // The first entry, under the key.
            guard line.dash == 2 else { return false }
            open = [Mapping(column: line.column, dash: line.dash)]
            return true
        }
        if let dash = line.dash {
            while let last = open.last, last.dash != dash {
                open.removeLast()
                if last.column <= dash { return false }
            }
            return open.last?.column == line.column
        }
        while let last = open.last, last.column > line.column { open.removeLast() }
        return open.last?.column == line.column
    }
}
