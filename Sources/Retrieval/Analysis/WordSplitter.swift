/// Cuts text into words at everything that is neither letter, mark nor digit.
struct WordSplitter {
    enum Word {
        /// Plain ASCII, already in lower case.
        case word(String)
        /// Has other characters and must be folded.
        case foreign(String)
        /// A run of a script that is written without spaces.
        case unspaced([Unicode.Scalar])
    }

    /// Words longer than this many bytes are dropped: encoded data, not language.
    static let longestWord = 64

    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Unicode.Scalar?

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        pending = scalars.next()
    }

    private mutating func advance() { pending = scalars.next() }

    /// The next word, or nil at the end. Single ASCII letters are skipped.
    mutating func next() -> Word? {
        while let scalar = pending {
            if Self.isUnspaced(scalar) { return .unspaced(unspacedRun()) }
            guard Self.isWordPart(scalar) else {
                advance()
                continue
            }
            if let word = spacedWord() { return word }
        }
        return nil
    }

    private mutating func unspacedRun() -> [Unicode.Scalar] {
        var run: [Unicode.Scalar] = []
        while let scalar = pending, Self.isUnspaced(scalar) {
            run.append(scalar)
            advance()
        }
        return run
    }

    /// Reads one word; nil where it is to be skipped.
    private mutating func spacedWord() -> Word? {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(16)
        var foreign: String.UnicodeScalarView?
        var length = 0

        while let scalar = pending {
            if scalar.value < 0x80 {
                guard Self.isWordPart(scalar) else { break }
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
                if foreign == nil { ascii.append(lower) } else { foreign?.append(Unicode.Scalar(lower)) }
            } else {
                guard Self.isWordPart(scalar), !Self.isUnspaced(scalar) else { break }
                if foreign == nil { foreign = String(decoding: ascii, as: UTF8.self).unicodeScalars }
                foreign?.append(scalar)
            }
            length += 1
            advance()
            // An endless word must not fill the memory; the rest of it is read and dropped.
            if length > 4 * Self.longestWord {
                while let rest = pending, Self.isWordPart(rest), !Self.isUnspaced(rest) { advance() }
                return nil
            }
        }
        skipApostropheS()
        if skipAddress(after: ascii, isASCII: foreign == nil) { return nil }
        if let foreign { return .foreign(String(foreign)) }
        // A lone letter is what is left of "I'm" or "U.S."; a lone digit tells the third wave from the second.
        let isLoneLetter = ascii.count == 1 && ascii[0] >= UInt8(ascii: "a")
        guard !isLoneLetter, ascii.count <= Self.longestWord else { return nil }
        return .word(String(decoding: ascii, as: UTF8.self))
    }

    /// Drops a possessive: "Facebook's" and "Facebook’s" are the word "facebook".
    private mutating func skipApostropheS() {
        guard pending == "'" || pending == "\u{2019}" else { return }
        var ahead = scalars
        guard let s = ahead.next(), s == "s" || s == "S" else { return }
        let behind = ahead.next()
        if let behind, Self.isWordPart(behind) { return }
        scalars = ahead
        pending = behind
    }

    /// Drops a web address that starts with the word just read: its parts are no words of the text.
    private mutating func skipAddress(after word: [UInt8], isASCII: Bool) -> Bool {
        guard isASCII, pending == ":", word.elementsEqual("https".utf8) || word.elementsEqual("http".utf8)
        else { return false }
        var ahead = scalars
        guard ahead.next() == "/", ahead.next() == "/" else { return false }
        let ends: Set<Unicode.Scalar> = [" ", "\n", "\r", "\t", ")", "]", ">", "\"", "'", "<"]
        while let scalar = pending, !ends.contains(scalar) { advance() }
        return true
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 {
            return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10
        }
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
