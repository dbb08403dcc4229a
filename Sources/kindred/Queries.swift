import Corpus
import Kernels
import Recommendation
import Storage

/// The articles that a `relate` run makes lists for.
struct Queries {
    /// In the order of the paths named.
    let articles: [Article]
    /// The files that they were read from, by path.
    let sources: [String: StoredSource]
    /// What was wrong with files outside the corpora.
    let problems: [InputProblem]

    /// Finds the articles at `paths`: from the collection where it has them, else from the files.
    init(_ paths: [String], in collection: Collection) {
        let known = Dictionary(grouping: collection.articles) { $0.origin?.path ?? "" }
        let listing = SourceListing(paths)
        var articles: [Article] = []
        var sources = collection.update.sources
        var problems = listing.problems.filter { !collection.problems.contains($0) }
        for file in listing.files {
            if sources[file.path] != nil {
                // In the corpora; a file without articles has been reported by their update.
                articles += known[file.path] ?? []
                continue
            }
            let reading = SourceReading(file)
            problems += reading.problems
            articles += reading.articles
            if let hash = reading.contentHash, let stamp = reading.stamp {
                sources[file.path] = StoredSource(
                    path: file.path, relativePath: file.relativePath, stamp: stamp, contentHash: hash,
                    isSettled: false
                )
            }
        }
        self.articles = articles
        self.sources = sources
        self.problems = problems
    }
}

/// One article that the user named by id, path or URL.
enum NamedArticle {
    /// The article called `name`.
    ///
    /// - Throws: ``CommandFailure`` with near misses where there is none, ``InputProblem`` for a bad file.
    static func find(_ name: String, in collection: Collection, _ recommender: Recommender) throws -> Article {
        if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
            if let article = collection.articles.first(where: { $0.origin?.path == path }) { return article }
            return try read(path)
        }
        if let article = recommender[ArticleID(name)] ?? recommender.article(at: name) { return article }
        let word = name.split(separator: "/").last.map(String.init)?.lowercased() ?? name
        let near = collection.articles.lazy
            .filter { $0.id.rawValue.lowercased().contains(word) || $0.title.lowercased().contains(word) }
            .prefix(3).map { "\n  \($0.id)" }
        throw CommandFailure(
            "no article has the id, path or URL \(name) in \(collection.corpora.joined(separator: ", "))"
                + (near.isEmpty
                    ? "; name the corpus with --corpus, or search with --text"
                    : "; did you mean" + near.joined()),
            ExitStatus.noInput
        )
    }

    /// An article from outside the corpora.
    private static func read(_ path: String) throws -> Article {
        let listing = SourceListing([path])
        guard let file = listing.files.first else {
            throw listing.problems.first ?? InputProblem(FileError("find", path, code: 2))
        }
        let reading = SourceReading(file)
        guard let article = reading.articles.first else {
            throw reading.problems.first
                ?? CommandFailure("\(path): the file has no front matter, so it is no article", ExitStatus.badInput)
        }
        return article
    }
}
