extension Article {
    /// The article that a page of built HTML is.
    ///
    /// - Throws: ``InputProblem`` where its title is too long.
    init(
        _ page: HTMLPage,
        _ entry: SitemapEntry,
        _ file: SourceFile,
        _ rules: ReadingRules,
        report: (InputProblem) -> Void
    ) throws(InputProblem) {
        func dated(_ key: String, _ texts: [String?]) -> [ArticleRecord.DatedKey] {
            texts.compactMap(\.self).map { ArticleRecord.DatedKey(key: key, text: $0) }
        }
        if page.isCut {
            report(
                InputProblem(
                    .ignoredValue,
                    path: file.path,
                    "it is read no further than where 512 elements are open or a tag has 256 attributes",
                    remedy: "mend the page, if something of it is missing"
                )
            )
        }
        var record = ArticleRecord()
        record.title = entry.title ?? page.title ?? FileTitle.words(ofPath: file.relativePath)
        record.excerpt = page.excerpt
        record.body = page.text
        record.dates = dated("published", page.dates + [entry.published])
        record.changeDates = dated("modified", page.changeDates + [entry.modified])
        // When a page was changed says less than the day that its folder has.
        record.hasDateInName = file.place?.hasDate(inNameOf: file.relativePath) ?? false
        if record.dates.isEmpty, record.hasDateInName { record.changeDates = [] }
        record.topics = page.topics
        record.language = page.languageTag
        record.translationKey = page.translationKey(
            at: entry.address.isEmpty ? page.canonical ?? "" : entry.address
        )
        // By its own word the page may be another one, of which it is a copy.
        record.links.canonical = page.canonical
        let address = entry.path ?? page.canonical
        record.images =
            page.image.map {
                [
                    ArticleImage(
                        url: WebLink.resolved($0, against: entry.path == nil ? page.canonical : entry.address)
                    )
                ]
            } ?? []
        self = try record.article(
            rules.names,
            fallbackID: file.relativePath,
            page: ArticlePage(path: file.relativePath, url: address),
            origin: ArticleOrigin(path: file.path),
            line: { _ in nil },
            report: report
        )
        file.place?.complete(&self, relativePath: file.relativePath) { _ in nil }
        if page.listsArticles, self.page.kind == .article { self.page.kind = .index }
        file.siteAddress?.complete(&self)
    }
}
