/// A Markdown article file, parsed; gives the article and edits its related list.
package struct MarkdownFile {
    let parsed: ParsedFrontMatter
    let rules: ReadingRules
    var names: FieldNames { rules.names }

    /// Parses a file's bytes; returns nil where the file has no front matter and so is no article.
    ///
    /// - Parameter includesList: whether a plainly written related list is parsed as well.
    /// - Throws: ``InputProblem`` for text that is not UTF-8, an open fence, YAML that does not parse or
    ///   costs too much to parse, and a `related` that is no list.
    package init?(
        _ bytes: [UInt8],
        path: String,
        _ rules: ReadingRules = ReadingRules(),
        includesList: Bool = false
    ) throws(InputProblem) {
        self.rules = rules
        guard let frontMatter = try FrontMatter(bytes, path: path) else { return nil }
        if let line = firstInvalidLine(bytes) {
            throw InputProblem(
                .invalidUTF8,
                path: path,
                line: line,
                "the text is not valid UTF-8",
                remedy: "save the file as UTF-8"
            )
        }
        parsed = try ParsedFrontMatter(
            frontMatter,
            path: path,
            limits: rules.limits,
            includesList: includesList
        )
        if let related = parsed["related"], related.sequence == nil, !related.isNull {
            throw InputProblem(
                .relatedIsNoList,
                path: path,
                line: parsed.line(of: "related"),
                "`related` is no list",
                remedy: "make it a list, or remove the key"
            )
        }
    }

    /// Whether a plainly written related list was passed over without parsing it; for tests.
    package var skippedList: Bool { parsed.contents.unparsedList != nil }

    /// Whether the editor locked the file's list. A value that is neither true nor false locks it as well.
    package var isLocked: Bool { ChoiceRecord(parsed, names).isLocked }

    /// The article that the file describes.
    ///
    /// - Parameters:
    ///   - relativePath: the id where the file names none.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where there is no title.
    package func article(
        relativePath: String,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        var record = ArticleRecord(parsed, names)
        record.body = String(decoding: parsed.source.bytes[parsed.source.body], as: UTF8.self)
        record.choices = ChoiceRecord(parsed, names)
        var page = record.ownPage
        // Here the key is an address, or a part of one.
        page.path = nil
        return try record.article(
            names,
            fallbackID: relativePath,
            page: page,
            origin: ArticleOrigin(path: parsed.path),
            line: parsed.line(of:),
            report: report
        )
    }
}

/// The first line, from 1, that is not valid UTF-8, or nil where all are.
func firstInvalidLine(_ bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    // A line feed never is part of a longer UTF-8 sequence, so lines can be judged one by one.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
}
