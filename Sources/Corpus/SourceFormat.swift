/// The form of a file that holds articles.
package enum SourceFormat: Hashable, Sendable {
    /// One article: Markdown or HTML, with front matter or without.
    case markdown
    case jsonLines, gzippedJSONLines
    /// What another system exported; gzipped or not.
    case export

    /// Whether a name is that of a Markdown file.
    static func isMarkdown(_ name: String) -> Bool {
        let ending = name.suffix(9).lowercased()
        return [".md", ".mdx", ".markdown"].contains { ending.hasSuffix($0) }
    }

    /// Bytes that a file of this format may have.
    package func sizeLimit(_ limits: ReadingLimits) -> Int {
        switch self {
        case .markdown: limits.markdownBytes
        case .jsonLines, .gzippedJSONLines: limits.jsonLinesBytes
        case .export: limits.exportBytes
        }
    }
}
