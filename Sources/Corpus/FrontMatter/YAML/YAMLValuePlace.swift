extension YAMLSyntax {
    func place(
        of keyPath: [String],
        in contents: FrontMatterContents
    ) throws(UneditableLayout) -> ValuePlace? {
        let text = contents.text
        let lines = lines(of: text, firstLine: 2)
        var level = try YAMLLevel(root: contents, lines)
        for (depth, key) in keyPath.enumerated() {
            guard let place = level.keys.firstIndex(where: { $0.name == key }) else { return nil }
            if depth == keyPath.count - 1 {
                let range = level.range(ofKeyAt: place, text, lines)
                return try Self.place(of: level.keys[place].value, range, text, lines)
            }
            level = try level.below(place, text, lines)
        }
        return nil
    }

    func bytes(
        of value: EntryValue,
        in place: ValuePlace,
        _ contents: FrontMatterContents,
        lineBreak: String
    ) -> [UInt8] {
        guard case .lines(let items, let column) = place.layout else {
            var bytes: [UInt8] = []
            YAMLText.append(value, to: &bytes)
            return bytes
        }
        let hasQuotes = items.contains { contents.text[$0].contains { "\"'".utf8.contains($0) } }
        if case .text(let text) = value, !hasQuotes {
            return YAMLBlock(item: .word(text), column: column, lineBreak: lineBreak).bytes
        }
        return YAMLBlock(item: value, column: column, lineBreak: lineBreak).bytes
    }

    /// - Parameter range: the lines of the key and its value.
    private static func place(
        of value: FrontMatterNode,
        _ range: Range<Int>,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) -> ValuePlace {
        // What an alias stands for is where its anchor is.
        guard let mark = value.mark, let start = lines.offset(of: mark, in: text), range.contains(start),
            value.tag == nil, !"&*!".utf8.contains(text[start])
        else { throw UneditableLayout(reason: "its value has an anchor, an alias or a tag") }
        switch value.content {
        case .sequence(let nodes) where text[start] == UInt8(ascii: "["):
            let list = try BracketedList(nodes, at: start, in: text, lines)
            return ValuePlace(removal: [range], value: start..<list.end, layout: .brackets(list.items))
        case .sequence(let nodes):
            let items = try items(nodes, column: mark.column - 1, range, text, lines)
            let second = lines.starts.first { $0 > range.lowerBound } ?? range.upperBound
            guard let first = items.first?.lowerBound, let last = items.last, second <= first else {
                throw UneditableLayout(reason: "its items are not each on lines of their own")
            }
            return ValuePlace(
                // Comments between the items stay.
                removal: [range.lowerBound..<second] + items,
                value: first..<last.upperBound,
                layout: .lines(items, column: mark.column - 1)
            )
        case .scalar(let word, let style):
            guard let end = end(ofScalarAt: start, word, style, range, text, lines) else {
                throw UneditableLayout(reason: "its value runs over several lines")
            }
            return ValuePlace(removal: [range], value: start..<end, layout: .single)
        case .mapping: throw UneditableLayout(reason: "it is a mapping")
        }
    }

    /// The lines of each item, without blank lines and comments behind it.
    private static func items(
        _ nodes: [FrontMatterNode],
        column: Int,
        _ range: Range<Int>,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) -> [Range<Int>] {
        var starts: [Int] = []
        for node in nodes {
            guard let mark = node.mark, let start = lines.start(ofLine: mark.line),
                let value = lines.offset(of: mark, in: text), start > starts.last ?? range.lowerBound,
                value < range.upperBound
            else { throw UneditableLayout(reason: "its items are not each on lines of their own") }
            let before = text[start..<value]
            guard before.prefix(column).allSatisfy({ $0 == 0x20 }),
                before.dropFirst(column).first == UInt8(ascii: "-"), before.count > column + 1,
                before.dropFirst(column + 1).allSatisfy({ $0 == 0x20 })
            else { throw UneditableLayout(reason: "its items are not each on lines of their own") }
            starts.append(start)
        }
        return zip(starts, starts.dropFirst() + [range.upperBound]).map { start, next in
            var end = next
            for line in lines.starts.reversed() where line < end && line > start {
                let first = text[line..<end].first { $0 != 0x20 && $0 != 0x09 }
                guard YAMLLevel.isBlank(text[line..<end]) || first == UInt8(ascii: "#") else { break }
                end = line
            }
            return start..<end
        }
    }

    /// Behind a value that stands on one line; nil for any other.
    private static func end(
        ofScalarAt start: Int,
        _ word: String,
        _ style: FrontMatterNode.ScalarStyle,
        _ range: Range<Int>,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) -> Int? {
        let next = lines.starts.first { $0 > start } ?? range.upperBound
        guard style == .quoted else {
            let end = start + word.utf8.count
            return text[start..<next].starts(with: word.utf8) ? end : nil
        }
        // A text without escapes ends where its bytes do.
        let end = start + word.utf8.count + 2
        guard end <= next, "\"'".utf8.contains(text[start]), text[end - 1] == text[start],
            text[(start + 1)..<(end - 1)].elementsEqual(word.utf8)
        else { return nil }
        return end
    }
}
