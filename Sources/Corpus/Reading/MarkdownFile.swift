/// A Markdown article file, parsed; gives the article and edits its related list.
package struct MarkdownFile {
    let parsed: ParsedFrontMatter
    let rules: ReadingRules
    var names: FieldNames { rules.names }

    /// Parses a file's bytes; returns nil where the file has no front matter and so is no article.
    ///
    /// - Parameter includesList: whether a plainly written related list is parsed as well.
    /// - Throws: ``InputProblem`` for text that is not UTF-8, an open fence, and front matter that does not
    ///   parse or costs too much to parse.
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
    }

    /// Whether a plainly written related list was passed over without parsing it; for tests.
    package var skippedList: Bool { parsed.contents.unparsedList != nil }

    /// Whether the editor locked the file's list. A value that is neither true nor false locks it as well,
    /// and so does a misspelt key.
    package var isLocked: Bool { ChoiceRecord(parsed, names).isLocked }

    /// The article that the file describes.
    ///
    /// - Parameters:
    ///   - relativePath: the id where the file names none.
    ///   - place: what is known of the file's folder, which adds page, date and language.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where the title is no title.
    package func article(
        relativePath: String,
        in place: SourcePlace? = nil,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        for key in parsed.repeatedKeys { report(.repeatedKey(key, parsed)) }
        var record = ArticleRecord(parsed, names)
        let bytes = parsed.source.bytes[parsed.source.body]
        record.body = BodyText.prose(of: bytes, path: parsed.path)
        record.choices = ChoiceRecord(parsed, names)
        var isTitleAssumed = false
        if record.title?.trimmed.isEmpty ?? true {
            let text = String(decoding: bytes, as: UTF8.self)
            let heading = FileTitle.heading(of: text, isHTML: SourceFile.isHTML(relativePath))
            record.title = heading ?? FileTitle.words(ofPath: relativePath)
            isTitleAssumed = heading == nil
        }
        // When a file was changed says less than the day that its name has.
        record.hasDateInName = place?.hasDate(inNameOf: relativePath) ?? false
        if record.dates.isEmpty, record.hasDateInName { record.changeDates = [] }
        var page = record.ownPage
        // Here the key is an address, or a part of one.
        page.path = nil
        var article = try record.article(
            names,
            fallbackID: relativePath,
            page: page,
            origin: ArticleOrigin(path: parsed.path),
            line: parsed.line(of:),
            report: report
        )
        place?.complete(&article, relativePath: relativePath) { parsed[$0] }
        if place?.site == nil, article.page.kind == .article, article.body.isEmpty,
            ["index", "_index"].contains(PageName(splitRelative(relativePath).name, languages: nil).stem)
        {
            article.page.kind = .index
        }
        if isTitleAssumed, article.page.kind == .article {
            let line = names[.title].lazy.compactMap { parsed.line(of: $0) }.first
            report(.assumedTitle(article.title, parsed.path, line, names))
        }
        return article
    }
}

extension InputProblem {
    fileprivate static func repeatedKey(
        _ key: TextWithEachKeyOnce.Key,
        _ parsed: ParsedFrontMatter
    ) -> InputProblem {
        InputProblem(
            .repeatedKey,
            path: parsed.path,
            line: parsed.lines.fileLine(ofLine: key.line),
            "the key \(key.name.excerptForMessage) stands there again further down, and the last one counts",
            remedy: "keep one of the two"
        )
    }

    fileprivate static func assumedTitle(
        _ title: String,
        _ path: String,
        _ line: Int?,
        _ names: FieldNames
    ) -> InputProblem {
        InputProblem(
            .assumedTitle,
            path: path,
            line: line ?? 1,
            "without title or heading, the article is called \(title.excerptForMessage) after its file",
            remedy: "add a `\(names.preferred(.title))`"
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
