/// A JSON value that is to be written.
///
/// For output by the hundred thousand lines: Foundation's encoder takes ten times as long, which was an eighth of the
/// time of a large job.
package enum JSONValue: Sendable {
    case text(String)
    /// NaN and infinities, which JSON does not have, are written as null.
    case number(Double)
    case integer(Int)
    case bool(Bool)
    case list([JSONValue])
    /// Written by key ascending, so that equal values give equal text; what is nil is left out.
    case object([(key: String, value: JSONValue?)])

    /// The value as UTF-8, on one line, without a line end.
    ///
    /// - Complexity: O(bytes written).
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): Self.append(text, to: &bytes)
        case .number(let number):
            let text = number.isFinite ? "\(number)" : "null"
            bytes += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
        case .integer(let number): bytes += "\(number)".utf8
        case .bool(let isTrue): bytes += (isTrue ? "true" : "false").utf8
        case .list(let elements):
            bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            // Short lists: a dictionary would hash every key.
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let value else { continue }
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                Self.append(key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func mustEscape(_ text: String) -> Bool {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span
        var hasSpecial = false
        // Without a way out in the middle, sixteen bytes are looked at in one go.
        for index in bytes.indices {
            let byte = bytes[index]
            hasSpecial = hasSpecial || byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        }
        return hasSpecial
    }

    /// Appends a string literal (RFC 8259, 7): quotation marks, backslashes and control characters are escaped.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let backslash = UInt8(ascii: "\\")
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        guard mustEscape(text) else {
            // Nearly all texts are copied in one piece.
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), backslash: bytes += [backslash, byte]
            case 0x08: bytes += [backslash, UInt8(ascii: "b")]
            case 0x09: bytes += [backslash, UInt8(ascii: "t")]
            case 0x0A: bytes += [backslash, UInt8(ascii: "n")]
            case 0x0C: bytes += [backslash, UInt8(ascii: "f")]
            case 0x0D: bytes += [backslash, UInt8(ascii: "r")]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += [
                    backslash, UInt8(ascii: "u"), 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)],
                ]
            default: bytes.append(byte)
            }
        }
    }
}

extension Double {
    /// The nearest number with at most `places` decimal places, from 0 to 6.
    package func rounded(toPlaces places: Int) -> Double {
        let factor = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][places] as Double
        return (self * factor).rounded() / factor
    }
}
