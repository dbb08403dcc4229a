/// What letters belong to, by the blocks of Unicode 16.
package enum Script: Int, CaseIterable, Sendable {
    case other, latin, greek, cyrillic, armenian, hebrew, arabic
    case devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu, kannada, malayalam, sinhala
    case thai, lao, tibetan, myanmar, georgian, hangul, ethiopic, khmer, mongolian, kana, han

    package static let count = allCases.count

    /// The script of a text's letters, where they have only one, and how many they are.
    package static func only(of text: String) -> (script: Script, letters: Int)? {
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
    package init?(_ scalar: Unicode.Scalar) {
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
