import Foundation

/// Folding of words beyond ASCII, so that spellings of one word meet: "Café", "café" and "cafe".
enum TermFolding {
    /// Lower case, compatibility forms resolved (full-width letters, ligatures), accents off Latin letters.
    ///
    /// Marks of other scripts stay: in Devanagari they are vowels, in Cyrillic й is no и.
    static func fold(_ word: String) -> String {
        var folded = String.UnicodeScalarView()
        var isAfterLatin = false
        for scalar in word.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if (0x0300...0x036F).contains(scalar.value), isAfterLatin { continue }
            isAfterLatin = scalar.value < 0x0250 || (0x1E00...0x1EFF).contains(scalar.value)
            if let replacement = letters[scalar] {
                folded.append(contentsOf: replacement.unicodeScalars)
            } else {
                folded.append(scalar)
            }
        }
        return String(folded).precomposedStringWithCanonicalMapping
    }

    /// Latin letters that Unicode does not decompose, as they are written where the key is missing.
    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    ]
}
