/// Where a key's value stands in front matter, so that a part of it can be changed and all else stays.
struct ValuePlace {
    enum Layout {
        /// One value.
        case single
        /// Items in brackets, with the bytes of each.
        case brackets([Range<Int>])
        /// Items on lines of their own, with the lines of each, and the column of their dashes, from 0.
        case lines([Range<Int>], column: Int)
    }

    /// An item of a list that is to be.
    enum Item {
        /// One that is there, by its number.
        case kept(Int)
        case new(EntryValue)
    }

    /// What goes where the key goes.
    let removal: [Range<Int>]
    let value: Range<Int>
    let layout: Layout

    /// The bytes of the items that there are.
    var items: [Range<Int>] {
        switch layout {
        case .single: [value]
        case .brackets(let items), .lines(let items, _): items
        }
    }
}

extension FrontMatterSyntax {
    /// What changes so that a key's value is a list of these items; those that are kept stay in their order.
    func edit(
        _ place: ValuePlace,
        _ contents: FrontMatterContents,
        items wanted: [ValuePlace.Item],
        lineBreak: String
    ) -> ListEdit {
        let text = contents.text
        func bytes(_ item: ValuePlace.Item) -> [UInt8] {
            switch item {
            case .kept(let number): Array(text[place.items[number]])
            case .new(let value): self.bytes(of: value, in: place, contents, lineBreak: lineBreak)
            }
        }
        switch place.layout {
        case .single:
            let list = Array(wanted.map(bytes).joined(separator: Array(", ".utf8)))
            return ListEdit(place.value, [UInt8(ascii: "[")] + list + [UInt8(ascii: "]")])
        case .brackets(let items):
            let (open, close) = (place.value.lowerBound + 1, place.value.upperBound - 1)
            guard let first = items.first, let last = items.last else {
                return ListEdit(open..<close, Array(wanted.map(bytes).joined(separator: Array(", ".utf8))))
            }
            let lead = text[open..<first.lowerBound]
            let separator =
                items.count > 1
                ? text[first.upperBound..<items[1].lowerBound]
                : [UInt8(ascii: ",")] + (lead.contains(0x0A) ? lead : [0x20])
            let list = Array(wanted.map(bytes).joined(separator: separator))
            return ListEdit(first.lowerBound..<last.upperBound, list)
        case .lines(let items, _):
            var lines: [UInt8] = []
            var next = 0
            /// Goes on to the next item that there is, with what stands before it.
            func pass(isKept: Bool) {
                if next > 0 { lines += text[items[next - 1].upperBound..<items[next].lowerBound] }
                if isKept { lines += text[items[next]] }
                next += 1
            }
            let kept = Set(wanted.compactMap { if case .kept(let number) = $0 { number } else { nil } })
            for item in wanted {
                guard case .kept(let number) = item else {
                    lines += bytes(item)
                    continue
                }
                while next <= number { pass(isKept: kept.contains(next)) }
            }
            while next < items.count { pass(isKept: false) }
            return ListEdit(items[0].lowerBound..<items[items.count - 1].upperBound, lines)
        }
    }
}

/// A list in brackets, which YAML, TOML and JSON write alike.
///
/// It is told apart without knowing the language's texts in full, so what comes of it is compared with what the parser
/// found.
struct BracketedList {
    /// The bytes of each item, without white space around them.
    private(set) var items: [Range<Int>] = []
    /// Behind the closing bracket.
    private(set) var end = 0

    /// - Parameter start: of the opening bracket.
    /// - Returns: nil where the list does not end, or has comments in it.
    init?(at start: Int, in text: ArraySlice<UInt8>) {
        var quote: UInt8?
        var depth = 0
        var item: Range<Int>?
        var index = start + 1
        while index < text.endIndex {
            let byte = text[index]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") { index += 1 }
                if byte == open { quote = nil }
            } else {
                let before = text[index - 1]
                let isAtStart = Self.isSpace(before) || "[{,:=".utf8.contains(before)
                switch byte {
                case _ where Self.isSpace(byte):
                    index += 1
                    continue
                case UInt8(ascii: "#") where isAtStart: return nil
                // Right behind its like, a quote goes on with the same text.
                case UInt8(ascii: "\"") where isAtStart || before == byte,
                    UInt8(ascii: "'") where isAtStart || before == byte:
                    quote = byte
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]") where depth == 0:
                    if let item { items.append(item) }
                    end = index + 1
                    return
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                case UInt8(ascii: ",") where depth == 0:
                    guard let done = item else { return nil }
                    items.append(done)
                    item = nil
                    index += 1
                    continue
                default: break
                }
            }
            index += 1
            item = (item?.lowerBound ?? index - 1)..<index
        }
        return nil
    }

    /// The list of a value that begins with a bracket.
    ///
    /// - Throws: ``UneditableLayout`` where it has comments in it, or the parser sees other items.
    init(
        _ nodes: [FrontMatterNode],
        at start: Int,
        in text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) throws(UneditableLayout) {
        guard let list = BracketedList(at: start, in: text) else {
            throw UneditableLayout(reason: "comments stand within its brackets")
        }
        guard
            list.items.map(\.lowerBound) == nodes.map({ $0.mark.flatMap { lines.offset(of: $0, in: text) } })
        else { throw UneditableLayout(reason: "its items cannot be told apart") }
        self = list
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
