/// A related list as lines of YAML.
///
/// Keys, order, indentation and quoting are those of the files that the block goes into: titles, excerpts
/// and URLs in double quotes, absent keys left out.
struct RelatedBlock {
    /// Whole lines, the first of which is that of the key.
    private(set) var bytes: [UInt8] = []
    private let lineBreak: [UInt8]

    /// - Parameters:
    ///   - keyPath: the key of the list, behind those that are to be written with it, outermost first.
    ///   - column: the column of the first key, from 0.
    ///   - comment: what stays behind the last key, with its `#`; empty for none.
    init(
        _ list: RelatedListText,
        keyPath: ArraySlice<String>,
        column: Int = 0,
        comment: ArraySlice<UInt8> = []
    ) {
        lineBreak = Array(list.lineBreak.utf8)
        bytes.reserveCapacity(list.articles.count * 1200)
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
        if list.articles.isEmpty { bytes += " []".utf8 }
        if !comment.isEmpty {
            bytes.append(UInt8(ascii: " "))
            bytes += comment
        }
        bytes += lineBreak
        for value in list.values { appendItem(value, column: column + 2) }
    }

    /// Appends an item of a list, whose dash is in a column.
    private mutating func appendItem(_ item: EntryValue, column: Int) {
        indent(column)
        bytes += "- ".utf8
        guard case .object(let members) = item else {
            appendScalar(item)
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
            appendScalar(member.value)
        }
    }

    private mutating func appendScalar(_ value: EntryValue) {
        switch value {
        case .text(let text): YAMLText.appendQuoted(text, to: &bytes)
        case .word(let text): YAMLText.appendPlain(text, to: &bytes)
        case .date(let text): YAMLText.appendDate(text, to: &bytes)
        case .number(let number): bytes += YAMLText.number(number).utf8
        case .integer(let number): bytes += String(number).utf8
        case .truth(let truth): bytes += String(truth).utf8
        // Entries have no lists of lists.
        case .list, .object: bytes += "[]".utf8
        }
        bytes += lineBreak
    }

    private mutating func indent(_ column: Int) { bytes += repeatElement(0x20, count: column) }
}
