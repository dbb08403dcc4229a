package import Corpus
import Platform
package import Recommendation

/// The article that a user names by id, path or URL.
package enum NamedArticle {
    /// Finds it among all articles of a corpus, else reads the file.
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where there is none, ``InputProblem`` for a bad file.
    package static func article(
        named name: String,
        in corpus: IndexedCorpus,
        _ recommender: Recommender
    ) throws -> Article {
        if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
            if let article = corpus.articles.first(where: { $0.origin?.path == path }) { return article }
            return try article(inFile: path, corpus.rules)
        }
        if let article = recommender[ArticleID(name)] ?? recommender.article(at: name) { return article }
        throw ArchiveError.unknownArticle(name, near: nearMisses(of: name, among: corpus.articles))
    }

    /// At most three ids of articles whose id or title contains the last part of a name.
    static func nearMisses(of name: String, among articles: [Article]) -> [String] {
        let word = name.split(separator: "/").last.map(String.init)?.lowercased() ?? name
        return articles.lazy
            .filter { $0.id.rawValue.lowercased().contains(word) || $0.title.lowercased().contains(word) }
            .prefix(3).map(\.id.rawValue)
    }

    /// The article in a file outside the corpora.
    ///
    /// - Throws: ``InputProblem`` where the file holds none.
    package static func article(inFile path: String, _ rules: ReadingRules) throws -> Article {
        let listing = SourceListing([path])
        guard let file = listing.files.first else {
            throw listing.problems.first ?? InputProblem(FileError(.find, path, code: 2))
        }
        let reading = SourceReading(file, rules)
        guard let article = reading.articles.first else {
            throw reading.problems.first
                ?? InputProblem(
                    .missingTitle,
                    path: path,
                    "the file has no front matter, so it is no article",
                    remedy: "name an article"
                )
        }
        return article
    }
}
