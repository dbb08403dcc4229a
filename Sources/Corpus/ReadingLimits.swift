/// What a reader accepts before it reports a file as too large or too complex.
public struct ReadingLimits: Hashable, Sendable {
    /// Bytes of one Markdown file. Default 16 MiB: the longest novels have 6.
    public var markdownBytes = 16 << 20
    /// Bytes of a JSON lines file, unpacked. Default 2 GiB.
    public var jsonLinesBytes = 2 << 30
    /// Bytes of a feed, an export or a table, unpacked. Default 512 MiB: WordPress splits its own at a hundredth of it.
    public var exportBytes = 512 << 20
    /// Lines of JSON lines that are not blank. Default 20 million.
    public var jsonLines = 20_000_000
    /// Bytes of one line of it, or of one article of an export. Default 16 MiB.
    public var jsonLineBytes = 16 << 20
    /// Bytes of front matter, and what aliases in YAML may make of it. Default 1 MiB: 73 related entries take 80 KB.
    public var frontMatterBytes = 1 << 20
    /// Levels that front matter is nested. Default 64; articles use 5.
    public var frontMatterDepth = 64

    public init() {}
}
