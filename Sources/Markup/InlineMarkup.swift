/// Which of a line's `<` and `&` are HTML.
enum InlineMarkup {
    /// The line with every `<` escaped that begins no tag of HTML; nil where nothing in it is HTML.
    ///
    /// - Complexity: O(bytes); tags are looked at as far as ``longestTag``.
    static func escapingOthers(_ bytes: [UInt8]) -> [UInt8]? {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + 16)
        var hasMarkup = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .lessThan {
                if let end = endOfTag(bytes, at: index) {
                    hasMarkup = true
                    escaped += bytes[index..<end]
                    index = end
                    continue
                }
                escaped += "&lt;".utf8
            } else if byte == .ampersand, !isEntity(bytes, at: index) {
                escaped += "&amp;".utf8
            } else {
                if byte == .ampersand { hasMarkup = true }
                escaped.append(byte)
            }
            index += 1
        }
        return hasMarkup ? escaped : nil
    }

    private static let longestTag = 2048
    private static let longestEntity = 32

    /// The index behind the `>` of the tag or comment that begins at `start`; nil where none does.
    static func endOfTag(_ bytes: [UInt8], at start: Int) -> Int? {
        let dash = UInt8(ascii: "-")
        let limit = min(bytes.count, start + longestTag)
        if bytes[start...].starts(with: "<!--".utf8) {
            var index = start + 4
            while index + 2 < limit {
                if bytes[index + 2] == .greaterThan, bytes[index] == dash, bytes[index + 1] == dash {
                    return index + 3
                }
                index += 1
            }
            return nil
        }
        var index = start + 1
        let isEnd = index < limit && bytes[index] == .slash
        if isEnd { index += 1 }
        let nameStart = index
        while index < limit, bytes[index].isASCIILetter || bytes[index].isASCIIDigit { index += 1 }
        guard index < limit, HTMLNames.isElement(bytes[nameStart..<index]) else { return nil }
        // "Array<A>", "Map<I>": a type, not a tag, which no author writes in capitals right behind a word.
        if bytes[nameStart] &- 0x41 < 26, start > 0, bytes[start - 1].isASCIILetter { return nil }
        guard bytes[index].isBlank || bytes[index] == .greaterThan || bytes[index] == .slash else {
            return nil
        }
        var quote: UInt8?
        while index < limit {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == .quote || byte == .apostrophe {
                quote = byte
            } else if byte == .greaterThan {
                return index + 1
            } else if byte == .lessThan {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// Whether an entity with its `;` begins at `start`.
    static func isEntity(_ bytes: [UInt8], at start: Int) -> Bool {
        let limit = min(bytes.count, start + longestEntity)
        var index = start + 1
        guard index < limit else { return false }
        if bytes[index] == UInt8(ascii: "#") {
            index += 1
            let isHexadecimal = index < limit && bytes[index] | 0x20 == UInt8(ascii: "x")
            if isHexadecimal { index += 1 }
            let digits = index
            while index < limit,
                bytes[index].isASCIIDigit || isHexadecimal && (bytes[index] | 0x20) &- 0x61 < 6
            {
                index += 1
            }
            return index > digits && index < limit && bytes[index] == UInt8(ascii: ";")
        }
        let name = index
        while index < limit, bytes[index].isASCIILetter || bytes[index].isASCIIDigit { index += 1 }
        guard index < limit, bytes[index] == UInt8(ascii: ";") else { return false }
        return MarkupLibrary.isEntity(bytes[name..<index])
    }
}

enum HTMLNames {
    /// Whether a name is that of an element of HTML, in capitals or not.
    static func isElement(_ name: ArraySlice<UInt8>) -> Bool {
        !name.isEmpty && name.count <= longestElement
            && elements.contains(String(decoding: name, as: UTF8.self).lowercased())
    }

    private static let longestElement = 10
    /// The elements of HTML that authors write, old and new.
    private static let elements = Set(
        """
        a abbr acronym address article aside audio b bdi bdo big blockquote body br button canvas caption center cite code \
        col colgroup data dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head \
        header hr html i iframe img input ins kbd label legend li link main map mark meta nav nobr noscript object ol \
        optgroup option p param picture pre q rp rt ruby s samp script section select small source span strike strong \
        style sub summary sup svg table tbody td textarea tfoot th thead time title tr track tt u ul var video wbr
        """.split(separator: " ").map(String.init)
    )
}

/// What a text of unknown origin seems to be.
enum MarkupGuess {
    case plain, markdown, html

    /// - Complexity: O(bytes).
    init(_ text: String.UTF8View) {
        guard
            text.contains(where: {
                $0 == .lessThan || $0 == .ampersand || $0 == .backtick
                    || $0 == UInt8(ascii: "]")
                    || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "*")
            })
        else {
            self = .plain
            return
        }
        self = Self.guess(Array(text))
    }

    private static func guess(_ bytes: [UInt8]) -> MarkupGuess {
        var guess = MarkupGuess.plain
        var isAtStart = true
        for (index, byte) in bytes.enumerated() {
            func continues(_ text: StaticString) -> Bool {
                bytes[index...].starts(with: text.description.utf8)
            }
            switch byte {
            case .lessThan: if InlineMarkup.endOfTag(bytes, at: index) != nil { return isMarkdown(guess) }
            case .ampersand: if InlineMarkup.isEntity(bytes, at: index) { return isMarkdown(guess) }
            case .backtick: if isAtStart, continues("```") { guess = .markdown }
            case UInt8(ascii: "]"): if continues("](") || continues("][") { guess = .markdown }
            case UInt8(ascii: "*"): if continues("**") { guess = .markdown }
            case UInt8(ascii: "#"): if isAtStart, isHeading(bytes, at: index) { guess = .markdown }
            default: break
            }
            isAtStart = byte == .lineFeed
        }
        return guess
    }

    /// Markdown may have tags, HTML has none of Markdown's marks before its first tag.
    private static func isMarkdown(_ guess: MarkupGuess) -> MarkupGuess {
        guess == .markdown ? .markdown : .html
    }

    private static func isHeading(_ bytes: [UInt8], at start: Int) -> Bool {
        var index = start
        while index < bytes.count, bytes[index] == UInt8(ascii: "#") { index += 1 }
        return index - start <= 6 && index < bytes.count && bytes[index] == .space
    }
}
