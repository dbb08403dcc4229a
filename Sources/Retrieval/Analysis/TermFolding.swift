import Foundation

/// Folding of words beyond ASCII, so that spellings of one word meet: "Café", "café" and "cafe".
enum TermFolding {
    /// Lower case, compatibility forms resolved (full-width letters, half-width katakana, ligatures, Arabic's forms by
    /// place), digits of all scripts as ASCII ones, and off the letters what a script's writers leave out or write in two
    /// ways.
    ///
    /// Marks of other scripts stay: in Devanagari they are vowels, in Cyrillic й is no и.
    static func fold(_ word: String) -> String {
        var folded = String.UnicodeScalarView()
        var base: Base = .other
        for scalar in word.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if isLeftOut(scalar.value, after: base) { continue }
            if scalar.properties.canonicalCombiningClass == .notReordered { base = Base(scalar.value) }
            if let replacement = letters[scalar] {
                folded.append(contentsOf: replacement.unicodeScalars)
            } else if scalar.value >= 0x0660, scalar.properties.numericType == .decimal,
                let value = scalar.properties.numericValue
            {
                folded.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value)))
            } else {
                folded.append(scalar)
            }
        }
        return String(folded).precomposedStringWithCanonicalMapping
    }

    /// What a mark stands on.
    private enum Base {
        case accented, cyrillicE, cyrillic, other

        init(_ value: UInt32) {
            self =
                switch value {
                case ..<0x0250, 0x1E00...0x1EFF, 0x0370...0x03FF: .accented
                case 0x0435: .cyrillicE
                case 0x0400...0x04FF: .cyrillic
                default: .other
                }
        }
    }

    /// Marks that a reader does without.
    ///
    /// Accents on Latin and Greek letters; the stress on Cyrillic ones, and what makes ё of е; vowels and other points of
    /// Arabic (with the hamza on a letter, as in Lucene's ArabicNormalizer) and Hebrew; the dot below of Devanagari.
    private static func isLeftOut(_ value: UInt32, after base: Base) -> Bool {
        switch value {
        case 0x0301 where base == .cyrillic, 0x0301 where base == .cyrillicE, 0x0308 where base == .cyrillicE:
            true
        case 0x0300...0x036F: base == .accented
        // The signs of the Hebrew block that are no marks cut words.
        case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7: true
        case 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E8,
            0x06EA...0x06ED:
            true
        case 0x093C: true
        default: false
        }
    }

    /// Latin letters that Unicode does not decompose, as they are written where the key is missing; the final form of the
    /// Greek sigma; letters that Arabic and Persian keyboards have one or the other of (Lucene's ArabicNormalizer and
    /// PersianNormalizer).
    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "\u{03C2}": "\u{03C3}",
        "\u{0649}": "\u{064A}", "\u{06CC}": "\u{064A}", "\u{06A9}": "\u{0643}", "\u{0629}": "\u{0647}",
        "\u{06C1}": "\u{0647}", "\u{0671}": "\u{0627}",
    ]
}
