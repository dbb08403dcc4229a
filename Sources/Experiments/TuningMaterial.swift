package import Corpus
package import Evaluation
import Kernels
import Platform
package import Recommendation
package import Semantic

/// A collection with its judgements, made ready to learn weights from.
package struct TuningMaterial {
    package let corpora: [String]
    package let articles: [Article]
    package let qrels: Qrels
    package let stories: Stories
    /// The queries to learn from: those that a stories' file holds out are left alone.
    package let queries: [String]
    package let samples: RelatednessTraining.Samples
    /// Whether judgements connect more than half of the queries to one story.
    package let isDegenerate: Bool

    /// What is odd about the judgements.
    package let warnings: [InputProblem]
    /// What was read, for people.
    package let notes: [String]

    /// - Parameters:
    ///   - selection: where the judgements are.
    ///   - source: what says which pairs are related.
    ///   - vectors: of `articles`.
    ///   - candidateCount: candidates judged for each query.
    ///   - seed: of the smaller collections.
    ///   - progress: receives the collections compared so far and their number, from the calling thread.
    /// - Throws: ``ExperimentFailure``.
    package init(
        _ articles: [Article],
        of corpora: [String],
        _ selection: JudgementSelection,
        from source: JudgementSource = .judgedPairs,
        vectors: ArticleVectors?,
        seed: UInt64,
        candidateCount: Int,
        rules: ReadingRules = ReadingRules(),
        progress: ((Int, Int) -> Void)? = nil
    ) throws {
        self.corpora = corpora
        self.articles = articles
        let judgements = try Judgements(
            selection,
            for: articles,
            in: corpora,
            from: source,
            rules: rules
        )
        (warnings, notes) = (judgements.warnings, judgements.notes)
        let stories = judgements.stories
        self.stories = stories
        let holdsOut = selection.side == nil && stories.hasSplits
        let asked = judgements.queries.filter {
            !holdsOut || stories.split(of: stories.story(of: $0)) == .tune
        }
        let known = Set(articles.map(\.id.rawValue))
        queries = asked.filter(known.contains)
        let qrels = judgements.qrels.limited(to: queries)
        self.qrels = qrels
        guard !queries.isEmpty else {
            throw ExperimentFailure(
                .badInput,
                "no judged query of \(corpora.joined(separator: ", ")) is for tuning"
            )
        }
        // Where judgements connect nearly all queries, folds by story leave nothing to learn from.
        let sizes = Dictionary(grouping: queries) { stories.story(of: $0) }.values.map(\.count)
        let isDegenerate =
            queries.count >= Self.fewestDividedByQuery && 2 * (sizes.max() ?? 0) > queries.count
        self.isDegenerate = isDegenerate
        let grades = queries.map { query in
            let pairs = (qrels.grades[query] ?? [:]).map { (ArticleID($0.key), $0.value) }
            return (ArticleID(query), Dictionary(uniqueKeysWithValues: pairs))
        }
        let storied = Set(queries).union(qrels.grades.values.lazy.flatMap(\.keys)).map {
            (ArticleID($0), Self.story(of: $0, stories, isDegenerate))
        }
        samples = try RelatednessTraining.Samples(
            JudgedCollection(
                articles,
                vectors: vectors,
                grades: Dictionary(uniqueKeysWithValues: grades),
                stories: Dictionary(uniqueKeysWithValues: storied)
            ),
            seed: seed,
            candidateCount: candidateCount,
            progress: progress
        )
    }

    /// The story of a query; each is its own where nearly all are connected.
    func story(of query: String) -> String { Self.story(of: query, stories, isDegenerate) }

    private static func story(of query: String, _ stories: Stories, _ isDegenerate: Bool) -> String {
        isDegenerate ? query : stories.story(of: query).name
    }

    /// Fewer queries of one story are no material whatever they are divided by.
    private static let fewestDividedByQuery = 20

    /// Of what lists show, the share that shall be right.
    var wantedPrecision: Double { RelatednessTraining.wantedPrecision(for: articles) }

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

extension RelatednessTraining.Samples {
    /// Articles that ``init(drawnFrom:of:seed:model:precision:candidateCount:)`` draws.
    package static var unrelatedArticles: Int {
        unrelatedSizes.reduce(0) { $0 + $1.articles * $1.samples }
    }

    /// Samples of what unrelated looks like: draws from an archive so wide that hardly two articles of a draw are
    /// related.
    ///
    /// - Parameter corpus: what the archive is called in errors.
    /// - Throws: ``ExperimentFailure`` where the archive is too small.
    package init(
        drawnFrom archive: [Article],
        of corpus: String,
        seed: UInt64,
        model: (any EmbeddingModel)?,
        precision: Precision,
        candidateCount: Int
    ) throws {
        guard archive.count >= Self.unrelatedArticles else {
            throw ExperimentFailure(
                .badInput,
                "\(corpus) has only \(archive.count.counted("article")); --unrelated needs "
                    + "\(Self.unrelatedArticles.grouped), for chance to draw hardly any that are related"
            )
        }
        let sizes = Self.unrelatedSizes.flatMap { Array(repeating: $0.articles, count: $0.samples) }
        var generator = SplitMix64(seed: seed)
        var rest = archive.shuffled(using: &generator)[...]
        try self.init(
            unrelated: sizes.map { size in
                let articles = Array(rest.prefix(size))
                rest = rest.dropFirst(size)
                let vectors = model.map { ArticleVectors(articles, model: $0, precision: precision) }
                return (articles, vectors)
            },
            candidateCount: candidateCount
        )
    }
}
