/// What a reader accepts before it reports a file as too large or too complex.
public struct ReadingLimits: Hashable, Sendable {
    /// Bytes of one Markdown file. Default 16 MiB: the longest novels have 6.
    public var markdownBytes = 16 << 20
    /// Bytes of a JSON lines file, unpacked. Default 2 GiB.
    public var jsonLinesBytes = 2 << 30
    /// Bytes of one line of it. Default 16 MiB.
    public var jsonLineBytes = 16 << 20
    /// Bytes of YAML front matter. Default 1 MiB: 73 related entries take 80 KB.
    public var frontMatterBytes = 1 << 20
    /// Levels of nested YAML. Default 64; articles use 5.
    public var yamlDepth = 64
    /// Uses of YAML aliases in one file. Default 8, from which at most 19-fold growth follows (n uses expand
    /// to at most 3^(n/3) copies).
    public var yamlAliases = 8

    public init() {}
}
