/// A Markdown file's bytes, and where its front matter and its body lie in them.
struct FrontMatter {
    let bytes: [UInt8]
    /// The lines between the fences; ends with a line break, or is empty.
    let range: Range<Int>
    /// Everything behind the closing fence's line.
    let body: Range<Int>
    /// The line break that ends the opening fence, which new lines of this file will use.
    let lineBreak: String
    /// What is written between the fences.
    let syntax: any FrontMatterSyntax

    /// The lines between the fences, with the indices of the file.
    var text: ArraySlice<UInt8> { bytes[range] }

    /// Finds the fences: one on the first line, perhaps behind a byte-order mark, and one on a later line. Returns nil
    /// where the first line is no fence of any of the `syntaxes`: the file has no front matter.
    ///
    /// - Throws: ``InputProblem`` where the closing fence is missing.
    init?(
        _ bytes: [UInt8],
        path: String,
        syntaxes: [any FrontMatterSyntax]
    ) throws(InputProblem) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let opening = Self.endOfLine(in: bytes, from: start)
        guard let syntax = syntaxes.first(where: { $0.opens(bytes[start..<opening]) }) else { return nil }

        var line = opening
        while line < bytes.count {
            let next = Self.endOfLine(in: bytes, from: line)
            if syntax.closes(bytes[line..<next]) {
                self.bytes = bytes
                range = opening..<line
                body = next..<bytes.count
                lineBreak = bytes[..<opening].suffix(2).elementsEqual([0x0D, 0x0A]) ? "\r\n" : "\n"
                self.syntax = syntax
                return
            }
            line = next
        }
        throw InputProblem(
            .unclosedFrontMatter,
            path: path,
            line: 1,
            "the front matter that opens here is never closed",
            remedy: "end it with a line of three dashes"
        )
    }

    /// The index behind the next line feed.
    private static func endOfLine(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }
}
