/// Reads the JSON that programs write, one value after the other, straight from its bytes.
///
/// It knows less than Foundation's decoder and is several times as fast: whatever is unusual or wrong makes it give
/// up, so that the decoder decides. What it does read, it reads as the decoder does.
struct PlainJSON {
    /// Levels below which it gives up: articles have three.
    private static let deepest = 16

    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next byte that is no white space; nil at the end.
    mutating func peek() -> UInt8? {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    /// Passes over `byte` where it comes next, after white space.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// Passes over a word such as `null`.
    mutating func take(word: String) -> Bool {
        let count = word.utf8.count
        guard peek() == word.utf8.first, end - position >= count,
            bytes[position..<position + count].elementsEqual(word.utf8)
        else { return false }
        position += count
        return true
    }

    /// Gives up: nothing is left to read.
    private mutating func giveUp<Value>() -> Value? {
        position = end
        return nil
    }

    // MARK: - Texts

    /// A string without its quotes, as it lies in the bytes, where it is plain ASCII without escapes.
    mutating func plainKey() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<position - 1
            }
            guard byte != UInt8(ascii: "\\"), byte >= 0x20, byte < 0x80 else { return nil }
            position += 1
        }
        return nil
    }

    /// A string; nil where the next value is none, or one with an escape that is not plain.
    mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return String(validating: bytes[start..<position - 1], as: UTF8.self) ?? giveUp()
            }
            if byte == UInt8(ascii: "\\") { return escapedString(from: start) }
            guard byte >= 0x20 else { return giveUp() }
            position += 1
        }
        return giveUp()
    }

    /// The string that began at `start`, from its first escape on.
    private mutating func escapedString(from start: Int) -> String? {
        var text = Array(bytes[start..<position])
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self) ?? giveUp()
            case UInt8(ascii: "\\"): guard appendEscape(to: &text) else { return giveUp() }
            case ..<0x20: return giveUp()
            default: text.append(byte)
            }
        }
        return giveUp()
    }

    private mutating func appendEscape(to text: inout [UInt8]) -> Bool {
        guard position < end else { return false }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "u"):
            guard let scalar = escapedScalar() else { return false }
            text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        default: return false
        }
        return true
    }

    /// The scalar of `\uXXXX`, or of two of them that are a pair of surrogates.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let unit = hexDigits(), unit != 0 else { return nil }
        guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) }
        guard position + 2 <= end, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        guard let low = hexDigits(), low & 0xFC00 == 0xDC00 else { return nil }
        return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
    }

    private mutating func hexDigits() -> UInt32? {
        guard position + 4 <= end else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x57
            default: return nil
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: - Other values

    /// A whole number of at most 15 digits without a sign; nil for every other.
    mutating func wholeNumber() -> Int? {
        guard let range = numberRange(), range.count <= 15, bytes[range].allSatisfy({ $0 &- 0x30 < 10 })
        else { return nil }
        return bytes[range].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }

    /// A number of at most 15 digits without an exponent, which whoever rounds correctly reads alike.
    mutating func shortNumber() -> Double? {
        guard let range = numberRange(), range.count <= 16,
            bytes[range].allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Double(String(decoding: bytes[range], as: UTF8.self))
    }

    /// Passes over a number in the grammar of RFC 8259.
    private mutating func numberRange() -> Range<Int>? {
        guard peek() != nil else { return nil }
        let start = position
        func isDigit(_ place: Int) -> Bool { place < end && bytes[place] &- 0x30 < 10 }
        func pastDigits(_ place: Int) -> Int? {
            guard isDigit(place) else { return nil }
            var place = place
            while isDigit(place) { place += 1 }
            return place
        }
        var place = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
        let isZero = isDigit(place) && bytes[place] == 0x30
        guard let whole = pastDigits(place), !isZero || whole == place + 1 else { return nil }
        place = whole
        if place < end, bytes[place] == UInt8(ascii: ".") {
            guard let fraction = pastDigits(place + 1) else { return nil }
            place = fraction
        }
        if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < end, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
                place += 1
            }
            guard let exponent = pastDigits(place) else { return nil }
            place = exponent
        }
        position = place
        return start..<place
    }

    /// Calls `body` for each member of an object, at its value, with where its key lies.
    ///
    /// - Returns: false where it is no plain object, or `body` gave up.
    mutating func object(_ body: (inout PlainJSON, Range<Int>) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let key = plainKey(), take(UInt8(ascii: ":")), body(&self, key) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// Calls `body` at each element of an array.
    mutating func array(_ body: (inout PlainJSON) -> Bool) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        if take(UInt8(ascii: "]")) { return true }
        repeat { guard body(&self) else { return false } } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    /// Passes over any value that is plain.
    mutating func skipValue(depth: Int = 0) -> Bool {
        guard depth < Self.deepest, let first = peek() else { return false }
        switch first {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "{"): return object { json, _ in json.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): return array { $0.skipValue(depth: depth + 1) }
        case UInt8(ascii: "t"): return take(word: "true")
        case UInt8(ascii: "f"): return take(word: "false")
        case UInt8(ascii: "n"): return take(word: "null")
        default: return numberRange() != nil
        }
    }
}
