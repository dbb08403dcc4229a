/// Text as YAML scalars, in the style of the article files.
enum YAMLText {
    /// Appends a value on one line, lists and mappings in brackets.
    static func append(_ value: EntryValue, to output: inout [UInt8]) {
        switch value {
        case .text(let text): appendQuoted(text, to: &output)
        case .word(let text): appendPlain(text, to: &output)
        case .date(let text): appendDate(text, to: &output)
        case .number(let number): output += Self.number(number).utf8
        case .integer(let number): output += String(number).utf8
        case .truth(let truth): output += String(truth).utf8
        case .list(let items):
            output.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { output += ", ".utf8 }
                append(item, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { output += ", ".utf8 }
                output += "\(member.key): ".utf8
                append(member.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// Appends `text` in double quotes, on one line, with escapes where YAML 1.1 needs them.
    static func appendQuoted(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        // Nearly all texts need no escape at all, and then their bytes can be copied as they are.
        if text.utf8.contains(where: mayNeedEscape) {
            for scalar in text.unicodeScalars { appendEscaped(scalar, to: &output) }
        } else {
            output.append(contentsOf: text.utf8)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends `text` without quotes where every YAML reader takes it for that very text, else quoted.
    static func appendPlain(_ text: String, to output: inout [UInt8]) {
        if isPlain(text) { output.append(contentsOf: text.utf8) } else { appendQuoted(text, to: &output) }
    }

    /// Appends a date without quotes where no reader takes it for anything but a text or a date.
    static func appendDate(_ text: String, to output: inout [UInt8]) {
        let isPlain = text.utf8.first.map { $0 &- 0x30 < 10 } ?? false
        // A colon with a space behind it would end a key.
        if isPlain, text.utf8.allSatisfy(dateBytes.contains), !text.contains(": "), !text.hasSuffix(":") {
            output.append(contentsOf: text.utf8)
        } else {
            appendPlain(text, to: &output)
        }
    }

    private static let dateBytes = Set("0123456789-+:./ TtZz".utf8)

    /// A number without a needless fraction.
    static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

    /// Whether a UTF-8 byte is, or may begin, a character that is escaped: controls, quote, backslash, and
    /// the lead bytes of U+0080...U+00BF, U+2000...U+2FFF and U+F000...U+FFFF.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
            || byte == 0xC2
            || byte == 0xE2 || byte == 0xEF
    }

    private static func appendEscaped(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        switch scalar {
        case "\"": output.append(contentsOf: "\\\"".utf8)
        case "\\": output.append(contentsOf: "\\\\".utf8)
        case "\n": output.append(contentsOf: "\\n".utf8)
        case "\t": output.append(contentsOf: "\\t".utf8)
        case "\r": output.append(contentsOf: "\\r".utf8)
        case "\u{20}"..."\u{7E}", "\u{A0}"..."\u{2027}", "\u{202A}"..."\u{D7FF}",
            "\u{E000}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default:
            // Controls, line separators and marks that a YAML reader refuses or folds (YAML 1.1, 5.1).
            let hex = String(scalar.value, radix: 16)
            let width = scalar.value <= 0xFF ? 2 : 4
            output.append(contentsOf: (width == 2 ? "\\x" : "\\u").utf8)
            output.append(contentsOf: String(repeating: "0", count: width - hex.utf8.count).utf8)
            output.append(contentsOf: hex.utf8)
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, (first | 0x20) &- 0x61 < 26, text.utf8.count <= 120,
            text.utf8.last != UInt8(ascii: " "), text.utf8.last != UInt8(ascii: ":"),
            !reserved.contains(text.lowercased())
        else { return false }
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            let isSafe =
                scalar.value < 0x80
                ? plainASCII[Int(scalar.value)]
                : scalar.properties.isAlphabetic || "’–—".unicodeScalars.contains(scalar)
            guard isSafe else { return false }
            if previous == ":" && scalar == " " { return false }
            if previous == " " && (scalar == "#" || scalar == ":") { return false }
            previous = scalar
        }
        return true
    }

    /// Words that some version of YAML reads as a boolean, null or number.
    private static let reserved: Set<String> = [
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
    ]

    /// ASCII characters that may stand inside a plain scalar.
    private static let plainASCII: [Bool] = (0..<128).map { value in
        let scalar = Unicode.Scalar(UInt8(value))
        return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || " -_./&'(),+!@:#*?%=~".unicodeScalars.contains(scalar)
    }
}
