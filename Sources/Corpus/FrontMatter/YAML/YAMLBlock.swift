/// A key with its value as lines of YAML.
///
/// Of a related list, keys, order, indentation and quoting are those of the files that the block goes into: titles, excerpts
/// and URLs in double quotes, absent keys left out.
struct YAMLBlock {
    /// Whole lines, the first of which is that of the key.
    private(set) var bytes: [UInt8] = []
    private let lineBreak: [UInt8]

    /// - Parameters:
    ///   - keyPath: the key, behind those that are to be written with it, outermost first.
    ///   - column: the column of the first key, from 0.
    ///   - comment: what stays behind the last key, with its `#`; empty for none.
    init(
        _ text: KeyText,
        keyPath: ArraySlice<String>,
        column: Int = 0,
        comment: ArraySlice<UInt8> = []
    ) {
        lineBreak = Array(text.lineBreak.utf8)
        let items = text.items
        bytes.reserveCapacity(items.count * 1200)
        var column = column
        for (place, key) in keyPath.enumerated() {
            if place > 0 {
                bytes += lineBreak
                column += 2
            }
            indent(column)
            YAMLText.appendPlain(key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
        }
        if items.isEmpty {
            bytes.append(UInt8(ascii: " "))
            YAMLText.append(text.value, to: &bytes)
        }
        if !comment.isEmpty {
            bytes.append(UInt8(ascii: " "))
            bytes += comment
        }
        bytes += lineBreak
        for item in items { appendItem(item, column: column + 2) }
    }

    /// An item of a list, whose dash is in a column.
    init(item: EntryValue, column: Int, lineBreak: String) {
        self.lineBreak = Array(lineBreak.utf8)
        appendItem(item, column: column)
    }

    /// Appends an item of a list, whose dash is in a column.
    private mutating func appendItem(_ item: EntryValue, column: Int) {
        indent(column)
        bytes += "- ".utf8
        guard case .object(let members) = item else {
            YAMLText.append(item, to: &bytes)
            bytes += lineBreak
            return
        }
        for (place, member) in members.enumerated() {
            // The dash stands before whichever key comes first.
            if place > 0 { indent(column + 2) }
            append(member, column: column + 2)
        }
    }

    private mutating func append(_ member: (key: String, value: EntryValue), column: Int) {
        bytes += member.key.utf8
        bytes.append(UInt8(ascii: ":"))
        switch member.value {
        case .object(let members):
            bytes += lineBreak
            for member in members {
                indent(column + 2)
                append(member, column: column + 2)
            }
        case .list(let items):
            bytes += lineBreak
            for item in items { appendItem(item, column: column + 2) }
        default:
            bytes.append(UInt8(ascii: " "))
            YAMLText.append(member.value, to: &bytes)
            bytes += lineBreak
        }
    }

    private mutating func indent(_ column: Int) { bytes += repeatElement(0x20, count: column) }
}
