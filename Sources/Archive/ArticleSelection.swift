package import Corpus
import Kernels
package import Storage

/// The articles at some paths, for which lists are made.
package struct ArticleSelection {
    /// In the order of the paths named.
    package let articles: [Article]
    /// The files that they were read from, by path.
    package let sources: [String: SourceRecord]
    /// What was wrong with files outside the corpora.
    package let problems: [InputProblem]
    /// The files that were named themselves.
    private let named: Set<String>
    /// Whether nothing but files was named.
    private let isOfFiles: Bool

    /// Finds the articles at `paths`: from the corpus where it has them, else from the files.
    package init(_ paths: [String], in corpus: IndexedCorpus) {
        let known = Self.places(of: corpus.articles)
        let listing = SourceListing(paths)
        var articles: [Article] = []
        var sources = corpus.update.sources
        let reported = Set(corpus.problems)
        var problems = listing.problems.filter { !reported.contains($0) }
        for file in listing.files {
            if sources[file.path] != nil {
                // In the corpora; a file without articles has been reported by their update.
                guard let range = known[file.path] else { continue }
                if articles.isEmpty, range == corpus.articles.indices {
                    articles = corpus.articles
                } else {
                    articles += corpus.articles[range]
                }
                continue
            }
            let reading = SourceReading(file, corpus.rules)
            problems += reading.problems
            articles += reading.articles
            if let hash = reading.contentHash, let stamp = reading.stamp {
                sources[file.path] = SourceRecord(
                    path: file.path,
                    relativePath: file.relativePath,
                    stamp: stamp,
                    contentHash: hash,
                    isSettled: false
                )
            }
        }
        self.articles = articles
        self.sources = sources
        self.problems = problems
        named = Set(listing.files.lazy.filter(\.isNamed).map(\.path))
        isOfFiles = !listing.files.isEmpty && listing.files.allSatisfy(\.isNamed)
    }

    /// Whether what is told about a path is told about what was named: who asks for the list of one file does not ask about
    /// all others.
    package func concerns(_ path: String) -> Bool { !isOfFiles || named.contains(path) }

    /// Whether a problem is one of what was named, or of a path that holds nothing.
    package func concerns(_ problem: InputProblem) -> Bool {
        problem.kind == .notFound || concerns(problem.path)
    }

    /// Whether all of `others` are among the articles.
    package func holds(_ others: [Article]) -> Bool {
        guard articles.count >= others.count else { return false }
        let origins = Set(articles.lazy.map(\.origin))
        return others.allSatisfy { origins.contains($0.origin) }
    }

    /// The articles that lists are made for: all but pages that list others or lead elsewhere, unless their files were
    /// named themselves.
    package func listed(includingIndexPages includesIndexPages: Bool) -> [Article] {
        articles.filter { article in
            switch article.page.kind {
            case .article: true
            case .index: includesIndexPages || named.contains(article.origin?.path ?? "")
            case .redirect: named.contains(article.origin?.path ?? "")
            }
        }
    }

    /// Where the articles of each file lie, which follow each other.
    private static func places(of articles: [Article]) -> [String: Range<Int>] {
        var places: [String: Range<Int>] = [:]
        var start = 0
        for index in articles.indices
        where index + 1 == articles.count || articles[index + 1].origin?.path != articles[index].origin?.path
        {
            places[articles[index].origin?.path ?? ""] = start..<index + 1
            start = index + 1
        }
        return places
    }
}

extension Article {
    /// Whether the article has a file of its own that can be edited.
    package var isMarkdown: Bool {
        origin.map { SourceFile.format(ofName: $0.path) == .markdown } ?? false
    }
}
