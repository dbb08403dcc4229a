/// Cuts text into words at everything that is neither letter, mark nor digit; characters that cannot be seen are passed
/// over.
///
/// Reads UTF-8 as it lies: most words are ASCII, and neither scalars nor strings are made of them.
struct WordSplitter {
    /// What the bytes of a word are.
    enum Kind {
        /// Plain ASCII, already in lower case.
        case ascii
        /// Has other characters and must be folded.
        case foreign
        /// A run of a script that is written without spaces.
        case unspaced
    }

    /// Words longer than this many characters are dropped: encoded data, not language.
    static let longestWord = 64

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// Reads the next word into `word`; nil at the end. Single ASCII letters are skipped.
    mutating func next(_ word: inout [UInt8]) -> Kind? {
        while position < bytes.count {
            let (scalar, length) = scalar(at: position)
            // Some of what cannot be seen counts as a mark; no word begins with it, or has nothing else.
            if InvisibleCharacter.contains(scalar.value) {
                position += length
                continue
            }
            if Self.isUnspaced(scalar) {
                readUnspacedRun(&word)
                return .unspaced
            }
            guard Self.isWordPart(scalar) else {
                position += length
                continue
            }
            if let kind = readWord(&word) { return kind }
        }
        return nil
    }

    private mutating func readUnspacedRun(_ run: inout [UInt8]) {
        run.removeAll(keepingCapacity: true)
        var start = position
        while position < bytes.count {
            let (scalar, length) = scalar(at: position)
            if InvisibleCharacter.contains(scalar.value) {
                run += bytes[start..<position]
                start = position + length
            } else if !Self.isUnspaced(scalar) {
                break
            }
            position += length
        }
        run += bytes[start..<position]
    }

    /// Reads one word; nil where it is to be skipped.
    private mutating func readWord(_ word: inout [UInt8]) -> Kind? {
        word.removeAll(keepingCapacity: true)
        var isForeign = false
        var length = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                guard Self.isASCIIWordPart(byte) else { break }
                word.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
                position += 1
            } else {
                let (scalar, count) = scalar(at: position)
                if InvisibleCharacter.contains(scalar.value) {
                    position += count
                    continue
                }
                guard Self.isWordPart(scalar), !Self.isUnspaced(scalar) else { break }
                isForeign = true
                word += bytes[position..<position + count]
                position += count
            }
            length += 1
            // An endless word must not fill the memory; the rest of it is read and dropped.
            if length > 4 * Self.longestWord {
                skipWord()
                return nil
            }
        }
        skipApostropheS()
        if !isForeign, skipAddress(after: word) { return nil }
        if isForeign { return .foreign }
        // A lone letter is what is left of "I'm" or "U.S."; a lone digit tells the third wave from the second.
        let isLoneLetter = word.count == 1 && word[0] >= UInt8(ascii: "a")
        return isLoneLetter ? nil : .ascii
    }

    private mutating func skipWord() {
        while position < bytes.count {
            let (scalar, length) = scalar(at: position)
            let isPart = Self.isWordPart(scalar) && !Self.isUnspaced(scalar)
            guard isPart || InvisibleCharacter.contains(scalar.value) else { return }
            position += length
        }
    }

    /// Drops a possessive: "Facebook's" and "Facebook’s" are the word "facebook".
    private mutating func skipApostropheS() {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        guard byte == UInt8(ascii: "'") || byte == 0xE2 else { return }
        let (apostrophe, length) = scalar(at: position)
        guard apostrophe == "'" || apostrophe == "\u{2019}" else { return }
        let letter = position + length
        guard letter < bytes.count, bytes[letter] | 0x20 == UInt8(ascii: "s") else { return }
        if letter + 1 < bytes.count, Self.isWordPart(scalar(at: letter + 1).scalar) { return }
        position = letter + 1
    }

    /// Drops a web address that starts with the word just read: its parts are no words of the text.
    private mutating func skipAddress(after word: [UInt8]) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":"),
            bytes[position...].starts(with: "://".utf8),
            word.elementsEqual("https".utf8) || word.elementsEqual("http".utf8)
        else { return false }
        while position < bytes.count, !Self.endsAddress(bytes[position]) { position += 1 }
        return true
    }

    private static func endsAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: ">"),
            UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: "<"):
            true
        default: false
        }
    }

    /// The scalar that starts at `position` and its bytes; texts are valid UTF-8.
    private func scalar(at position: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let first = bytes[position]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[position + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    private static func isASCIIWordPart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return isASCIIWordPart(UInt8(truncatingIfNeeded: scalar.value)) }
        // Most of what is not ASCII in English texts: quotation marks and dashes.
        if (0x2010...0x2027).contains(scalar.value) { return false }
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    /// Han, Hiragana, Katakana, Thai, Lao, Myanmar and Khmer (Unicode 16 block ranges).
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x0E00 else { return false }
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return isWordPart(scalar) && !isDigit(scalar)
        case 0x3005...0x3007, 0x3041...0x309F, 0x30A1...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x323AF:
            return value != 0x30FB
        default: return false
        }
    }
}
