/// Splits TOML into its statements and values, each with its place.
///
/// TOMLKit says whether a text is valid; what it gives has neither order nor places, and no dates as they are written.
/// So this scanner is lenient: what it accepts may still be wrong.
struct TOMLScanner {
    /// One line, or several where its value takes them.
    struct Statement {
        enum Kind { case pair, table, arrayOfTables }

        var kind: Kind
        /// Of the key or the brackets.
        var start: Int
        /// Names and places of the dotted key.
        var keys: [(name: String, offset: Int)]
        /// The value's bytes; of tables the brackets.
        var extent: Range<Int>
        /// Nil for tables.
        var value: FrontMatterNode?
        /// Comments between the items of a pair's list.
        var comments: [Comment] = []
    }

    /// A comment within the brackets of a list.
    struct Comment {
        /// From its `#`, without the line's end.
        var extent: Range<Int>
        /// Whether nothing but white space stands before it on its line.
        var isWholeLine: Bool
    }

    private let text: ArraySlice<UInt8>
    private let depthLimit: Int
    private let lines: LineTable
    private var index: Int
    /// Where the last statement ends that could be read.
    private(set) var end: Int
    private var comments: [Comment] = []

    init(_ text: ArraySlice<UInt8>, depthLimit: Int) {
        self.text = text
        self.depthLimit = depthLimit
        lines = LineTable(feeds: text, firstLine: 2)
        index = text.startIndex
        end = index
    }

    /// All statements.
    ///
    /// - Throws: ``TOMLFailure`` where the text is no TOML, or nested deeper than the limit.
    mutating func statements() throws(TOMLFailure) -> [Statement] {
        var statements: [Statement] = []
        while true {
            skipBlank()
            guard index < text.endIndex else { return statements }
            let start = index
            if byte() == UInt8(ascii: "[") {
                let isArray = byte(1) == UInt8(ascii: "[")
                index += isArray ? 2 : 1
                let keys = try dottedKey(depth: 0)
                try expect("]")
                if isArray { try expect("]") }
                statements.append(
                    Statement(
                        kind: isArray ? .arrayOfTables : .table,
                        start: start,
                        keys: keys,
                        extent: start..<index
                    )
                )
            } else {
                let keys = try dottedKey(depth: 0)
                try expect("=")
                skipSpaces()
                comments = []
                let valueStart = index
                let value = try value(depth: keys.count)
                statements.append(
                    Statement(
                        kind: .pair,
                        start: start,
                        keys: keys,
                        extent: valueStart..<index,
                        value: value,
                        comments: comments
                    )
                )
            }
            skipSpaces()
            if byte() == UInt8(ascii: "#") { skipComment() }
            guard index == text.endIndex || isAtLineEnd else { throw TOMLFailure(offset: index) }
            end = index
        }
    }

    // MARK: - Keys

    private mutating func dottedKey(depth: Int) throws(TOMLFailure) -> [(name: String, offset: Int)] {
        var keys: [(name: String, offset: Int)] = []
        repeat {
            skipSpaces()
            let start = index
            keys.append((try key(), start))
            skipSpaces()
            if depth + keys.count > depthLimit { throw TOMLFailure(offset: start, isTooDeep: true) }
        } while take(".")
        return keys
    }

    private mutating func key() throws(TOMLFailure) -> String {
        switch byte() {
        case UInt8(ascii: "\""): return try TOMLString.read(text, at: &index)
        case UInt8(ascii: "'"): return try TOMLString.read(text, at: &index)
        default:
            let bytes = text[index...].prefix(while: TOMLString.isKeyByte)
            guard !bytes.isEmpty else { throw TOMLFailure(offset: index) }
            index = bytes.endIndex
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    // MARK: - Values

    private mutating func value(depth: Int) throws(TOMLFailure) -> FrontMatterNode {
        guard depth <= depthLimit else { throw TOMLFailure(offset: index, isTooDeep: true) }
        let mark = lines.mark(of: index)
        let content: FrontMatterNode.Content
        switch byte() {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            content = .scalar(try TOMLString.read(text, at: &index), .quoted)
        case UInt8(ascii: "["): content = .sequence(try list(depth: depth))
        case UInt8(ascii: "{"): content = .mapping(try inlineTable(depth: depth))
        default:
            let bytes = text[index...].prefix { !Self.endsWord.contains($0) }
            let word = bytes.prefix(through: bytes.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? index - 1)
            guard !word.isEmpty else { throw TOMLFailure(offset: index) }
            index = word.endIndex
            content = .scalar(String(decoding: word, as: UTF8.self), .plain)
        }
        return FrontMatterNode(content: content, mark: mark)
    }

    private mutating func list(depth: Int) throws(TOMLFailure) -> [FrontMatterNode] {
        var items: [FrontMatterNode] = []
        index += 1
        while true {
            skipBlank(collecting: true)
            if take("]") { return items }
            items.append(try value(depth: depth + 1))
            skipBlank(collecting: true)
            if take(",") { continue }
            try expect("]")
            return items
        }
    }

    private mutating func inlineTable(depth: Int) throws(TOMLFailure) -> [FrontMatterNode.Member] {
        let table = TOMLTree()
        index += 1
        skipSpaces()
        if take("}") { return [] }
        while true {
            let keys = try dottedKey(depth: depth)
            try expect("=")
            skipSpaces()
            let value = try value(depth: depth + keys.count)
            table.add(value, below: keys.map { ($0.name, lines.mark(of: $0.offset)) })
            skipSpaces()
            if take(",") { continue }
            try expect("}")
            return table.members
        }
    }

    // MARK: - Bytes

    private func byte(_ ahead: Int = 0) -> UInt8 {
        index + ahead < text.endIndex ? text[index + ahead] : 0x0A
    }

    private var isAtLineEnd: Bool { byte() == 0x0A || (byte() == 0x0D && byte(1) == 0x0A) }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard index < text.endIndex, text[index] == UInt8(ascii: sign) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws(TOMLFailure) {
        skipSpaces()
        guard take(sign) else { throw TOMLFailure(offset: index) }
    }

    private mutating func skipSpaces() { while byte() == 0x20 || byte() == 0x09 { index += 1 } }

    private mutating func skipComment() {
        index = text[index...].firstIndex(of: 0x0A) ?? text.endIndex
    }

    /// Skips white space, line ends and comments.
    private mutating func skipBlank(collecting: Bool = false) {
        while index < text.endIndex {
            if byte() == UInt8(ascii: "#") {
                let start = index
                skipComment()
                if collecting { comments.append(comment(start)) }
            } else if isAtLineEnd || byte() == 0x20 || byte() == 0x09 {
                index += 1
            } else {
                return
            }
        }
    }

    private func comment(_ start: Int) -> Comment {
        let end = index > start && text[index - 1] == 0x0D ? index - 1 : index
        let lineStart = text[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? text.startIndex
        return Comment(
            extent: start..<end,
            isWholeLine: text[lineStart..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        )
    }

    private static let endsWord = Set(",]}#\n\r".utf8)
}
