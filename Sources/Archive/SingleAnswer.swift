package import Corpus
import Platform
package import Recommendation
package import Semantic
import Storage

/// What is similar to one article or text, from what the index keeps where that is enough, else from all articles.
package struct SingleAnswer {
    package let subject: Article
    package let ranking: Ranking
    package let recommender: Recommender
    /// Of the collection.
    package let problems: [InputProblem]
    /// Whether all articles were read, which an index made beforehand would have spared.
    package let didReadAll: Bool

    /// What is asked.
    package enum Question {
        /// An article by id, path or URL.
        case article(String)
        case text(String)
    }

    /// Everything that an answer depends on.
    package struct Setting {
        var corpora: [String]
        /// The index's file; nil for the standard place.
        var index: String?
        var ranking: RankingOptions
        var model: ModelChoice
        var precision: Precision
        var weights: WeightsChoice

        package init(
            corpora: [String],
            index: String?,
            ranking: RankingOptions,
            model: ModelChoice,
            precision: Precision,
            weights: WeightsChoice
        ) {
            self.corpora = corpora
            self.index = index
            self.ranking = ranking
            self.model = model
            self.precision = precision
            self.weights = weights
        }
    }

    /// Answers a question; the answer is that of all articles, wherever it comes from.
    package init(_ question: Question, _ setting: Setting, observer: WorkObserver = WorkObserver()) throws {
        // What stands in the way is told where all articles are read.
        let stored = try? observer.timed("answered by the index") {
            guard let answer = try Self.stored(question, setting, observer) else { throw NotStored() }
            return answer
        }
        if let stored {
            self = stored
        } else {
            try self.init(readingAll: question, setting, observer)
        }
    }

    private struct NotStored: Error {}

    private init(
        _ subject: Article,
        _ ranking: Ranking,
        _ recommender: Recommender,
        _ problems: [InputProblem],
        didReadAll: Bool
    ) {
        self.subject = subject
        self.ranking = ranking
        self.recommender = recommender
        self.problems = problems
        self.didReadAll = didReadAll
    }

    private init(readingAll question: Question, _ setting: Setting, _ observer: WorkObserver) throws {
        let corpus = try IndexedCorpus(setting.corpora, indexAt: setting.index, observer: observer)
        let model = try setting.model.load(setting.precision, observer: observer)
        let recommender = try corpus.recommender(setting.ranking, model: model, setting.precision) {
            try setting.weights.model(besideIndexAt: corpus.store.path, modelName: $0, observer: observer)
        }
        switch question {
        case .article(let name):
            let subject = try ArticleLookup.article(named: name, in: corpus, recommender)
            let ranking = recommender.related(to: subject)
            self.init(subject, ranking, recommender, corpus.problems, didReadAll: true)
        case .text(let text):
            let subject = Article(id: "", title: "", excerpt: text)
            let ranking = recommender.similar(to: text)
            self.init(subject, ranking, recommender, corpus.problems, didReadAll: true)
        }
    }

    /// - Returns: nil where the index has not enough, or files have changed since.
    private static func stored(
        _ question: Question,
        _ setting: Setting,
        _ observer: WorkObserver
    ) throws -> SingleAnswer? {
        let listing = SourceListing(setting.corpora)
        guard listing.problems.isEmpty,
            let path = try setting.index ?? IndexLocation.path(for: setting.corpora)
        else { return nil }
        let store = try SQLiteStore(existing: path)
        return try store.read { access -> SingleAnswer? in
            guard try IndexUpdate.isCurrent(access, from: setting.corpora, listing: listing) else {
                return nil
            }
            let model = try setting.model.load(setting.precision, observer: observer)
            let stamp = model.map { VectorStamp($0, setting.precision) }
            guard let snapshot = try StoredSnapshot(stamp, in: access) else { return nil }
            let reader = StoreSnapshotReader(
                stored: snapshot,
                model: model,
                precision: setting.precision,
                access: access
            )
            let subject: SnapshotQuery<StoreSnapshotReader>.Subject? =
                switch question {
                case .article(let name): try reader.subject(named: name)
                case .text(let text): .text(text)
                }
            guard let subject else { return nil }
            let relatedness = try setting.weights.model(
                besideIndexAt: path,
                modelName: model?.name,
                observer: observer
            )
            let query = SnapshotQuery(subject, to: snapshot.snapshot, reader, model: model)
            guard let recommender = try query.recommender(setting.ranking, relatedness) else { return nil }
            let ranking: Ranking? =
                switch question {
                case .article: recommender.completeRanking(for: query.article)
                case .text(let text): recommender.completeRanking(forText: text)
                }
            return ranking.map {
                SingleAnswer(query.article, $0, recommender, snapshot.problems, didReadAll: false)
            }
        }
    }
}
