import Corpus
import Evaluation
import Recommendation

/// A collection with its judgements, made ready to learn weights from.
struct TuningMaterial {
    let corpora: [String]
    let articles: [Article]
    let qrels: Qrels
    let stories: Stories
    /// The queries to learn from: those that a stories' file holds out are left alone.
    let queries: [String]
    let samples: RelatednessTraining.Samples

    /// - Parameters:
    ///   - judgementOptions: where the judgements are; for a further corpus the standard place.
    ///   - fromLists: whether the articles' own lists are the judgements instead.
    ///   - seed: of the smaller collections.
    ///   - candidateCount: candidates that are judged, a query.
    init(
        _ collection: IndexedCorpus,
        _ judgementOptions: JudgementOptions,
        fromLists: Bool = false,
        vectors: ArticleVectors?,
        seed: UInt64,
        candidateCount: Int,
        _ options: CommonOptions
    ) throws {
        corpora = collection.corpora
        articles = collection.articles
        let judgements = try Judgements(
            judgementOptions,
            for: articles,
            in: collection.corpora,
            fromLists: fromLists,
            options.messages
        )
        options.messages.report(judgements.warnings)
        let stories = judgements.stories
        self.stories = stories
        let holdsOut = judgementOptions.side == nil && stories.hasSplits
        let asked = judgements.queries.filter {
            !holdsOut || stories.split(of: stories.story(of: $0)) == .tune
        }
        let known = Set(articles.map(\.id.rawValue))
        queries = asked.filter(known.contains)
        let qrels = judgements.qrels.limited(to: queries)
        self.qrels = qrels
        guard !queries.isEmpty else {
            throw CommandFailure(
                "no judged query of \(corpora.joined(separator: ", ")) is for tuning",
                ExitStatus.badInput
            )
        }
        let grades = queries.map { query in
            let pairs = (qrels.grades[query] ?? [:]).map { (ArticleID($0.key), $0.value) }
            return (ArticleID(query), Dictionary(uniqueKeysWithValues: pairs))
        }
        let storied = Set(queries).union(qrels.grades.values.lazy.flatMap(\.keys)).map {
            (ArticleID($0), stories.story(of: $0).name)
        }
        let bar = ProgressBar("Comparing judged pairs", isEnabled: !options.quiet)
        samples = try RelatednessTraining.Samples(
            JudgedCollection(
                articles,
                vectors: vectors,
                grades: Dictionary(uniqueKeysWithValues: grades),
                stories: Dictionary(uniqueKeysWithValues: storied)
            ),
            seed: seed,
            candidateCount: candidateCount
        ) { bar.show($0, of: $1) }
        bar.finish()
    }

    /// The rankings of all queries, each by the model of its story.
    func run(named name: String, by model: (_ story: String) -> RelatednessModel) -> Run {
        let rankings = samples.full.rankings(by: model).map { query, entries in
            (query.rawValue, entries.map { Run.Entry(document: $0.document.rawValue, score: $0.logOdds) })
        }
        return Run(name: name, Dictionary(uniqueKeysWithValues: rankings))
    }

    /// How well the probabilities of each query's nearest fit, each by the model of its story.
    func calibration(by model: (_ story: String) -> RelatednessModel) -> Calibration {
        Calibration(samples.full.probabilities(first: 20, by: model))
    }
}
