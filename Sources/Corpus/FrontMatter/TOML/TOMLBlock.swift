/// A key with its value as TOML.
struct TOMLBlock {
    private let value: EntryValue
    private let items: [EntryValue]
    private let lineBreak: [UInt8]

    init(_ text: KeyText) {
        (value, items) = (text.value, text.items)
        lineBreak = Array(text.lineBreak.utf8)
    }

    /// A line `key = value`, or several where it is a list.
    func pair(_ keys: [String], column: Int) -> [UInt8] {
        let value = items.isEmpty ? Self.inline(value) : array(column: column)
        return indentation(column) + dotted(keys) + Array(" = ".utf8) + value + lineBreak
    }

    /// A value on one line.
    static func inline(_ value: EntryValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    /// A new table of one key, behind a blank line where something stands before it.
    func table(_ keys: [String], with key: String, setOff: Bool) -> [UInt8] {
        let header = [UInt8(ascii: "[")] + dotted(keys) + [UInt8(ascii: "]")] + lineBreak
        return (setOff ? lineBreak : []) + header + pair([key], column: 0)
    }

    /// The list in brackets, one entry a line.
    ///
    /// - Parameters:
    ///   - column: of the key that it belongs to.
    ///   - old: the list in its place, whose comments stay as far as they stand on its first line or lines of their own.
    func array(
        column: Int,
        replacing old: TOMLScanner.Statement? = nil,
        _ text: ArraySlice<UInt8> = []
    ) -> [UInt8] {
        var comments = old?.comments ?? []
        var bytes = [UInt8(ascii: "[")]
        if let first = comments.first, let start = old?.extent.lowerBound,
            text[(start + 1)..<first.extent.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
        {
            bytes.append(0x20)
            bytes += text[first.extent]
            comments.removeFirst()
        }
        comments.removeAll { !$0.isWholeLine }
        if items.isEmpty, comments.isEmpty, bytes.count == 1 { return Array("[]".utf8) }
        for value in items {
            bytes += lineBreak + indentation(column + 2)
            Self.append(value, to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        for comment in comments { bytes += lineBreak + indentation(column + 2) + text[comment.extent] }
        return bytes + lineBreak + indentation(column) + [UInt8(ascii: "]")]
    }

    /// The list as `[[key]]` tables.
    ///
    /// - Parameters:
    ///   - comment: what stays behind the first header, with its `#`.
    ///   - areSetOff: whether a blank line stands between them.
    func tables(_ keys: [String], column: Int, comment: ArraySlice<UInt8>, areSetOff: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for (place, value) in items.enumerated() {
            if place > 0, areSetOff { bytes += lineBreak }
            bytes += indentation(column) + Array("[[".utf8) + dotted(keys) + Array("]]".utf8)
            if place == 0, !comment.isEmpty { bytes += [0x20] + comment }
            bytes += lineBreak
            guard case .object(let members) = value else { continue }
            for member in members {
                bytes += indentation(column)
                Self.append(member, to: &bytes)
                bytes += lineBreak
            }
        }
        return bytes
    }

    private static func append(_ member: (key: String, value: EntryValue), to bytes: inout [UInt8]) {
        TOMLString.append(key: member.key, to: &bytes)
        bytes += " = ".utf8
        append(member.value, to: &bytes)
    }

    private static func append(_ value: EntryValue, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text), .word(let text): TOMLString.append(text, to: &bytes)
        case .date(let text):
            // Templates compare and print dates, so one that TOML knows is written as such.
            if isDate(text) { bytes += text.utf8 } else { TOMLString.append(text, to: &bytes) }
        case .number(let number): bytes += (number.isFinite ? YAMLText.number(number) : "0").utf8
        case .integer(let number): bytes += String(number).utf8
        case .truth(let truth): bytes += String(truth).utf8
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { bytes += ", ".utf8 }
                append(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes += "{ ".utf8
            for (place, member) in members.enumerated() {
                if place > 0 { bytes += ", ".utf8 }
                append(member, to: &bytes)
            }
            bytes += " }".utf8
        }
    }

    /// Whether a text is a date by TOML 1.0: RFC 3339, with seconds where there is a time.
    static func isDate(_ text: String) -> Bool {
        guard PublicationDate(text) != nil else { return false }
        let full = Array("0000-00-00T00:00:00".utf8)
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count >= full.count else { return false }
        for (byte, form) in zip(bytes, full) {
            switch form {
            case UInt8(ascii: "0"): guard byte &- 0x30 < 10 else { return false }
            case UInt8(ascii: "T"): guard [form, 0x20].contains(byte) else { return false }
            default: guard byte == form else { return false }
            }
        }
        var rest = bytes.dropFirst(full.count)
        // A leap second is in RFC 3339 and in no clock of a parser's.
        if bytes.count > 10, bytes[17] == UInt8(ascii: "6") { return false }
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            guard (1...9).contains(digits.count) else { return false }
            rest = rest.dropFirst(1 + digits.count)
        }
        if rest.isEmpty || rest.elementsEqual("Z".utf8) { return true }
        let offset = Array(rest)
        return offset.count == 6 && "+-".utf8.contains(offset[0]) && offset[3] == UInt8(ascii: ":")
    }

    private func dotted(_ keys: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (place, key) in keys.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ".")) }
            TOMLString.append(key: key, to: &bytes)
        }
        return bytes
    }

    private func indentation(_ column: Int) -> [UInt8] { Array(repeating: 0x20, count: column) }
}
