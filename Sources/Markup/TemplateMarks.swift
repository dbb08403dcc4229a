/// The marks within lines, which may go on over several.
extension TemplateReader {
    /// Copies text without the marks that begin before `end`; ends behind the last of them.
    mutating func readInline(until end: Int) {
        while position < end {
            let byte = bytes[position]
            switch byte {
            case .openBrace: readBrace()
            case .lessThan: readTag()
            case .backtick where language != .html: readCodeSpan()
            case UInt8(ascii: "[") where language != .html: readAlert()
            default: copyText(until: end)
            }
        }
    }

    /// Copies the bytes before the next that may begin a mark; the first is none.
    private mutating func copyText(until end: Int) {
        let isHTML = language == .html
        let next = Self.firstMark(in: bytes.span, (position + 1)..<max(position + 1, end), isHTML: isHTML)
        if isHTML || !isParagraphTooLong(with: next - position) {
            output += bytes[position..<next]
            position = next
            return
        }
        while position < next {
            let byte = bytes[position]
            copyByte()
            if isParagraphTooLong, byte == .space || output.count % 4096 == 0 { breakParagraph() }
        }
    }

    /// The first byte of a range that may begin a mark; the end where none may.
    private static func firstMark(in bytes: Span<UInt8>, _ range: Range<Int>, isHTML: Bool) -> Int {
        for index in range where beginsMark(bytes[index], isHTML: isHTML) { return index }
        return range.upperBound
    }

    private static func beginsMark(_ byte: UInt8, isHTML: Bool) -> Bool {
        switch byte {
        case .openBrace, .lessThan: true
        case .backtick, UInt8(ascii: "["): !isHTML
        default: false
        }
    }

    private func startsHere(_ text: StaticString) -> Bool {
        bytes[position...].starts(with: text.description.utf8)
    }

    private mutating func copyByte() {
        output.append(bytes[position])
        position += 1
    }

    // MARK: - Braces

    private mutating func readBrace() {
        guard position + 1 < bytes.count else { return copyByte() }
        switch bytes[position + 1] {
        case .percent: readTemplateTag("%}")
        case .openBrace:
            if position + 2 < bytes.count, bytes[position + 2] == .lessThan {
                readShortcode(">}}")
            } else if position + 2 < bytes.count, bytes[position + 2] == .percent {
                readShortcode("%}}")
            } else if position + 2 < bytes.count, bytes[position + 2] == .slash {
                readTemplateTag("*/}}")
            } else {
                readTemplateTag("}}")
            }
        case UInt8(ascii: "#") where position + 2 < bytes.count && bytes[position + 2].isBlank:
            // A comment of Nunjucks.
            readTemplateTag("#}")
        case UInt8(ascii: "#"), .colon, UInt8(ascii: "."), .slash: readBraces()
        default:
            if language == .mdx { readBraces() } else { copyByte() }
        }
    }

    /// The index behind the closing mark, where it is near enough.
    private mutating func end(_ closing: String) -> Int? {
        guard let index = closings.index(of: closing, in: bytes, from: position + 2),
            index - position <= Self.longestMark
        else { return nil }
        return index + closing.utf8.count
    }

    /// `{{ output }}`, `{% tag %}`.
    private mutating func readTemplateTag(_ closing: String) {
        guard let end = end(closing) else { return copyByte() }
        let isTag = bytes[position + 1] == .percent
        let name = Self.name(bytes[(position + 2)..<(end - 2)])
        position = end
        guard isTag else { return }
        switch name {
        case "comment": skip(to: ["{% endcomment %}", "{%- endcomment -%}"])
        case "highlight": readCodeBlock(until: "{% endhighlight")
        case "codeblock": readCodeBlock(until: "{% endcodeblock")
        default: break
        }
    }

    /// `{{< name key="value" >}}`, `{{% name %}}`: of its values only captions and alternative texts are words.
    private mutating func readShortcode(_ closing: String) {
        guard let end = end(closing) else { return copyByte() }
        let content = bytes[(position + 3)..<(end - 3)]
        position = end
        if Self.name(content) == "highlight" { return readCodeBlock(until: "{{< /highlight") }
        for key in ["alt=\"", "caption=\""] {
            let mark = Array(key.utf8)
            var rest = content
            while let start = rest.firstIndex(of: mark[0]) {
                rest = rest[start...]
                if rest.starts(with: mark), start == content.startIndex || bytes[start - 1].isBlank {
                    let value = rest.dropFirst(mark.count).prefix { $0 != .quote }
                    output.append(.space)
                    output += value
                    output.append(.space)
                }
                rest = rest.dropFirst()
            }
        }
    }

    private static func name(_ content: ArraySlice<UInt8>) -> String {
        let rest = content.drop { $0.isBlank || $0 == UInt8(ascii: "-") }
        return String(
            decoding: rest.prefix { $0.isNamePart && $0 != UInt8(ascii: "-") }.prefix(32),
            as: UTF8.self
        )
    }

    private mutating func skip(to closings: [String]) {
        let ends = closings.compactMap { closing in
            self.closings.index(of: closing, in: bytes, from: position).map { $0 + closing.utf8.count }
        }
        if let end = ends.min() { position = end }
    }

    /// `{expression}` of MDX, `{#anchor .class}`, `{: .class}`; text where the braces are not closed.
    private mutating func readBraces() {
        guard let end = endOfBraces(from: position) else { return copyByte() }
        position = end
    }

    /// The index behind the brace that closes the one at `start`.
    private func endOfBraces(from start: Int) -> Int? {
        var depth = 0
        var quote: UInt8?
        let limit = min(bytes.count, start + Self.longestExpression)
        var index = start
        while index < limit {
            let byte = bytes[index]
            if let open = quote {
                if byte == 0x5C { index += 1 } else if byte == open || byte == .lineFeed { quote = nil }
            } else if byte == .quote || byte == .apostrophe && !bytes[index - 1].isASCIILetter {
                quote = byte
            } else if byte == .openBrace {
                depth += 1
            } else if byte == .closeBrace {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
            index += 1
        }
        return nil
    }

    private static let longestExpression = 1024

    // MARK: - Tags

    /// Components such as `<Tabs items={["a"]}>`, which no HTML parser understands. Tags of HTML stay.
    private mutating func readTag() {
        if language != .html, startsHere("<!--") {
            // A comment may hold what looks like a mark.
            guard let end = closings.index(of: "-->", in: bytes, from: position + 4) else {
                return copyByte()
            }
            position = end + 3
            return
        }
        if language == .mdx, startsHere("<>") || startsHere("</>") {
            position += bytes[position + 1] == .slash ? 3 : 2
            return
        }
        guard language != .html, let end = endOfComponent() else { return copyByte() }
        position = end
    }

    private func endOfComponent() -> Int? {
        var index = position + 1
        if index < bytes.count, bytes[index] == .slash { index += 1 }
        guard index < bytes.count, bytes[index].isASCIILetter else { return nil }
        var isComponent = bytes[index] &- 0x41 < 26 && !isHTMLName(at: index)
        let limit = min(bytes.count, position + Self.longestExpression)
        while index < limit, bytes[index].isNamePart { index += 1 }
        // An address in angle brackets.
        if index < limit, index > position + 2, bytes[index - 1] == .colon { return nil }
        var quote: UInt8?
        while index < limit {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == .quote || byte == .apostrophe {
                quote = byte
            } else if byte == .openBrace {
                guard let end = endOfBraces(from: index) else { return nil }
                isComponent = true
                index = end
                continue
            } else if byte == .greaterThan {
                return isComponent ? index + 1 : nil
            } else if byte == .lessThan {
                return nil
            }
            index += 1
        }
        return nil
    }

    /// Whether old HTML in capitals begins here: `<BR>`.
    private func isHTMLName(at index: Int) -> Bool {
        let name = bytes[index...].prefix { $0.isNamePart }
        return name.allSatisfy { $0 &- 0x41 < 26 || $0.isASCIIDigit } && HTMLNames.isElement(name)
    }

    // MARK: - Code within a sentence, alerts

    /// Copies code between backticks as it is.
    private mutating func readCodeSpan() {
        let start = position
        var index = position
        while index < bytes.count, bytes[index] == .backtick { index += 1 }
        let length = index - start
        let limit = min(bytes.count, index + Self.longestExpression)
        var run = 0
        while index < limit, length <= 16 {
            if bytes[index] == .backtick {
                run += 1
                index += 1
                if run == length, index == bytes.count || bytes[index] != .backtick {
                    output += bytes[start..<index]
                    position = index
                    return
                }
                continue
            }
            run = 0
            if bytes[index] == .lineFeed, index + 1 < bytes.count, bytes[index + 1] == .lineFeed { break }
            index += 1
        }
        output += bytes[start..<(start + length)]
        position = start + length
    }

    /// `[!NOTE]` of GitHub's alerts.
    private mutating func readAlert() {
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "!") else { return copyByte() }
        let name = bytes[(position + 2)...].prefix(16).prefix { $0 &- 0x41 < 26 }
        guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "]") else {
            return copyByte()
        }
        position = name.endIndex + 1
    }
}
