/// Removes from a document what neither Markdown nor HTML knows, and site generators do: tags of Liquid and Nunjucks,
/// shortcodes of Hugo, components, expressions and module lines of MDX, the marks of admonitions and attributes.
///
/// Blocks of code stay as they are; `{% highlight %}` and its like become such blocks.
///
/// - Complexity: O(bytes): each kind of closing mark is looked for once, and what may be open only so far.
struct TemplateReader {
    enum Language {
        case markdown, mdx, html
    }

    /// Bytes of a tag, an expression or code within a sentence, beyond which it counts as text.
    static let longestMark = 8192
    /// Bytes of a paragraph, beyond which it is cut in two: the time that Markdown takes grows faster than a paragraph.
    static let longestParagraph = 16_384
    /// Marks of quotations and lists that one line may begin with.
    static let deepestNesting = 32

    let bytes: [UInt8]
    let language: Language
    var output: [UInt8] = []
    var position = 0
    /// Spaces that the contents of an admonition are indented by.
    private var indentation = 0
    private var paragraphStart = 0
    var closings = ClosingMarks()

    init(_ bytes: [UInt8], _ language: Language) {
        (self.bytes, self.language) = (bytes, language)
    }

    mutating func withoutTemplates() -> [UInt8] {
        output.reserveCapacity(bytes.count + 16)
        while position < bytes.count {
            if language == .html {
                readInline(until: bytes.count)
            } else {
                readLine()
            }
        }
        return output
    }

    /// The index behind the line that begins or goes on at `start`, behind its line feed.
    func endOfLine(from start: Int) -> Int {
        bytes[start...].firstIndex(of: .lineFeed).map { $0 + 1 } ?? bytes.count
    }

    // MARK: - Lines

    private mutating func readLine() {
        let end = endOfLine(from: position)
        var first = position
        while first < end, bytes[first] == .space || bytes[first] == .tab { first += 1 }
        if first == end || bytes[first] == .lineFeed || bytes[first] == 0x0D {
            output += bytes[first..<end]
            position = end
            paragraphStart = output.count
            return
        }
        dedent(to: first)
        let content = bytes[first..<end]
        if startsAdmonition(content) {
            indentation = min(first - lineStart(of: first) + 4, 32)
            position = first + 3
            while position < end,
                bytes[position].isNamePart || bytes[position] == .space || isSign(bytes[position])
            {
                if bytes[position] == .space, position + 1 < end, bytes[position + 1] == .quote { break }
                position += 1
            }
            output.append(.lineFeed)
            readInline(until: end)
            output.append(.lineFeed)
            paragraphStart = output.count
            return
        }
        if bytes[first] == .colon, content.starts(with: ":::".utf8) {
            position = first
            while position < end, bytes[position] == .colon { position += 1 }
            while position < end, bytes[position] == .space { position += 1 }
            while position < end, bytes[position].isNamePart { position += 1 }
            output.append(.lineFeed)
            readInline(until: end)
            output.append(.lineFeed)
            paragraphStart = output.count
            return
        }
        if let fence = Fence(content) {
            output += bytes[position..<end]
            position = end
            copyCode(until: fence)
            paragraphStart = output.count
            return
        }
        if first == position, ModuleLine.isStatement(content) {
            // Such a statement goes on to the next blank line.
            position = end
            while position < bytes.count, !isBlankLine(at: position) { position = endOfLine(from: position) }
            output.append(.lineFeed)
            paragraphStart = output.count
            return
        }
        readMarkers(until: end)
        readInline(until: end)
        if output.count - paragraphStart > Self.longestParagraph {
            output += "\n\n".utf8
            paragraphStart = output.count
        }
    }

    private func isBlankLine(at start: Int) -> Bool {
        bytes[start...].first { $0 == .lineFeed || !$0.isBlank } ?? .lineFeed == .lineFeed
    }

    private func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
            || byte == UInt8(ascii: "=")
    }

    private func lineStart(of index: Int) -> Int {
        var start = index
        while start > 0, bytes[start - 1] != .lineFeed { start -= 1 }
        return start
    }

    /// `!!! note "Title"`, `??? tip`, `=== "Tab"` of Python-Markdown: the contents are indented, and are no code.
    private func startsAdmonition(_ content: ArraySlice<UInt8>) -> Bool {
        guard let first = content.first,
            first == UInt8(ascii: "!") || first == UInt8(ascii: "?") || first == UInt8(ascii: "=")
        else { return false }
        for mark in ["!!! ", "??? ", "???+ ", "=== \""] where content.starts(with: mark.utf8) { return true }
        return false
    }

    private mutating func dedent(to first: Int) {
        guard indentation > 0 else { return }
        let depth = first - position
        if depth < indentation {
            // What is indented less ends the innermost admonition.
            indentation = depth / 4 * 4
        }
        position += min(indentation, depth)
    }

    /// Copies the marks of quotations and lists that a line begins with, so many of them as people write.
    private mutating func readMarkers(until end: Int) {
        var marks = 0
        while position < end {
            let byte = bytes[position]
            guard byte == .space || byte == .tab || byte == .greaterThan || isBullet(at: position, end) else {
                return
            }
            if byte != .space, byte != .tab { marks += 1 }
            if marks <= Self.deepestNesting, output.count - paragraphStart <= Self.longestParagraph {
                output.append(byte)
            }
            position += 1
        }
    }

    private func isBullet(at index: Int, _ end: Int) -> Bool {
        let byte = bytes[index]
        if byte.isASCIIDigit || byte == UInt8(ascii: ".") {
            // "1. " as a whole, from its first digit.
            return index + 1 < end
                && (bytes[index + 1].isBlank ? byte == UInt8(ascii: ".") : isNumber(at: index, end))
        }
        return (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+"))
            && index + 1 < end && bytes[index + 1].isBlank
    }

    /// Whether the digits at `index` are those of a list's item.
    private func isNumber(at index: Int, _ end: Int) -> Bool {
        var index = index
        let limit = min(end, index + 10)
        while index < limit, bytes[index].isASCIIDigit { index += 1 }
        return index + 1 < limit && bytes[index] == UInt8(ascii: ".") && bytes[index + 1].isBlank
    }

    // MARK: - Code

    /// Copies code as it is, up to and with the line that closes its fence; without one all the rest is code.
    private mutating func copyCode(until fence: Fence) {
        while position < bytes.count {
            let end = endOfLine(from: position)
            let line = bytes[position..<end]
            if indentation > 0 {
                let spaces = line.prefix(indentation).prefix { $0 == .space }.count
                output += line.dropFirst(spaces)
            } else {
                output += line
            }
            position = end
            if fence.isClosed(by: line) { return }
        }
    }

    /// Makes a block of code of what stands between two tags of a template language.
    mutating func readCodeBlock(until name: String) {
        let start = position
        let end = closings.index(of: name, in: bytes, from: start) ?? bytes.count
        let fence = [UInt8](repeating: .tilde, count: Self.fenceLength)
        if language == .html {
            output += "<pre>".utf8
            for byte in bytes[start..<end] { output += byte == .lessThan ? Array("&lt;".utf8) : [byte] }
            output += "</pre>".utf8
        } else {
            output += "\n\n".utf8
            output += fence
            output.append(.lineFeed)
            output += bytes[start..<end]
            output += "\n".utf8
            output += fence
            output += "\n\n".utf8
            paragraphStart = output.count
        }
        position = end
    }

    private static let fenceLength = 24

    mutating func breakParagraph() {
        output += "\n\n".utf8
        paragraphStart = output.count
    }

    var isParagraphTooLong: Bool { isParagraphTooLong(with: 0) }

    /// Whether the paragraph is too long with so many bytes more.
    func isParagraphTooLong(with more: Int) -> Bool {
        output.count + more - paragraphStart > Self.longestParagraph
    }
}

/// The line that opens a block of code.
struct Fence {
    private let byte: UInt8
    private let length: Int

    /// - Parameter line: from its first byte that is not blank.
    init?(_ line: ArraySlice<UInt8>) {
        var line = line
        // Fences may stand in quotations and behind the mark of a list's item.
        while let first = line.first,
            first == .greaterThan || first == .space || first == UInt8(ascii: "-")
                || first == UInt8(ascii: "*")
                || first == UInt8(ascii: "+")
        {
            line = line.dropFirst()
        }
        guard let first = line.first, first == .backtick || first == .tilde else { return nil }
        byte = first
        length = line.prefix { $0 == first }.count
        guard length >= 3, first == .tilde || !line.dropFirst(length).contains(.backtick) else { return nil }
    }

    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        let content = line.drop { $0.isBlank || $0 == .greaterThan }
        let marks = content.prefix { $0 == byte }.count
        return marks >= length && content.dropFirst(marks).allSatisfy(\.isBlank)
    }
}

/// Where closing marks stand, each looked for from left to right only once.
struct ClosingMarks {
    private var found: [String: (from: Int, index: Int?)] = [:]

    /// The first index from `start` at which `mark` stands; nil where it stands nowhere.
    ///
    /// - Complexity: O(bytes) for all calls with one mark, where `start` does not fall.
    mutating func index(of mark: String, in bytes: [UInt8], from start: Int) -> Int? {
        if let known = found[mark], known.from <= start {
            guard let index = known.index else { return nil }
            if index >= start { return index }
        }
        let pattern = Array(mark.utf8)
        var index = start
        while index + pattern.count <= bytes.count {
            if bytes[index] == pattern[0], bytes[index...].starts(with: pattern) {
                found[mark] = (start, index)
                return index
            }
            index += 1
        }
        found[mark] = (start, nil)
        return nil
    }
}
