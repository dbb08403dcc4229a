extension Article {
    /// The article that a Markdown file without front matter is: its title is its first heading, else its name.
    ///
    /// - Throws: ``InputProblem`` for text that is not UTF-8.
    init(
        plainText bytes: [UInt8],
        _ file: SourceFile,
        _ rules: ReadingRules,
        report: (InputProblem) -> Void
    ) throws(InputProblem) {
        if let line = firstInvalidLine(bytes) {
            throw InputProblem(
                .invalidUTF8,
                path: file.path,
                line: line,
                "the text is not valid UTF-8",
                remedy: "save the file as UTF-8"
            )
        }
        let text = String(
            decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...],
            as: UTF8.self
        )
        var record = ArticleRecord()
        record.title =
            FileTitle.heading(of: text, isHTML: false) ?? FileTitle.words(ofPath: file.relativePath)
        record.body = text
        self = try record.article(
            rules.names,
            fallbackID: file.relativePath,
            origin: ArticleOrigin(path: file.path),
            line: { _ in nil },
            report: report
        )
        file.place?.complete(&self, relativePath: file.relativePath) { _ in nil }
    }
}
