/// Splits JSON (RFC 8259) into its values, each with its place, strictly.
///
/// Foundation's parser gives neither the order of keys nor their places.
struct JSONScanner {
    /// A key with its value.
    struct Member {
        var name: String
        /// Of the key's quote.
        var start: Int
        /// The value's bytes.
        var extent: Range<Int>
        var value: FrontMatterNode
    }

    /// What is wrong, and where.
    struct Failure: Error {
        var offset: Int
        var problem = "it does not parse"
        var isTooDeep = false
    }

    private let text: ArraySlice<UInt8>
    private let depthLimit: Int
    private let lines: LineTable
    private(set) var index: Int

    /// - Parameter start: where a value begins; nil means the text's own start.
    init(_ text: ArraySlice<UInt8>, from start: Int? = nil, depthLimit: Int) {
        self.text = text
        self.depthLimit = depthLimit
        lines = LineTable(feeds: text, firstLine: 2)
        index = start ?? text.startIndex
    }

    /// The members of the object that the text is, and nothing but white space behind it.
    mutating func document() throws(Failure) -> [Member] {
        skipSpace()
        let members = try object(depth: 0)
        skipSpace()
        guard index == text.endIndex else { throw Failure(offset: index) }
        return members
    }

    /// The members of the object that begins here.
    mutating func object(depth: Int) throws(Failure) -> [Member] {
        try expect("{")
        var members: [Member] = []
        var names: Set<String> = []
        skipSpace()
        if take("}") { return [] }
        while true {
            skipSpace()
            let start = index
            let name = try string()
            guard names.insert(name).inserted else {
                throw Failure(offset: start, problem: "the key \(name.excerptForMessage) stands there twice")
            }
            skipSpace()
            try expect(":")
            skipSpace()
            let valueStart = index
            let value = try value(depth: depth + 1)
            members.append(Member(name: name, start: start, extent: valueStart..<index, value: value))
            skipSpace()
            if take(",") { continue }
            try expect("}")
            return members
        }
    }

    /// Reads a key, and ends behind it.
    mutating func key() throws(Failure) -> String { try string() }

    /// Members as nodes.
    func nodes(_ members: [Member]) -> [FrontMatterNode.Member] {
        members.map {
            let key = FrontMatterNode(content: .scalar($0.name, .quoted), mark: lines.mark(of: $0.start))
            return FrontMatterNode.Member(key: key, value: $0.value)
        }
    }

    private mutating func value(depth: Int) throws(Failure) -> FrontMatterNode {
        guard depth <= depthLimit else { throw Failure(offset: index, isTooDeep: true) }
        let mark = lines.mark(of: index)
        let content: FrontMatterNode.Content
        switch text[index...].first {
        case UInt8(ascii: "{"): content = .mapping(nodes(try object(depth: depth)))
        case UInt8(ascii: "["): content = .sequence(try array(depth: depth))
        case UInt8(ascii: "\""): content = .scalar(try string(), .quoted)
        default: content = try word()
        }
        return FrontMatterNode(content: content, mark: mark)
    }

    private mutating func array(depth: Int) throws(Failure) -> [FrontMatterNode] {
        try expect("[")
        var items: [FrontMatterNode] = []
        skipSpace()
        if take("]") { return [] }
        while true {
            skipSpace()
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take(",") { continue }
            try expect("]")
            return items
        }
    }

    /// A number, true, false or null.
    private mutating func word() throws(Failure) -> FrontMatterNode.Content {
        let bytes = text[index...].prefix {
            ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "+-.".utf8.contains($0)
        }
        let word = String(decoding: bytes, as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || Self.isNumber(bytes) else {
            throw Failure(offset: index)
        }
        index = bytes.endIndex
        return .scalar(word, word == "null" ? .null : .plain)
    }

    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let digits = rest.prefix { $0 &- 0x30 < 10 }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        func skip(_ signs: String) -> Bool {
            guard let first = rest.first, signs.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("-")
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, whole == 1 || !startsWithZero else { return false }
        if skip("."), digits() == 0 { return false }
        if skip("eE") {
            _ = skip("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    private mutating func string() throws(Failure) -> String {
        let start = index
        try expect("\"")
        var bytes: [UInt8] = []
        while index < text.endIndex {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): try readEscape(into: &bytes)
            case 0..<0x20:
                throw Failure(
                    offset: index,
                    problem: "a text has a line end or another control character in it"
                )
            default:
                bytes.append(byte)
                index += 1
            }
        }
        throw Failure(offset: start, problem: "a text is not closed")
    }

    private mutating func readEscape(into bytes: inout [UInt8]) throws(Failure) {
        let start = index
        let sign = text[(index + 1)...].first
        index += 2
        switch sign {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(sign ?? 0)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try unit(start)]
            if UTF16.isLeadSurrogate(units[0]), text[index...].starts(with: "\\u".utf8) {
                index += 2
                units.append(try unit(start))
            }
            guard let character = String(validating: units, as: UTF16.self) else {
                throw Failure(offset: start)
            }
            bytes += character.utf8
        default: throw Failure(offset: start)
        }
    }

    private mutating func unit(_ start: Int) throws(Failure) -> UInt16 {
        let digits = text[min(index, text.endIndex)...].prefix(4)
        guard digits.count == 4, digits.first != UInt8(ascii: "+"),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Failure(offset: start) }
        index += 4
        return unit
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard index < text.endIndex, text[index] == UInt8(ascii: sign) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws(Failure) {
        guard take(sign) else { throw Failure(offset: index) }
    }

    private mutating func skipSpace() {
        while index < text.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    }
}
