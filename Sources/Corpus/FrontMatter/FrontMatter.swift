/// A Markdown file's bytes, and where its YAML front matter and its body lie in them.
struct FrontMatter {
    let bytes: [UInt8]
    /// The lines between the fences; ends with a line break, or is empty.
    let yaml: Range<Int>
    /// Everything behind the closing fence's line.
    let body: Range<Int>
    /// The line break that ends the opening fence, which new lines of this file will use.
    let lineBreak: String

    /// Finds the fences: `---` on the first line, perhaps behind a byte-order mark, and `---` or `...` on a
    /// later one. Returns nil where the first line is no fence: the file has no front matter.
    ///
    /// - Throws: ``InputProblem`` where the closing fence is missing.
    init?(_ bytes: [UInt8], path: String) throws(InputProblem) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes.count > start, bytes[start] == UInt8(ascii: "-"),
            let opening = Self.fence(in: bytes, at: start)
        else { return nil }

        var line = opening
        var closing: Int?
        while line < bytes.count {
            closing = Self.fence(in: bytes, at: line)
            if closing != nil { break }
            line = Self.endOfLine(in: bytes, from: line)
        }
        guard let closing else {
            throw InputProblem(
                .unclosedFrontMatter,
                path: path,
                line: 1,
                "the front matter that opens here is never closed",
                remedy: "end it with a line of three dashes"
            )
        }
        self.bytes = bytes
        yaml = opening..<line
        body = closing..<bytes.count
        lineBreak = bytes[..<opening].hasSuffix("\r\n") ? "\r\n" : "\n"
    }

    /// The end of the fence line that starts at `start`, or nil where that line is no fence.
    private static func fence(in bytes: [UInt8], at start: Int) -> Int? {
        guard start + 3 <= bytes.count,
            bytes[start] == UInt8(ascii: "-") || bytes[start] == UInt8(ascii: "."),
            bytes[start + 1] == bytes[start], bytes[start + 2] == bytes[start]
        else { return nil }
        let end = endOfLine(in: bytes, from: start)
        let rest = bytes[(start + 3)..<end]
        return rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) ? end : nil
    }

    /// The index behind the next line feed.
    private static func endOfLine(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ suffix: String) -> Bool {
        self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}
