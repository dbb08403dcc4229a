/// What a file's name says of it.
enum FileName: Hashable {
    case articles(SourceFormat)
    /// Settings that a site may be recognised by.
    case mark
    /// A text in a format that is not read.
    case otherFormat
    case other

    /// Texts that are about the project's machinery.
    private static let machinery: Set<Substring> = [
        "robots.txt", "requirements.txt", "CMakeLists.txt", "humans.txt", "ads.txt", "security.txt",
        "runtime.txt",
    ]

    /// - Parameter name: of a file, or a path that ends in it.
    /// - Complexity: O(length) of the ending; every entry of every folder is asked about.
    init(_ name: String) {
        let bytes = name.utf8
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else {
            self = .other
            return
        }
        let ending = bytes[bytes.index(after: dot)...]
        guard (2...8).contains(ending.count) else {
            self = .other
            return
        }
        switch String(Substring(ending)).lowercased() {
        case "md", "markdown", "mdx", "html", "htm": self = .articles(.markdown)
        case "jsonl", "ndjson": self = .articles(.jsonLines)
        case "gz":
            let inner = name[..<dot].lowercased()
            self =
                inner.hasSuffix(".jsonl") || inner.hasSuffix(".ndjson")
                ? .articles(.gzippedJSONLines) : .other
        case "rst", "adoc", "asciidoc", "org", "ipynb", "textile", "rmd", "qmd", "smd", "mdoc", "njk",
            "mdown",
            "mkd", "mkdn", "wiki", "typ":
            self = .otherFormat
        case "txt": self = Self.machinery.contains(splitRelative(name).name) ? .other : .otherFormat
        case "toml", "yml", "yaml", "json", "js", "ts", "mjs", "cjs", "mts":
            self = Self.isMark(splitRelative(name).name) ? .mark : .other
        default: self = .other
        }
    }

    static func isMark(_ name: Substring) -> Bool { marks.contains(name) || EleventyData.isFile(name) }

    private static let marks = Set(SiteRecognition.marks.map { splitRelative($0).name })

    static func isHTML(_ name: String) -> Bool {
        let end = name.suffix(5).lowercased()
        return end.hasSuffix(".html") || end.hasSuffix(".htm")
    }
}
