import Corpus
import Logging
import Recommendation
import Semantic
import Storage

/// What is similar to an article or a text, with all that is needed to show it.
struct Answer {
    let subject: Article
    let ranking: Ranking
    let recommender: Recommender
    /// Of the collection.
    let problems: [InputProblem]

    /// What is asked.
    enum Question {
        case article(String)
        case text(String)
    }

    /// Everything that an answer depends on.
    struct Setting {
        let corpora: [String]
        let ranking: RankingOptions
        let model: ModelOptions
        let weights: WeightsOptions
        let common: CommonOptions
    }

    /// Answers from what the index keeps where that is enough, else from all articles; the answer is the same.
    init(_ question: Question, _ setting: Setting) throws {
        let clock = ContinuousClock()
        let start = clock.now
        // What stands in the way is told where all articles are read.
        if let answer = try? Self.kept(question, setting) {
            self = answer
            setting.common.logger.debug(
                "answered by the index",
                metadata: ["seconds": "\(clock.now - start)"]
            )
            return
        }
        try self.init(readingAll: question, setting)
        let count = recommender.articles.count
        if clock.now - start > .seconds(2) {
            setting.common.messages.note(
                "\(count.counted("article")) read; after `kindred index` that is not needed"
            )
        }
    }

    private init(
        _ subject: Article,
        _ ranking: Ranking,
        _ recommender: Recommender,
        _ problems: [InputProblem]
    ) {
        self.subject = subject
        self.ranking = ranking
        self.recommender = recommender
        self.problems = problems
    }

    private init(readingAll question: Question, _ setting: Setting) throws {
        let collection = try IndexedCorpus(corpora: setting.corpora, setting.common)
        setting.common.messages.report(collection.problems, warnings: false)
        let recommender = try collection.recommender(
            setting.ranking,
            setting.model,
            setting.weights,
            setting.common
        )
        switch question {
        case .article(let name):
            let subject = try NamedArticle.find(name, in: collection, recommender)
            self.init(subject, recommender.related(to: subject), recommender, collection.problems)
        case .text(let text):
            let subject = Article(id: "", title: "", excerpt: text)
            self.init(subject, recommender.similar(to: text), recommender, collection.problems)
        }
    }

    /// - Returns: nil where the index does not keep enough, or files have changed since.
    private static func kept(_ question: Question, _ setting: Setting) throws -> Answer? {
        let listing = SourceListing(setting.corpora)
        guard listing.problems.isEmpty,
            let path = try IndexedCorpus.indexPath(for: setting.corpora, setting.common)
        else { return nil }
        let store = try SQLiteStore(existing: path)
        return try store.read { access -> Answer? in
            guard try IndexUpdate.isCurrent(access, from: setting.corpora, listing: listing) else {
                return nil
            }
            let model = try setting.model.find(setting.common)
            guard let kept = try KeptCollection(access, model, setting.model.precision),
                let subject = try Self.subject(of: question, in: kept)
            else { return nil }
            setting.model.tell(model, setting.common)
            let relatedness = try IndexedCorpus.relatedness(
                setting.weights,
                beside: path,
                modelName: model?.name,
                setting.common
            )
            guard let answer = try kept.answer(to: subject, setting.ranking, relatedness) else {
                return nil
            }
            setting.common.messages.report(kept.problems, warnings: false)
            return Answer(answer.article, answer.ranking, answer.recommender, kept.problems)
        }
    }

    private static func subject(
        of question: Question,
        in kept: KeptCollection
    ) throws -> Subject? {
        switch question {
        case .article(let name): try kept.subject(named: name).map { .article($0) }
        case .text(let text): .text(text)
        }
    }
}
