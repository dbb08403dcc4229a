/// The four kinds of texts of TOML, read and written.
enum TOMLString {
    /// Reads the text that begins with a quote.
    ///
    /// - Parameter index: at the quote; behind the closing one afterwards.
    static func read(
        _ text: ArraySlice<UInt8>,
        at index: inout Int
    ) throws(TOMLFailure) -> String {
        let start = index
        let quote = text[index]
        let run = text[index...].prefix(3).prefix { $0 == quote }.count
        let isLong = run == 3
        index += isLong ? 3 : 1
        if isLong { skipLineEnd(text, &index) }
        var bytes: [UInt8] = []
        while index < text.endIndex {
            let byte = text[index]
            if byte == quote {
                guard isLong else {
                    index += 1
                    return String(decoding: bytes, as: UTF8.self)
                }
                // Up to two quotes may stand right before the closing three.
                let quotes = text[index...].prefix(5).prefix { $0 == quote }.count
                index += quotes
                if quotes >= 3 {
                    bytes += repeatElement(quote, count: quotes - 3)
                    return String(decoding: bytes, as: UTF8.self)
                }
                bytes += repeatElement(quote, count: quotes)
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try readEscape(text, &index, isLong: isLong, into: &bytes)
            } else if byte == 0x0A || byte == 0x0D, !isLong {
                break
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        throw TOMLFailure(offset: start)
    }

    private static func skipLineEnd(_ text: ArraySlice<UInt8>, _ index: inout Int) {
        if text[index...].starts(with: [0x0D, 0x0A]) {
            index += 2
        } else if text[index...].first == 0x0A {
            index += 1
        }
    }

    private static func readEscape(
        _ text: ArraySlice<UInt8>,
        _ index: inout Int,
        isLong: Bool,
        into bytes: inout [UInt8]
    ) throws(TOMLFailure) {
        let start = index
        index += 1
        guard let byte = text[index...].first else { throw TOMLFailure(offset: start) }
        index += 1
        if let sign = simpleEscapes[byte] {
            bytes.append(sign)
        } else if byte == UInt8(ascii: "u") || byte == UInt8(ascii: "U") {
            let digits = text[index...].prefix(byte == UInt8(ascii: "u") ? 4 : 8)
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            guard digits.first != UInt8(ascii: "+"), let scalar = number.flatMap(Unicode.Scalar.init) else {
                throw TOMLFailure(offset: start)
            }
            bytes += Array(String(Character(scalar)).utf8)
            index = digits.endIndex
        } else if isLong, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            // A backslash at a line's end takes the white space behind it away.
            while let next = text[index...].first, [0x20, 0x09, 0x0A, 0x0D].contains(next) { index += 1 }
        } else {
            throw TOMLFailure(offset: start)
        }
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C,
    ]

    /// Appends a text in double quotes, on one line.
    static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\"".utf8
            case "\\": output += "\\\\".utf8
            case "\n": output += "\\n".utf8
            case "\t": output += "\\t".utf8
            case "\r": output += "\\r".utf8
            case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let hex = String(scalar.value, radix: 16)
                output += "\\u".utf8
                output += String(repeating: "0", count: 4 - hex.utf8.count).utf8
                output += hex.utf8
            default: output += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a key, without quotes where it needs none.
    static func append(key: String, to output: inout [UInt8]) {
        if !key.isEmpty, key.utf8.allSatisfy(isKeyByte) {
            output += key.utf8
        } else {
            append(key, to: &output)
        }
    }

    /// Whether keys may have a byte without quotes.
    static func isKeyByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }
}
