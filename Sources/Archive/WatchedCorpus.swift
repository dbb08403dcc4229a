package import Corpus
import Platform
package import Recommendation
package import Storage

/// A corpus whose files somebody is writing: each saved article is compared with all others at once.
///
///     var watched = WatchedCorpus(corpus, recommender)
///     let answers = try watched.update(options).answers
///
/// Nothing is written into the index: the next run that reads the corpus finds what was saved.
package struct WatchedCorpus {
    /// The list of an article whose file was saved.
    package struct Answer: Sendable {
        package let article: Article
        package let ranking: Ranking
        package let recommender: Recommender
        /// The file as it was when its article was read.
        package let source: SourceRecord?
    }

    /// What became of the files since the last look.
    package struct Update: Sendable {
        package var answers: [Answer] = []
        package var removed = 0
        package var problems: [InputProblem] = []
        /// Whether so much is new that all articles should be compared anew, so that nothing was answered.
        package var isOutgrown = false
    }

    private let corpora: [String]
    private let rules: ReadingRules
    private var collection: GrowingCollection<ResidentReader>
    private var stamps: [String: FileStamp]
    private var articles: [String: [Article]]

    /// Files that are compared one by one; a change of branch is sooner read as a whole.
    private static let mostFiles = 64
    private static let mostChanges = 1000

    /// - Parameter recommender: over all articles of the corpus.
    /// - Returns: nil where the recommender was not made to grow.
    package init?(_ corpus: IndexedCorpus, _ recommender: Recommender) {
        guard let collection = GrowingCollection(recommender) else { return nil }
        self.collection = collection
        corpora = corpus.corpora
        rules = corpus.rules
        stamps = corpus.update.sources.mapValues(\.stamp)
        articles = Dictionary(grouping: corpus.articles) { $0.origin?.path ?? "" }
    }

    /// The folders that the corpora's files lie in; absolute.
    package var folders: [String] {
        corpora.filter { !$0.hasPrefix("!") }.flatMap { corpus -> [String] in
            guard let place = try? realPath(SourcePattern.place(of: corpus)) else { return [] }
            if (try? PathKind(place)) == .folder { return Platform.folders(below: place) }
            let folder = splitPath(place).folder
            return ArticleImport.isSitemap(place) ? Platform.folders(below: folder) : [folder]
        }
    }

    /// Reads what was saved since the last look, and finds the lists of it.
    ///
    /// - Throws: what the collection throws where it is damaged.
    /// - Complexity: O(files) to look, and a question for each saved article.
    package mutating func update(_ options: RankingOptions) throws -> Update {
        var update = Update()
        let listing = SourceListing(corpora)
        let saved = listing.files.filter { stamps[$0.path] != $0.stamp }
        let present = Set(listing.files.map(\.path))
        let gone = stamps.keys.filter { !present.contains($0) }.sorted()
        if saved.count + gone.count > Self.mostFiles || collection.changeCount > Self.mostChanges {
            update.isOutgrown = true
            return update
        }
        for path in gone {
            stamps[path] = nil
            for article in articles.removeValue(forKey: path) ?? [] where try collection.remove(article.id) {
                update.removed += 1
            }
        }
        var fresh: [(article: Article, source: SourceRecord?)] = []
        for file in saved {
            let reading = SourceReading(file, rules)
            stamps[file.path] = reading.stamp ?? file.stamp
            update.problems += reading.problems.filter { $0.kind != .passedOver }
            let old = articles[file.path] ?? []
            // A list that was just written changes nothing of its article.
            guard reading.articles != old else { continue }
            articles[file.path] = reading.articles
            let source = reading.contentHash.map {
                SourceRecord(
                    path: file.path,
                    relativePath: file.relativePath,
                    stamp: reading.stamp ?? file.stamp,
                    contentHash: $0,
                    isSettled: false
                )
            }
            let kept = Set(reading.articles.map(\.id))
            for article in old where !kept.contains(article.id) { _ = try collection.remove(article.id) }
            let known = Set(old)
            for article in reading.articles where !known.contains(article) {
                try collection.upsert(article)
                fresh.append((article, source))
            }
        }
        for (article, source) in fresh {
            guard let answer = try collection.answer(to: .article(article), options: options) else {
                update.isOutgrown = true
                return update
            }
            update.answers.append(
                Answer(
                    article: article,
                    ranking: answer.ranking,
                    recommender: answer.recommender,
                    source: source
                )
            )
        }
        return update
    }
}
