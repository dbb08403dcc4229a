import Corpus
import Kernels
import Recommendation
import Storage

/// The articles that a `relate` run makes lists for.
struct Queries {
    /// In the order of the paths named.
    let articles: [Article]
    /// The files that they were read from, by path.
    let sources: [String: SourceRecord]
    /// What was wrong with files outside the corpora.
    let problems: [InputProblem]

    /// Finds the articles at `paths`: from the collection where it has them, else from the files.
    init(_ paths: [String], in collection: IndexedCorpus) {
        let known = Self.places(of: collection.articles)
        let listing = SourceListing(paths)
        var articles: [Article] = []
        var sources = collection.update.sources
        let reported = Set(collection.problems)
        var problems = listing.problems.filter { !reported.contains($0) }
        for file in listing.files {
            if sources[file.path] != nil {
                // In the corpora; a file without articles has been reported by their update.
                guard let range = known[file.path] else { continue }
                if articles.isEmpty, range == collection.articles.indices {
                    articles = collection.articles
                } else {
                    articles += collection.articles[range]
                }
                continue
            }
            let reading = SourceReading(file)
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
