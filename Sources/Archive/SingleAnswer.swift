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
        var rules: ReadingRules

        package init(
            corpora: [String],
            index: String?,
            ranking: RankingOptions,
            model: ModelChoice,
            precision: Precision,
            weights: WeightsChoice,
            rules: ReadingRules
        ) {
            self.corpora = corpora
            self.index = index
            self.ranking = ranking
            self.model = model
            self.precision = precision
            self.weights = weights
            self.rules = rules
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
        let corpus = try IndexedCorpus(
            setting.corpora,
            indexAt: setting.index,
            rules: setting.rules,
            observer: observer
        )
        let model = try setting.model.load(
            setting.precision,
            for: ArticleLanguages(corpus.articles),
            observer: observer
        )
        let recommender = try corpus.recommender(setting.ranking, model: model, setting.precision) {
            try setting.weights.model(besideIndexAt: corpus.filesPath, modelName: $0, observer: observer)
        }
        switch question {
        case .article(let name):
            let subject = try NamedArticle.article(named: name, in: corpus, recommender)
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
        // What it only warns of, such as an address of a sitemap without a file, the index tells as well.
        guard listing.problems.allSatisfy({ $0.severity == .warning }),
            let path = try setting.index ?? IndexLocation.path(for: setting.corpora)
        else { return nil }
        let store = try StoreLocation(path).existingStore()
        let languages = try store.read { access -> ArticleLanguages? in
            guard
                try IndexUpdate.isCurrent(
                    access,
                    from: setting.corpora,
                    listing: listing,
                    rules: setting.rules
                )
            else { return nil }
            return try access.articleLanguages()
        }
        guard let languages else { return nil }
        let model = try setting.model.load(setting.precision, for: languages, observer: observer)
        let relatedness = try setting.weights.model(
            besideIndexAt: path,
            modelName: model?.name,
            observer: observer
        )
        let loader = StateLoader(
            store: store,
            model: model,
            precision: setting.precision,
            relatedness: relatedness,
            isCached: false
        )
        guard let state = try loader.state(),
            let subject = try subject(of: question, state, store, setting.rules),
            let answer = try state.answer(to: subject, setting.ranking)
        else { return nil }
        return SingleAnswer(
            answer.article,
            answer.ranking,
            answer.recommender,
            state.problems,
            didReadAll: false
        )
    }

    /// - Returns: nil where no article is called so.
    private static func subject(
        of question: Question,
        _ state: ArchiveState,
        _ store: any ArticleStore,
        _ rules: ReadingRules
    ) throws -> Subject? {
        switch question {
        case .text(let text): .text(text)
        case .article(let name):
            if let article = try state.article(named: name, in: store) {
                .article(article)
            } else if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
                .article(try NamedArticle.article(inFile: path, rules))
            } else {
                nil
            }
        }
    }
}
