public import Corpus

/// Why an archive cannot do what was asked, and what to do about it.
public enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The paths named hold no files of articles; with what was wrong about them.
    case nothingToRead([InputProblem])
    /// The files hold no article that can be read.
    case noArticles(in: [String], hasErrors: Bool)
    /// No article is called so, by id, path or URL; with ids that are near.
    case unknownArticle(String, near: [String])
    /// The index cannot be opened, read or written.
    case store(String)

    public var description: String {
        switch self {
        case .nothingToRead(let problems):
            problems.first?.description
                ?? "there are no files to read; name folders of articles or .jsonl files"
        case .noArticles(let corpora, _): "no readable articles in \(corpora.joined(separator: ", "))"
        case .unknownArticle(let name, let near):
            "no article has the id, path or URL \(name)"
                + (near.isEmpty ? "" : "; did you mean" + near.map { "\n  \($0)" }.joined())
        case .store(let description): description
        }
    }
}
