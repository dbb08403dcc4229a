/// The form of a file that holds articles.
package enum SourceFormat: Hashable, Sendable {
    /// One article: Markdown or HTML, with front matter or without.
    case markdown
    case jsonLines, gzippedJSONLines

    /// Bytes that a file of this format may have.
    package func sizeLimit(_ limits: ReadingLimits) -> Int {
        self == .markdown ? limits.markdownBytes : limits.jsonLinesBytes
    }
}
