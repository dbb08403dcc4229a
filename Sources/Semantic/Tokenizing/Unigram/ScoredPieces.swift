/// The list `model.vocab` of a tokenizer.json, of pieces with their scores, by id.
///
/// Read by itself: `JSONDecoder` takes seconds for a quarter of a million of them.
struct ScoredPieces: Sendable {
    /// The pieces' UTF-8, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each piece lies in `bytes`, by id.
    private(set) var ranges: [Range<Int>] = []
    private(set) var scores: [Double] = []
    /// Where the list stands in the file.
    private(set) var place: Range<Int>

    /// Pieces that a vocabulary may have; XLM-R's has 250,002.
    static let entryLimit = 1 << 20
    /// Bytes of a piece: bounds the work on a hostile vocabulary and text, a product of both. XLM-R's longest has 48.
    static let longestLimit = 256
    /// Bytes of all pieces; XLM-R's have 2.6 million.
    static let byteLimit = 16 << 20

    private static let (quote, backslash, comma) = (UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ","))
    private static let (open, close) = (UInt8(ascii: "["), UInt8(ascii: "]"))

    /// - Parameters:
    ///   - json: a whole file, which need not be well-formed.
    ///   - file: its path, for messages.
    /// - Returns: nil where `model.vocab` is no list.
    /// - Throws: ``TokenizerError`` where something in the list is no piece with a score, or it is too large.
    init?(json: [UInt8], file: String) throws(TokenizerError) {
        guard let start = ModelVocabulary.start(in: json), json[start] == Self.open else { return nil }
        place = start..<start
        var cursor = Cursor(json: json, position: start + 1)
        func fail(_ reason: String) -> TokenizerError {
            .damaged(file: file, line: nil, reason: "model.vocab[\(scores.count)] \(reason)")
        }
        if !cursor.skip(Self.close) {
            repeat {
                guard cursor.skip(Self.open), let piece = cursor.string(), cursor.skip(Self.comma) else {
                    throw fail("is no list of a piece and its score")
                }
                guard let score = cursor.number() else {
                    throw fail("has a score that is no number, or too large")
                }
                guard cursor.skip(Self.close) else { throw fail("is no list of a piece and its score") }
                let first = bytes.count
                guard append(json, piece) else { throw fail("has a piece that is damaged") }
                guard bytes.count - first <= Self.longestLimit else {
                    throw fail("has a piece of more than \(Self.longestLimit) bytes")
                }
                guard scores.count < Self.entryLimit else {
                    throw .tooManyEntries(limit: Self.entryLimit)
                }
                guard bytes.count <= Self.byteLimit else {
                    throw fail("is beyond \(Self.byteLimit >> 20) MB of pieces")
                }
                ranges.append(first..<bytes.count)
                scores.append(score)
            } while cursor.skip(Self.comma)
            guard cursor.skip(Self.close) else {
                throw fail("is followed by neither a comma nor the list's end")
            }
        }
        place = start..<cursor.position
        guard String(validating: json[place], as: UTF8.self) != nil else {
            throw .damaged(file: file, line: nil, reason: "model.vocab has a piece that is not UTF-8")
        }
    }

    /// Appends what a string of JSON says.
    private mutating func append(_ json: [UInt8], _ text: Range<Int>) -> Bool {
        var position = text.lowerBound
        while position < text.upperBound {
            let byte = json[position]
            position += 1
            guard byte == Self.backslash else {
                bytes.append(byte)
                continue
            }
            guard position < text.upperBound else { return false }
            position += 1
            switch json[position - 1] {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "u"):
                guard let scalar = Self.scalar(json, &position, text.upperBound) else { return false }
                bytes += UTF8.encode(scalar).map(Array.init) ?? []
            case let other where [Self.quote, Self.backslash, UInt8(ascii: "/")].contains(other):
                bytes.append(other)
            default: return false
            }
        }
        return true
    }

    /// The scalar that `\u` at `position` stands for, with its second half where it is of two.
    private static func scalar(_ json: [UInt8], _ position: inout Int, _ end: Int) -> Unicode.Scalar? {
        func unit() -> UInt32? {
            guard end - position >= 4 else { return nil }
            var value: UInt32 = 0
            for digit in position..<(position + 4) {
                guard let number = hexadecimal(json[digit]) else { return nil }
                value = value << 4 | number
            }
            position += 4
            return value
        }
        guard let first = unit() else { return nil }
        guard first &- 0xD800 < 0x400 else { return Unicode.Scalar(first) }
        guard end - position >= 6, json[position] == backslash, json[position + 1] == UInt8(ascii: "u") else {
            return nil
        }
        position += 2
        guard let second = unit(), second &- 0xDC00 < 0x400 else { return nil }
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        if byte &- 0x30 < 10 { return UInt32(byte - 0x30) }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? UInt32(letter) + 10 : nil
    }

    /// A place in JSON.
    private struct Cursor {
        let json: [UInt8]
        var position: Int

        private mutating func skipSpace() {
            while position < json.count, [0x20, 0x0A, 0x0D, 0x09].contains(json[position]) { position += 1 }
        }

        /// Moves behind `byte` where that is what stands next.
        mutating func skip(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < json.count, json[position] == byte else { return false }
            position += 1
            return true
        }

        /// What stands between the quotes of a string.
        mutating func string() -> Range<Int>? {
            skipSpace()
            guard position < json.count, json[position] == ScoredPieces.quote else { return nil }
            let text = ModelVocabulary.string(json, at: position)
            position = text.upperBound + 1
            return text
        }

        mutating func number() -> Double? {
            skipSpace()
            var number = DecimalNumber()
            while position < json.count, number.append(json[position]) { position += 1 }
            return number.value
        }
    }
}
