/// One word of a text as copies are told by: a hash of its folded letters and what it looked like.
struct StoryWord: Hashable, Sendable {
    /// Of the letters in lower case; equal words have equal hashes on every machine.
    let hash: UInt64
    /// Of its first five letters, so that most inflections of a word meet: "tariff", "tariffs".
    let stem: UInt64
    /// Characters, of a pair of unspaced ones 4: such a pair says as much as a word.
    let length: Int
    /// Whether a digit is part of it.
    let isNumber: Bool
    /// Whether it began in upper case, as names do in most languages that have cases.
    let isCapitalised: Bool
}

/// The words of a text in their order, without the strings: it is read once, and nothing is stored.
///
/// Words end at everything that is neither letter, mark nor digit; an `'s` is dropped. Unlike the index's
/// analysis this keeps stop words and case: a shared "the" between the same neighbours is evidence of copying,
/// and a capital is what shows a name. Scripts without spaces give overlapping pairs of characters.
struct StoryWords: Sequence, IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Unicode.Scalar?
    private var previousUnspaced: Unicode.Scalar?
    private var isAfterApostrophe = false

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        pending = scalars.next()
    }

    mutating func next() -> StoryWord? {
        while let scalar = pending {
            if Self.isUnspaced(scalar) {
                if let pair = unspacedPair(scalar) { return pair }
                continue
            }
            previousUnspaced = nil
            guard Self.isWordPart(scalar) else {
                isAfterApostrophe = scalar == "'" || scalar == "\u{2019}"
                pending = scalars.next()
                continue
            }
            let canBePossessive = isAfterApostrophe
            isAfterApostrophe = false
            let word = spacedWord(scalar)
            if canBePossessive, word.length == 1, word.hash == Self.loneS { continue }
            return word
        }
        return nil
    }

    /// Reads one character; nil for the first of a run that has more.
    private mutating func unspacedPair(_ scalar: Unicode.Scalar) -> StoryWord? {
        let previous = previousUnspaced
        previousUnspaced = scalar
        pending = scalars.next()
        if previous == nil, let pending, Self.isUnspaced(pending) { return nil }
        var hash = Self.emptyHash
        if let previous { Self.add(previous, to: &hash) }
        Self.add(scalar, to: &hash)
        return StoryWord(hash: hash, stem: hash, length: 4, isNumber: false, isCapitalised: false)
    }

    private mutating func spacedWord(_ first: Unicode.Scalar) -> StoryWord {
        var hash = Self.emptyHash
        var stem = hash
        var length = 0
        var isNumber = false
        let isCapitalised = Self.isUpper(first)
        while let scalar = pending, Self.isWordPart(scalar), !Self.isUnspaced(scalar) {
            Self.addFolded(scalar, to: &hash)
            if Self.isDigit(scalar) { isNumber = true }
            length += 1
            if length <= Self.stemLength { stem = hash }
            pending = scalars.next()
        }
        return StoryWord(
            hash: hash,
            stem: stem,
            length: length,
            isNumber: isNumber,
            isCapitalised: isCapitalised
        )
    }
}

extension StoryWords {
    private static let stemLength = 5

    /// FNV-1a's offset and prime (Fowler, Noll, Vo), over scalars instead of bytes.
    private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3

    private static let loneS: UInt64 = {
        var hash = emptyHash
        add("s", to: &hash)
        return hash
    }()

    private static func add(_ scalar: Unicode.Scalar, to hash: inout UInt64) {
        hash = (hash ^ UInt64(scalar.value)) &* prime
    }

    private static func addFolded(_ scalar: Unicode.Scalar, to hash: inout UInt64) {
        if scalar.value < 0x80 {
            let value = scalar.value
            hash = (hash ^ UInt64(value &- 0x41 < 26 ? value | 0x20 : value)) &* prime
        } else if scalar.properties.changesWhenLowercased {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars { add(lower, to: &hash) }
        } else {
            add(scalar, to: &hash)
        }
    }

    private static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? scalar.value &- 0x41 < 26 : scalar.properties.changesWhenLowercased
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? scalar.value &- 0x30 < 10 : scalar.properties.generalCategory == .decimalNumber
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 { return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 }
        // General punctuation, the usual non-ASCII neighbour of English words, without a table look-up.
        if (0x2000...0x206F).contains(value) { return false }
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// Letters of Thai, Lao, Myanmar, Khmer, Hiragana, Katakana and Han (Unicode 16 block ranges).
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x0E00 else { return false }
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return isWordPart(scalar) && !isDigit(scalar)
        case 0x3005...0x3007, 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x323AF:
            return true
        default: return false
        }
    }
}
