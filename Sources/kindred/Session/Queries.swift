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
        let reported = Set(collection.problems)
        var problems = listing.problems.filter { !reported.contains($0) }
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
}
