extension UInt8 {
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let lessThan = UInt8(ascii: "<")
    static let greaterThan = UInt8(ascii: ">")
    static let ampersand = UInt8(ascii: "&")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let percent = UInt8(ascii: "%")
    static let backtick = UInt8(ascii: "`")
    static let tilde = UInt8(ascii: "~")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")

    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    /// Whether it can be a part of a tag's or attribute's name.
    var isNamePart: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "_") || self == .colon
    }
    var isBlank: Bool { self == .space || self == .tab || self == .lineFeed || self == 0x0D }
}

extension PlainText {
    /// What each byte can be in Markdown: 0 nothing, 1 markup wherever it stands, 2 only where a line begins.
    private static let roles: [UInt8] = {
        var roles = [UInt8](repeating: 0, count: 256)
        for byte in "*_`#[]<>&\\~|{}\0".utf8 { roles[Int(byte)] = 1 }
        for byte in "-+=:!?\t0123456789".utf8 { roles[Int(byte)] = 2 }
        return roles
    }()

    /// Whether no byte of a text can be markup.
    static func isPlain(_ text: String) -> Bool {
        var copy = text
        let roles = roles
        return copy.withUTF8Span { bytes in
            var isAtStart = true
            var spaces = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == .lineFeed {
                    (isAtStart, spaces) = (true, 0)
                    continue
                }
                let role = roles[Int(byte)]
                if role == 1 { return false }
                // An address: "https://".
                if byte == .colon, index + 2 < bytes.count, bytes[index + 1] == .slash,
                    bytes[index + 2] == .slash
                {
                    return false
                }
                guard isAtStart else { continue }
                if byte == .space {
                    spaces += 1
                    if spaces == 4 { return false }
                    continue
                }
                if role == 2 || startsModuleLine(bytes, at: index) { return false }
                isAtStart = false
            }
            return true
        }
    }

    /// Whether a line begins as those of JavaScript modules do.
    private static func startsModuleLine(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        (bytes[index] == UInt8(ascii: "i") || bytes[index] == UInt8(ascii: "e"))
            && ModuleLine.keywords.contains { keyword in
                index + keyword.count <= bytes.count
                    && keyword.indices.allSatisfy { bytes[index + $0] == keyword[$0] }
            }
    }

    /// Whether a text has `<` or `&`, without which nothing in it is HTML.
    static func mayHaveHTML(_ text: String) -> Bool {
        var copy = text
        return copy.withUTF8Span { bytes in
            for index in bytes.indices where bytes[index] == .lessThan || bytes[index] == .ampersand {
                return true
            }
            return false
        }
    }

    /// A text without the addresses that stand in it: `https://...` up to white space, a quote or a bracket.
    static func withoutAddresses(_ text: String) -> String {
        var copy = text
        return copy.withUTF8Span(withoutAddresses) ?? text
    }

    /// Nil where no address stands in it.
    private static func withoutAddresses(_ bytes: Span<UInt8>) -> String? {
        var kept: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == .colon, index + 2 < bytes.count, bytes[index + 1] == .slash,
                bytes[index + 2] == .slash
            else {
                index += 1
                continue
            }
            // What was left out before ends before `copied`.
            var letters = 0
            while letters < 12, index - letters > copied, bytes[index - 1 - letters].isASCIILetter {
                letters += 1
            }
            guard letters > 1 else {
                index += 1
                continue
            }
            append(bytes, copied..<(index - letters), to: &kept)
            while index < bytes.count, bytes[index] > .space, !isAddressEnd(bytes[index]) { index += 1 }
            copied = index
        }
        guard copied > 0 else { return nil }
        append(bytes, copied..<bytes.count, to: &kept)
        return String(decoding: kept, as: UTF8.self)
    }

    private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to kept: inout [UInt8]) {
        kept.reserveCapacity(bytes.count)
        for index in range { kept.append(bytes[index]) }
    }

    private static func isAddressEnd(_ byte: UInt8) -> Bool {
        byte == .quote || byte == .apostrophe || byte == .lessThan || byte == .greaterThan
            || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
    }
}

extension String {
    /// Calls `body` with the bytes of the text, without a copy where they lie together.
    mutating func withUTF8Span<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        makeContiguousUTF8()
        return body(utf8.span)
    }
}
