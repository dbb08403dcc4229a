extension String {
    /// Columns that a terminal gives the text: wide East Asian characters take two.
    package var printedWidth: Int {
        reduce(0) { width, character in
            let value = character.unicodeScalars.first?.value ?? 0
            let isWide =
                (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
                || (0xAC00...0xD7A3).contains(value) || (0xF900...0xFAFF).contains(value)
                || (0xFE30...0xFE6F).contains(value) || (0xFF00...0xFF60).contains(value)
                || (0x1F300...0x1FAFF).contains(value) || (0x20000...0x3FFFD).contains(value)
            return width + (isWide ? 2 : 1)
        }
    }

    package func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - printedWidth))
    }

    /// At most `columns` wide, with an ellipsis where something was cut.
    package func cut(to columns: Int) -> String {
        guard printedWidth > columns else { return self }
        var result = ""
        var used = 1
        for character in self {
            used += String(character).printedWidth
            if used > columns { break }
            result.append(character)
        }
        return result + "…"
    }

    /// On one line, and without what a terminal would act on.
    package var singleLine: String { replacing("\n", with: " ").replacing("\r\n", with: " ").printable }

    /// Without control characters but line feeds and tabs, and without marks that turn the direction of text
    /// around: both could make a terminal show what is not there.
    package var printable: String {
        guard unicodeScalars.contains(where: { $0.isUnprintable }) else { return self }
        var view = String.UnicodeScalarView()
        for scalar in unicodeScalars { view.append(scalar.isUnprintable ? " " : scalar) }
        return String(view)
    }
}

extension Unicode.Scalar {
    fileprivate var isUnprintable: Bool {
        switch value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
