import Platform

/// The articles of an export as JSON lines, as `kindred import` prints them.
///
/// They are the very lines that the export is read as where it is named as a corpus, so both give the same articles.
package struct ArticleImport: Sendable {
    /// An object a line, without its end.
    package private(set) var lines: [[UInt8]] = []
    /// What was wrong; an article with an error is not among the lines.
    package private(set) var problems: [InputProblem]
    /// Keys that no field is read from, the most frequent first.
    package let unreadKeys: [String]
    /// What is no article, and why.
    package let passedOver: [PassedOver]

    /// Share of the articles from which on a key is worth a word.
    private static let frequent = 0.05

    /// - Parameters:
    ///   - content: a feed, an export, JSON or a table, gzipped or not.
    ///   - path: for messages.
    /// - Complexity: O(bytes).
    package init(_ content: [UInt8], path: String, rules: ReadingRules = ReadingRules()) {
        let export = ExportFile(content, path: path, rules)
        problems = export.problems
        var census = KeyCensus(names: rules.names)
        let articles = export.lines(path: path, rules)
        passedOver = []
        var untold = 0
        let results = concurrentMap(export.objects.count, grain: 64) { articles.article(at: $0) }
        for (object, result) in zip(export.objects, results) {
            guard let result else { continue }
            untold += problems.add(ofFile: result.problems)
            guard result.article != nil else { continue }
            if export.hasOwnKeys {
                census.add(
                    JSONDocument(Array(export.bytes[object.range]), limits: rules.limits, names: rules.names)
                )
            }
            lines.append(export.bytes[object.range].withoutSpaceBetweenTokens)
        }
        problems.add(untold: untold, path: path)
        unreadKeys = census.unread(inAtLeast: Self.frequent).map(\.name)
    }

    /// Whether a file is a sitemap, whose articles are the pages that it names.
    package static func isSitemap(_ path: String) -> Bool { Sitemap.isSitemap(file: path) }

    /// - Parameters:
    ///   - sitemaps: files, by whatever path.
    ///   - folders: where their pages are; of a sitemap that has none of them there, its own.
    /// - Complexity: O(bytes of all files).
    package init(sitemaps: [String], in folders: [String], rules: ReadingRules = ReadingRules()) {
        let pages = SitemapPages(sitemaps.compactMap { try? realPath($0) }, in: folders) { _ in false }
        // Elsewhere the path of a page's address would lead to another site.
        let files = pages.files.map { file in
            var file = file
            file.siteAddress = file.page?.site.map { SiteAddressUse(address: $0, isShownWhole: true) }
            return file
        }
        let readings = concurrentMap(files.count) { SourceReading(files[$0], rules) }
        let contents = CorpusContents(
            gathering: readings.map { ($0.articles, $0.problems) },
            listingProblems: pages.problems,
            passedOver: pages.passedOver
        )
        lines = concurrentMap(contents.articles.count, grain: 64) { contents.articles[$0].json }
        (problems, passedOver, unreadKeys) = (contents.problems, contents.passedOver, [])
    }
}

extension ArraySlice<UInt8> {
    /// JSON on one line.
    fileprivate var withoutSpaceBetweenTokens: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var isInText = false
        var isEscaped = false
        for byte in self {
            if isInText {
                bytes.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
            } else if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                bytes.append(byte)
                isInText = byte == UInt8(ascii: "\"")
            }
        }
        return bytes
    }
}
