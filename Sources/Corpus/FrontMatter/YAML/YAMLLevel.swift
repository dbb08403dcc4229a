/// The keys of one block mapping, each on lines of its own.
struct YAMLLevel {
    struct Key {
        var name: String
        /// Byte offset of the key's line.
        var start: Int
        var value: FrontMatterNode
    }

    private(set) var keys: [Key] = []
    /// Of the keys, from 0.
    let column: Int
    /// Where the mapping's text ends.
    let end: Int
    let isRoot: Bool

    private static let layout = UneditableLayout(
        reason: "the front matter is not written as one `key: value` a line"
    )

    /// The top-level keys.
    ///
    /// - Throws: ``UneditableLayout`` unless each key begins a line of its own at column 1: in `{a: 1}` or below
    ///   an indented first key, lines do not tell where a block begins and ends.
    init(root contents: FrontMatterContents, _ lines: LineTable) throws(UneditableLayout) {
        let text = contents.text
        (column, isRoot) = (0, true)
        // Behind `...` the parser reads nothing more.
        end = lines.starts.first { Self.endsDocument(text[$0...]) } ?? text.endIndex
        try add(contents.members, text, lines)
        if let first = keys.first, text[first.start] == UInt8(ascii: "{") { throw Self.layout }
        if let list = contents.unparsedList {
            let place = keys.firstIndex { $0.start > list.lowerBound } ?? keys.count
            let value = FrontMatterNode(content: .sequence([]))
            keys.insert(Key(name: "related", start: list.lowerBound, value: value), at: place)
        }
    }

    private init(
        _ members: [FrontMatterNode.Member],
        column: Int,
        end: Int,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) {
        (self.column, self.end, isRoot) = (column, end, false)
        try add(members, text, lines)
    }

    private mutating func add(
        _ members: [FrontMatterNode.Member],
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) {
        for member in members {
            guard let name = member.key.scalar, let mark = member.key.mark, mark.column == column + 1,
                let start = lines.start(ofLine: mark.line), start > keys.last?.start ?? -1, start < end,
                text[start...].prefix(column).allSatisfy({ $0 == 0x20 })
            else { throw Self.layout }
            keys.append(Key(name: name, start: start, value: member.value))
        }
    }

    /// The mapping that is the value of a key.
    ///
    /// - Throws: ``UneditableLayout`` where it is none, or not written as one key a line.
    func below(
        _ place: Int,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) -> YAMLLevel {
        let key = keys[place]
        let range = range(ofKeyAt: place, text, lines)
        let second = lines.starts.first { $0 > key.start } ?? text.endIndex
        if key.value.isNull {
            // `extra:` alone, behind which nothing but a comment may stand.
            let rest = text[key.start..<second].drop { $0 != UInt8(ascii: ":") }.dropFirst()
            let first = rest.first { $0 != 0x20 && $0 != 0x09 }
            guard Self.isBlank(rest) || first == UInt8(ascii: "#") else {
                throw UneditableLayout(reason: "`\(key.name)` has no keys")
            }
            return try YAMLLevel([], column: column + 2, end: second, text, lines)
        }
        guard case .mapping(let members) = key.value.content, let first = members.first?.key.mark,
            let mark = key.value.mark, (mark.line, mark.column) == (first.line, first.column),
            let start = lines.start(ofLine: first.line), (second..<range.upperBound).contains(start)
        else { throw UneditableLayout(reason: "`\(key.name)` is not written as one `key: value` a line") }
        return try YAMLLevel(members, column: first.column - 1, end: range.upperBound, text, lines)
    }

    /// The lines of a key and its value, without the blank lines and whole-line comments behind them, which belong to
    /// what follows.
    func range(ofKeyAt place: Int, _ text: ArraySlice<UInt8>, _ lines: LineTable) -> Range<Int> {
        let start = keys[place].start
        var end = place + 1 < keys.count ? keys[place + 1].start : end
        for lineStart in lines.starts.reversed() where lineStart < end && lineStart > start {
            let line = text[lineStart..<end]
            guard Self.isBlank(line) || isComment(line) else { break }
            end = lineStart
        }
        return start..<end
    }

    /// Whether a line is a comment: deeper than the keys, a `#` may be text of a block literal.
    func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        let indent = line.prefix { $0 == 0x20 }.count
        return indent <= column && line.dropFirst(indent).first == UInt8(ascii: "#")
    }

    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    private static func endsDocument(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "...".utf8) else { return false }
        return line.dropFirst(3).first.map { isBlank([$0]) } ?? true
    }
}
