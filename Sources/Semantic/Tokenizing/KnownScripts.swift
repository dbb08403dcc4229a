/// The scripts that a vocabulary has words of.
///
/// A vocabulary that was learned from English still has the letters of other scripts, one by one. By them alone every two
/// texts in Arabic mean the same.
struct KnownScripts: Sendable {
    /// By ``Script/rawValue``.
    private let isKnown: [Bool]

    /// The share of all entries of two letters or more that a script's must have: the English vocabularies at hand have
    /// 8 of 26,475 in Cyrillic, one in 3,300, and multilingual ones some hundreds for their smallest scripts.
    private static let fewestShare = 300
    /// Characters that are enough without longer entries, where each is a word: in Japan 2,136 are taught at school.
    private static let fewestCharacters = 2000

    /// Entries that are looked at, evenly spread, where a vocabulary has more: XLM-R's 250,002 take a tenth of a second.
    private static let sampleSize = 1 << 15

    /// - Complexity: O(bytes of the entries that are looked at).
    init(_ tokenizer: some Tokenizer) {
        var longer = [Int](repeating: 0, count: Script.count)
        var single = longer
        let step = max(1, (tokenizer.count + Self.sampleSize - 1) / Self.sampleSize)
        for id in stride(from: 0, to: tokenizer.count, by: step) {
            guard let (script, letters) = Script.only(of: tokenizer.vocabularyEntry(Int32(id))) else {
                continue
            }
            // Each stands for those that are passed over.
            if letters > 1 { longer[script.rawValue] += step } else { single[script.rawValue] += step }
        }
        let all = longer.reduce(0, +)
        isKnown = longer.indices.map { number in
            number != Script.other.rawValue
                && (longer[number] > 0 && longer[number] * Self.fewestShare >= all
                    || number == Script.han.rawValue && single[number] >= Self.fewestCharacters)
        }
    }

    /// Whether half of a text's letters, or more, are of a known script; a text without letters is covered where it has
    /// a digit.
    ///
    /// - Complexity: O(bytes).
    func cover(_ text: String) -> Bool {
        var (known, unknown, hasDigit) = (0, 0, false)
        for scalar in text.unicodeScalars {
            if let script = Script(scalar) {
                if isKnown[script.rawValue] { known += 1 } else { unknown += 1 }
            } else if scalar.value &- 0x30 < 10 {
                hasDigit = true
            }
        }
        return known + unknown == 0 ? hasDigit : known >= unknown
    }
}

/// What letters belong to, by the blocks of Unicode 16.
enum Script: Int, CaseIterable {
    case other, latin, greek, cyrillic, armenian, hebrew, arabic
    case devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu, kannada, malayalam, sinhala
    case thai, lao, tibetan, myanmar, georgian, hangul, ethiopic, khmer, mongolian, kana, han

    static let count = allCases.count

    /// The script of a text's letters, where they have only one, and how many they are.
    static func only(of text: String) -> (script: Script, letters: Int)? {
        var found: Script?
        var letters = 0
        for scalar in text.unicodeScalars {
            guard let script = Script(scalar) else { continue }
            guard found == nil || found == script else { return nil }
            found = script
            letters += 1
        }
        return found.map { ($0, letters) }
    }

    /// Nil for what is no letter.
    init?(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            guard (value | 0x20) &- 0x61 < 26 else { return nil }
            self = .latin
            return
        }
        guard scalar.properties.isAlphabetic else { return nil }
        self =
            switch value {
            case ..<0x0250, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF, 0xFF21...0xFF5A: .latin
            case 0x0370...0x03FF, 0x1F00...0x1FFF: .greek
            case 0x0400...0x052F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: .cyrillic
            case 0x0530...0x058F, 0xFB13...0xFB17: .armenian
            case 0x0590...0x05FF, 0xFB1D...0xFB4F: .hebrew
            case 0x0600...0x06FF, 0x0750...0x077F, 0x0870...0x08FF, 0xFB50...0xFDFF, 0xFE70...0xFEFE: .arabic
            // Ten blocks of one size, one behind the other.
            case 0x0900...0x0DFF:
                Script(rawValue: Self.devanagari.rawValue + Int(value - 0x0900) / 0x80) ?? .other
            case 0x0E00...0x0E7F: .thai
            case 0x0E80...0x0EFF: .lao
            case 0x0F00...0x0FFF: .tibetan
            case 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F: .myanmar
            case 0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F: .georgian
            case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: .hangul
            case 0x1200...0x139F, 0x2D80...0x2DDF, 0xAB00...0xAB2F: .ethiopic
            case 0x1780...0x17FF: .khmer
            case 0x1800...0x18AF: .mongolian
            case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F, 0x1B000...0x1B16F: .kana
            case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
                0x20000...0x323AF:
                .han
            default: .other
            }
    }
}
