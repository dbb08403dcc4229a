/// The comment behind the value of a key: on its line, or on the last one of a list in brackets.
enum YAMLLineComment {
    /// Signs that are tried as the comment's beginning.
    private static let mostTries = 16

    /// The comment with its `#` and without the line's end; nil where there is none.
    ///
    /// A `#` may be part of a text, so only the parser can tell: behind a comment's beginning nothing counts, so the
    /// value must be the same without it.
    ///
    /// - Parameter block: the lines of the key and its value.
    static func find(in block: ArraySlice<UInt8>, _ lines: LineTable) -> ArraySlice<UInt8>? {
        guard block.contains(UInt8(ascii: "#")) else { return nil }
        let starts = lines.starts.filter { block.startIndex < $0 && $0 < block.endIndex }
        let firstEnd = starts.first ?? block.endIndex
        for sign in signs(in: block[..<firstEnd]) {
            let value = value(of: block[..<sign])
            // Below, there is a list of lines, or one in brackets that are still open.
            let isOpen = value.map(\.isNull) ?? (self.value(of: block[..<sign] + [UInt8(ascii: "]")]) != nil)
            if isOpen || (value != nil && value == self.value(of: block)) {
                return trimmed(block[sign..<firstEnd])
            }
        }
        guard let lastStart = starts.last, let all = value(of: block), isInBrackets(block[..<firstEnd]) else {
            return nil
        }
        let sign = signs(in: block[lastStart...]).first { value(of: block[..<$0]) == all }
        return sign.map { trimmed(block[$0...]) }
    }

    private static func signs(in line: ArraySlice<UInt8>) -> ArraySlice<Int> {
        line.indices.filter {
            line[$0] == UInt8(ascii: "#") && $0 > line.startIndex
                && (line[$0 - 1] == 0x20 || line[$0 - 1] == 0x09)
        }.prefix(mostTries)
    }

    private static func value(of text: ArraySlice<UInt8>) -> FrontMatterNode? {
        let parser = YAMLParser(path: "", limits: ReadingLimits())
        return try? parser.members(of: text).first?.value
    }

    private static func isInBrackets(_ line: ArraySlice<UInt8>) -> Bool {
        let value = line.drop { $0 != UInt8(ascii: ":") }.dropFirst().first { $0 != 0x20 }
        return value == UInt8(ascii: "[") || value == UInt8(ascii: "{")
    }

    private static func trimmed(_ comment: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var comment = comment
        while let last = comment.last, YAMLLevel.isBlank([last]) { comment.removeLast() }
        return comment
    }
}
