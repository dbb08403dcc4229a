package import Platform

/// A file that holds articles.
package struct SourceFile: Hashable, Sendable {
    /// Absolute path, free of symbolic links.
    package var path: String
    /// Path below the corpus that was named; the id of a Markdown article that has none of its own.
    package var relativePath: String
    package var format: SourceFormat
    package var stamp: FileStamp
    /// What is known of the folder that a single article lies in.
    package var place: SourcePlace?
    /// What is known of an HTML file that is read without front matter; nil where such a file is no article.
    package var page: SitemapEntry?
    /// Whether the file itself was named, so that its name is no reason to pass it over.
    package var isNamed = false
    /// What the addresses of its site's pages mean where the corpora have several sources; nil where they are alone.
    package var siteAddress: SiteAddressUse?

    /// The format that a file's name stands for, or nil where it holds no articles.
    ///
    /// Exports are articles only where they are named: folders have XML, JSON and CSV for much else.
    package static func format(ofName name: String) -> SourceFormat? {
        if case .articles(let format) = FileName(name) { return format }
        return ExportFile.isExport(name) || name == StandardInput.path ? .export : nil
    }

    /// Whether a name is that of an HTML file.
    package static func isHTML(_ name: String) -> Bool { FileName.isHTML(name) }
}

/// How a page's address on its own site is understood beside the articles of other sources.
package struct SiteAddressUse: Hashable, Sendable {
    /// Scheme and host of the site.
    var address: String
    /// Whether lists of other sites show the page, so that they need its whole address.
    var isShownWhole: Bool

    /// Makes a page of a site known by its whole address.
    func complete(_ article: inout Article) {
        guard let url = article.page.url, url.hasPrefix("/"), !url.hasPrefix("//") else { return }
        if article.links.canonical == nil { article.links.canonical = address + url }
        if isShownWhole { article.page.url = address + url }
    }
}
