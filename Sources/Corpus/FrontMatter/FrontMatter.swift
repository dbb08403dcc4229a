/// A file's bytes, and where its front matter and its body lie in them.
struct FrontMatter {
    let bytes: [UInt8]
    /// What is parsed: the lines between the fences, or all of a JSON object.
    let range: Range<Int>
    /// The file's line, from 1, at which it begins.
    let firstLine: Int
    /// Everything below the front matter.
    let body: Range<Int>
    /// The line break of the front matter's first line, which new lines of this file will use.
    let lineBreak: String
    /// The language that it is written in.
    let syntax: any FrontMatterSyntax

    /// The front matter, with the indices of the file.
    var text: ArraySlice<UInt8> { bytes[range] }

    /// Finds the front matter on the first line that is not blank, perhaps behind a byte-order mark. Returns nil where
    /// that line does not begin it in any of the `syntaxes`: the file has none.
    ///
    /// - Throws: ``InputProblem`` where it is never closed, and for texts that are not made of lines of UTF-8.
    init?(
        _ bytes: [UInt8],
        path: String,
        syntaxes: [any FrontMatterSyntax]
    ) throws(InputProblem) {
        try Self.checkEncoding(bytes, path: path)
        let first = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let start = Self.firstLineWithText(in: bytes, from: first)
        for syntax in syntaxes {
            switch syntax.extent(in: bytes, from: start) {
            case .none: continue
            case .open(let remedy):
                // Below blank lines a rule of three dashes is more likely than front matter.
                if start > first { return nil }
                throw InputProblem(
                    .unclosedFrontMatter,
                    path: path,
                    line: 1,
                    "the front matter that opens here is never closed",
                    remedy: remedy
                )
            case .found(let text, let body):
                if start > first, !Self.beginsWithKey(bytes[text]) { return nil }
                self.bytes = bytes
                (range, self.body) = (text, body)
                firstLine = bytes[..<text.lowerBound].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
                let opening = FenceLines.endOfLine(in: bytes, from: start)
                lineBreak = bytes[..<opening].suffix(2).elementsEqual([0x0D, 0x0A]) ? "\r\n" : "\n"
                self.syntax = syntax
                return
            }
        }
        try Self.checkLineEnds(bytes, from: start, path: path, syntaxes)
        return nil
    }

    /// Where the front matter begins in its file.
    func origin(_ path: String) -> FrontMatterOrigin { FrontMatterOrigin(path: path, firstLine: firstLine) }

    private static func firstLineWithText(in bytes: [UInt8], from first: Int) -> Int {
        var start = first
        for index in bytes[first...].indices {
            if bytes[index] == 0x0A { start = index + 1 }
            guard isSpace(bytes[index]) else { return start }
        }
        return first
    }

    /// Whether the first line that is no comment starts like a key of any language: a thematic break below a blank line
    /// is no front matter, and prose below it no error.
    private static func beginsWithKey(_ text: ArraySlice<UInt8>) -> Bool {
        for line in text.split(separator: 0x0A) {
            guard let first = line.first(where: { !isSpace($0) }), first != UInt8(ascii: "#") else {
                continue
            }
            if [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first) { return true }
            let key = line.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "=") }
            return key.count < line.count && key.count <= 128
                && !key.contains { $0 == 0x20 && key.last != $0 || $0 == UInt8(ascii: "<") }
        }
        return false
    }

    private static func checkEncoding(_ bytes: [UInt8], path: String) throws(InputProblem) {
        guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return }
        throw InputProblem(
            .invalidUTF8,
            path: path,
            line: 1,
            "the text is UTF-16",
            remedy: "save the file as UTF-8"
        )
    }

    /// Lines that end in a carriage return alone, as forty years ago, would make one line of the whole file.
    private static func checkLineEnds(
        _ bytes: [UInt8],
        from start: Int,
        path: String,
        _ syntaxes: [any FrontMatterSyntax]
    ) throws(InputProblem) {
        let line = bytes[start...].prefix { $0 != 0x0A }
        guard let end = line.firstIndex(of: 0x0D), end + 1 < line.endIndex else { return }
        let opening = Array(line[..<end]) + [0x0A]
        for syntax in syntaxes {
            if case .none = syntax.extent(in: opening, from: 0) { continue }
            throw InputProblem(
                .invalidFrontMatter,
                path: path,
                line: 1,
                "the lines end in carriage returns alone",
                remedy: "save the file with line feeds"
            )
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
