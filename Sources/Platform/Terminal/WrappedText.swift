extension String {
    /// The words on lines of at most `columns`, as a terminal shows them; what is wider than a line is broken where the
    /// line ends.
    ///
    /// - Precondition: `columns` is at least 2, the width of the widest characters.
    package func wrapped(to columns: Int) -> [String] {
        precondition(columns >= 2, "a line has at least two columns")
        var lines: [String] = []
        var line = ""
        var used = 0
        func end() {
            if used > 0 { lines.append(line) }
            (line, used) = ("", 0)
        }
        for word in split(whereSeparator: \.isWhitespace) {
            let width = String(word).printedWidth
            if used > 0, used + 1 + width <= columns {
                line += " " + word
                used += 1 + width
                continue
            }
            end()
            for character in word {
                let own = String(character).printedWidth
                if used + own > columns { end() }
                line.append(character)
                used += own
            }
        }
        end()
        return lines
    }
}
