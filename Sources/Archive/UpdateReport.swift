public import Corpus

/// What bringing an archive up to date with files did.
public struct UpdateReport: Hashable, Sendable {
    /// Articles in the archive now.
    public var articles: Int
    /// Files that were new, changed, deleted or unchanged since the last update.
    public var added, changed, removed, unchanged: Int
    /// What was wrong with files; everything else was read all the same.
    public var problems: [InputProblem]
}
