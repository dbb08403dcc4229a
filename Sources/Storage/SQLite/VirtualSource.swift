import Corpus

/// The sources of articles that came from no file: each upserted article has one of its own.
///
/// The `source` row has the origin's path as its relative path, empty for none; the line is the article's.
enum VirtualSource {
    /// What no absolute path starts with. `;` follows `:` in ASCII, so that the paths are a range of the index.
    private static let prefix = "upserted:"
    static let range = "source.path >= 'upserted:' AND source.path < 'upserted;'"

    static func path(of id: ArticleID) -> String { prefix + id.rawValue }

    /// By bytes, as an id may begin with what joins the colon to one character.
    static func isPath(_ path: String) -> Bool { path.utf8.starts(with: prefix.utf8) }

    /// The id whose article's path it is; nil for a file's path.
    static func id(ofPath path: String) -> ArticleID? {
        isPath(path)
            ? ArticleID(String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)) : nil
    }

    /// Where an article was read, from its source's row.
    static func origin(path: String, relativePath: String, line: Int) -> ArticleOrigin? {
        if !isPath(path) { return ArticleOrigin(path: path, line: line) }
        return relativePath.isEmpty ? nil : ArticleOrigin(path: relativePath, line: line)
    }
}
