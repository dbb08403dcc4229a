/// How a JSON text is laid out: what is added to it looks like the rest.
struct JSONStyle {
    /// What stands before a key for each level; nil where the text is one line.
    private let unit: [UInt8]?
    private let lineBreak: [UInt8]
    /// What stands between key and value.
    let colon: [UInt8]
    private let comma: [UInt8]

    /// - Parameter text: an object.
    init(_ text: ArraySlice<UInt8>, lineBreak: String) {
        self.lineBreak = Array(lineBreak.utf8)
        let inner = text.drop { $0 != UInt8(ascii: "{") }.dropFirst()
        let space = inner.prefix { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if let feed = space.lastIndex(of: 0x0A) {
            let before = Array(space[(feed + 1)...])
            unit = before.isEmpty ? [0x20, 0x20] : before
        } else {
            // An empty object says nothing; most are written on several lines.
            unit = inner.dropFirst(space.count).first == UInt8(ascii: "}") ? [0x20, 0x20] : nil
        }
        let isTight = Self.isTight(inner)
        colon = Array((isTight ? ":" : ": ").utf8)
        comma = Array((isTight ? "," : ", ").utf8)
    }

    /// Whether the first key's colon has no space behind it.
    private static func isTight(_ members: ArraySlice<UInt8>) -> Bool {
        guard let quote = members.firstIndex(of: UInt8(ascii: "\"")) else { return false }
        var scanner = JSONScanner(members, from: quote, depthLimit: 0)
        guard (try? scanner.key()) != nil else { return false }
        let rest = members[scanner.index...].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return rest.dropFirst().first.map { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? false
    }

    /// The white space before a key that begins its line; that of its line otherwise.
    func indentation(ofKeyAt offset: Int, _ text: ArraySlice<UInt8>) -> [UInt8] {
        let start = text[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? text.startIndex
        return Array(text[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 })
    }

    /// What stands before a key of its own.
    func breakOrSpace(_ indentation: [UInt8]) -> [UInt8] {
        unit == nil ? Array(comma.dropFirst()) : lineBreak + indentation
    }

    /// A value, with the indentation of the line that it begins on.
    func bytes(_ value: EntryValue, indentation: [UInt8]) -> [UInt8] {
        switch value {
        case .text(let text), .word(let text), .date(let text): return JSONValue.text(text).bytes
        case .number(let number): return JSONValue.number(number).bytes
        case .integer(let number): return JSONValue.integer(number).bytes
        case .truth(let truth): return JSONValue.bool(truth).bytes
        case .list(let items):
            return enclosed(
                "[",
                items.map { bytes($0, indentation: indentation + (unit ?? [])) },
                "]",
                indentation
            )
        case .object(let members):
            let items = members.map {
                JSONValue.text($0.key).bytes + colon
                    + bytes($0.value, indentation: indentation + (unit ?? []))
            }
            return enclosed("{", items, "}", indentation)
        }
    }

    private func enclosed(
        _ open: Unicode.Scalar,
        _ items: [[UInt8]],
        _ close: Unicode.Scalar,
        _ indentation: [UInt8]
    ) -> [UInt8] {
        var bytes = [UInt8(ascii: open)]
        for (place, item) in items.enumerated() {
            if place > 0 { bytes += unit == nil ? comma : [UInt8(ascii: ",")] }
            if let unit { bytes += lineBreak + indentation + unit }
            bytes += item
        }
        if unit != nil, !items.isEmpty { bytes += lineBreak + indentation }
        return bytes + [UInt8(ascii: close)]
    }
}
