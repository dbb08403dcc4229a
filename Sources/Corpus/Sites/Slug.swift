import Foundation

/// How generators make names in URLs of texts.
enum Slug {
    /// Letters, digits and marks of any script in small letters, anything else as one dash: Jekyll's `slugify`.
    static func words(_ text: some StringProtocol, lowercased: Bool = true) -> String {
        joined(text, lowercased: lowercased) { isWordPart($0) }
    }

    /// The same, but what URLs may have stays: Jekyll's mode `pretty`.
    static func pretty(_ text: some StringProtocol) -> String {
        joined(text, lowercased: false) { isWordPart($0) || "._~!$&'()+,;=@".unicodeScalars.contains($0) }
    }

    /// ASCII only, with letters of other scripts rewritten: Zola's way, by and large.
    static func ascii(_ text: some StringProtocol) -> String {
        let latin = String(text).applyingTransform(.toLatin, reverse: false) ?? String(text)
        let plain = latin.folding(options: .diacriticInsensitive, locale: nil)
        return joined(plain, lowercased: true) { $0.isASCII && isWordPart($0) }
    }

    /// Hugo's way with paths: spaces become dashes, what has no place in a path is dropped.
    static func hugo(_ text: some StringProtocol) -> String {
        var result = ""
        var isDashNeeded = false
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace || scalar == "-" {
                isDashNeeded = isDashNeeded || !result.isEmpty
            } else if isWordPart(scalar) || "._#+~@".unicodeScalars.contains(scalar) {
                if isDashNeeded { result.append("-") }
                isDashNeeded = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// GitHub's way with headings, which Astro takes: small letters, digits, marks, dashes and what joins words; each
    /// space becomes a dash, and anything else goes.
    static func github(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar == " " {
                result.append("-")
            } else if isWordPart(scalar) || scalar == "-"
                || [.connectorPunctuation, .letterNumber].contains(scalar.properties.generalCategory)
            {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (scalar.value | 0x20) &- 0x61 < 26 || scalar.value &- 0x30 < 10 }
        let category = scalar.properties.generalCategory
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber:
            return true
        default: return false
        }
    }

    private static func joined(
        _ text: some StringProtocol,
        lowercased: Bool,
        _ isKept: (Unicode.Scalar) -> Bool
    ) -> String {
        var result = ""
        var isDashNeeded = false
        for scalar in (lowercased ? text.lowercased() : String(text)).unicodeScalars {
            if isKept(scalar) {
                if isDashNeeded, !result.isEmpty { result.append("-") }
                isDashNeeded = false
                result.unicodeScalars.append(scalar)
            } else {
                isDashNeeded = true
            }
        }
        return result
    }
}
