import Corpus
import Platform
import Recommendation

/// One article that the user named by id, path or URL.
enum NamedArticle {
    /// The article called `name`.
    ///
    /// - Throws: ``CommandFailure`` with near misses where there is none, ``InputProblem`` for a bad file.
    static func find(_ name: String, in collection: IndexedCorpus, _ recommender: Recommender) throws
        -> Article
    {
        if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
            if let article = collection.articles.first(where: { $0.origin?.path == path }) { return article }
            return try read(path)
        }
        if let article = recommender[ArticleID(name)] ?? recommender.article(at: name) { return article }
        let word = name.split(separator: "/").last.map(String.init)?.lowercased() ?? name
        let near = collection.articles.lazy
            .filter { $0.id.rawValue.lowercased().contains(word) || $0.title.lowercased().contains(word) }
            .prefix(3).map { "\n  \($0.id.rawValue.singleLine)" }
        throw CommandFailure(
            "no article has the id, path or URL \(name) in \(collection.corpora.joined(separator: ", "))"
                + (near.isEmpty
                    ? "; name the corpus with --corpus, or search with --text"
                    : "; did you mean" + near.joined()),
            ExitStatus.noInput
        )
    }

    /// An article from outside the corpora.
    static func read(_ path: String) throws -> Article {
        let listing = SourceListing([path])
        guard let file = listing.files.first else {
            throw listing.problems.first ?? InputProblem(FileError(.find, path, code: 2))
        }
        let reading = SourceReading(file)
        guard let article = reading.articles.first else {
            throw reading.problems.first
                ?? CommandFailure(
                    "\(path): the file has no front matter, so it is no article",
                    ExitStatus.badInput
                )
        }
        return article
    }
}
