import Retrieval

/// One word of a text as copies are told by: a hash of its folded letters and what it looked like.
struct FingerprintWord: Hashable, Sendable {
    /// Of the letters in lower case; equal words have equal hashes on every machine.
    var hash: UInt64
    /// Of its first five letters, so that most inflections of a word meet: "tariff", "tariffs".
    var stem: UInt64
    /// Characters, of a pair of unspaced ones 4: such a pair says as much as a word.
    var length: Int
    /// Whether a digit is part of it.
    var isNumber: Bool
    /// Whether it began in upper case, as names do in most languages that have cases.
    var isCapitalised: Bool
    /// Whether a sentence or a line ended before it.
    var startsSentence = false
}

/// The words of a text in their order, without the strings: it is read once, and nothing is stored.
///
/// Words end at everything that can be seen and is neither letter, mark nor digit; an `'s` is dropped. Unlike the index's
/// analysis this keeps stop words and case: a shared "the" between the same neighbours is evidence of copying,
/// and a capital is what shows a name. Scripts without spaces give overlapping pairs of characters.
struct FingerprintWords {
    /// Words of the opening that count: what most feeds keep of a text, 260 characters. Longer openings would
    /// let a cut excerpt look unlike its whole.
    static let openingLimit = 48
    /// Words of the body that count: enough for its 16 smallest shingles to be a fair sample.
    static let bodyLimit = 400
    /// Words of a title that count; the longest headlines of the feed have 30.
    static let titleLimit = 32

    /// Bytes that are read: 400 words of 80 bytes, for texts that are no language.
    private static let longestText = 32_768
    private static let stemLength = 5

    private let bytes: [UInt8]
    private var position = 0
    /// The character before, where both are of a script without spaces.
    private var previousUnspaced: UInt32?
    private var isAfterApostrophe = false
    private var isAfterSentence = false

    private init(_ text: String) {
        let utf8 = text.utf8
        bytes = utf8.count <= Self.longestText ? Array(utf8) : Array(utf8.prefix(Self.longestText))
    }

    /// The first `limit` words of `text`.
    ///
    /// - Complexity: O(bytes of these words and what is between them).
    static func first(_ limit: Int, of text: String) -> [FingerprintWord] {
        guard !text.isEmpty else { return [] }
        var reader = FingerprintWords(text)
        var words: [FingerprintWord] = []
        words.reserveCapacity(min(limit, 1 + reader.bytes.count / 4))
        while words.count < limit, var word = reader.next() {
            word.startsSentence = reader.isAfterSentence
            reader.isAfterSentence = false
            words.append(word)
        }
        return words
    }

    private mutating func next() -> FingerprintWord? {
        while position < bytes.count {
            let (value, length) = character(at: position)
            switch Self.kind(of: value) {
            case .other:
                isAfterApostrophe = value == 0x27 || value == 0x2019
                previousUnspaced = nil
                position += length
                if Self.endsSentence(value),
                    value == 0x0A || value >= 0x80 || position == bytes.count || bytes[position] <= 0x20
                {
                    isAfterSentence = true
                }
            case .invisible: position += length
            case .unspaced:
                isAfterApostrophe = false
                position += length
                if let pair = pair(endingWith: value) { return pair }
            case .part:
                let canBePossessive = isAfterApostrophe
                isAfterApostrophe = false
                previousUnspaced = nil
                let word = spacedWord()
                if canBePossessive, word.length == 1, word.hash == Self.loneS { continue }
                return word
            }
        }
        return nil
    }

    /// Nil for the first character of a run that has more.
    private mutating func pair(endingWith value: UInt32) -> FingerprintWord? {
        let previous = previousUnspaced
        previousUnspaced = value
        if previous == nil, position < bytes.count,
            Self.kind(of: character(at: position).value) == .unspaced
        {
            return nil
        }
        var hash = Self.emptyHash
        if let previous { Self.add(previous, to: &hash) }
        Self.add(value, to: &hash)
        return FingerprintWord(hash: hash, stem: hash, length: 4, isNumber: false, isCapitalised: false)
    }

    private mutating func spacedWord() -> FingerprintWord {
        var word = FingerprintWord(
            hash: Self.emptyHash,
            stem: 0,
            length: 0,
            isNumber: false,
            isCapitalised: false
        )
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                let lower = byte | 0x20
                if lower &- 0x61 < 26 {
                    if byte != lower, word.length == 0 { word.isCapitalised = true }
                    Self.add(UInt32(lower), to: &word.hash)
                } else if byte &- 0x30 < 10 {
                    word.isNumber = true
                    Self.add(UInt32(byte), to: &word.hash)
                } else {
                    break
                }
                position += 1
            } else {
                let (value, length) = character(at: position)
                let kind = Self.kind(of: value)
                if kind == .invisible {
                    position += length
                    continue
                }
                guard kind == .part, let scalar = Unicode.Scalar(value) else { break }
                Self.add(scalar, to: &word)
                position += length
            }
            word.length += 1
            if word.length <= Self.stemLength { word.stem = word.hash }
        }
        return word
    }
}

// MARK: - Characters

extension FingerprintWords {
    private enum Kind {
        case part
        case unspaced
        case invisible
        case other
    }

    /// FNV-1a's offset and prime (Fowler, Noll, Vo), over scalars instead of bytes.
    private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3
    private static let loneS = (emptyHash ^ 0x73) &* prime

    private static func add(_ value: UInt32, to hash: inout UInt64) { hash = (hash ^ UInt64(value)) &* prime }

    /// A full stop, question or exclamation mark, or the end of a line.
    private static func endsSentence(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E, 0x21, 0x3F, 0x0A, 0x3002, 0xFF01, 0xFF1F, 0x061F, 0x06D4, 0x0964: true
        default: false
        }
    }

    /// A letter or digit beyond ASCII.
    private static func add(_ scalar: Unicode.Scalar, to word: inout FingerprintWord) {
        let properties = scalar.properties
        if properties.changesWhenLowercased {
            if word.length == 0 { word.isCapitalised = true }
            for lower in properties.lowercaseMapping.unicodeScalars { add(lower.value, to: &word.hash) }
        } else {
            if properties.generalCategory == .decimalNumber { word.isNumber = true }
            add(scalar.value, to: &word.hash)
        }
    }

    /// The scalar that starts at `position` and its bytes. Strings are valid UTF-8, but the text may have been
    /// cut within a character; its rest counts as punctuation.
    private func character(at position: Int) -> (value: UInt32, length: Int) {
        let first = bytes[position]
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard position + length <= bytes.count else { return (0, bytes.count - position) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[position + offset] & 0x3F) }
        return (value, length)
    }

    private static func kind(of value: UInt32) -> Kind {
        if value < 0x80 {
            return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 ? .part : .other
        }
        if InvisibleCharacter.contains(value) { return .invisible }
        // General punctuation, the usual non-ASCII neighbour of English words, without a table look-up.
        guard !(0x2000...0x206F).contains(value), let scalar = Unicode.Scalar(value) else { return .other }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .decimalNumber: return .part
        case .nonspacingMark, .spacingMark: break
        default: if !properties.isAlphabetic { return .other }
        }
        return isUnspaced(value) ? .unspaced : .part
    }

    /// Blocks of Thai, Lao, Myanmar, Khmer, Hiragana, Katakana and Han (Unicode 16).
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case ..<0x0E00: false
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3041...0x309F,
            0x30A1...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0xFF66...0xFF9F, 0x20000...0x323AF:
            true
        default: false
        }
    }
}
