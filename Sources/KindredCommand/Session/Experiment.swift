import Corpus
import Evaluation
import Foundation
import Kernels
import Recommendation

/// What methods answer to the judged queries.
struct Experiment {
    private(set) var runs: [MeasuredRun] = []
    private let articles: [Article]
    private let queries: [Article]
    private let vectors: ArticleVectors?
    private let relatedness: RelatednessModel
    private let listOptions: RankingOptions
    /// Entries of a ranking that are kept: as many as most tools look at, and as the largest cut-off needs.
    private let depth: Int

    private static let standardDepth = 100

    /// - Parameter isDated: false ranks as if no article had a date.
    init(
        _ articles: [Article],
        vectors: ArticleVectors?,
        relatedness: RelatednessModel,
        listOptions: RankingOptions,
        queries: [String],
        measures: [Measure],
        isDated: Bool
    ) {
        self.vectors = vectors
        self.relatedness = relatedness
        self.listOptions = listOptions
        self.articles =
            isDated
            ? articles
            : articles.map { article in
                var undated = article
                undated.published = nil
                return undated
            }
        let wanted = Set(queries)
        self.queries = self.articles.filter { wanted.contains($0.id.rawValue) }
        depth = max(Self.standardDepth, measures.map(\.cutoff).max() ?? 0)
    }

    /// Ranks all queries by one method.
    mutating func rank(by method: RankingMethod, seed: UInt64, isQuiet: Bool) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let count = queries.count
        let bar = ProgressBar("Ranking by \(method.rawValue)", isEnabled: !isQuiet)
        let show: @Sendable (Int) -> Void = { bar.show($0, of: count) }
        let rankings = try method.rankings(
            of: queries,
            among: articles,
            vectors: vectors,
            relatedness: relatedness,
            options: listOptions,
            depth: depth,
            seed: seed,
            progress: show
        ) { ranking in
            ranking.entries.map { Run.Entry(document: $0.article.id.rawValue, score: $0.score) }
        }
        bar.finish()
        let named = zip(queries.lazy.map(\.id.rawValue), rankings)
        let run = Run(name: method.rawValue, Dictionary(uniqueKeysWithValues: named))
        runs.append(MeasuredRun(run: run, seconds: (clock.now - start) / .seconds(1)))
    }

    /// Adds runs from elsewhere.
    mutating func add(_ foreign: ForeignRuns) { runs += foreign.runs.map { MeasuredRun(run: $0) } }

    /// What the lists are like that `relate` would write.
    func listQuality(qrels: Qrels, isQuiet: Bool) throws -> ListQuality {
        let recommender = try Recommender(
            articles,
            options: listOptions,
            vectors: vectors,
            relatedness: relatedness
        )
        let bar = ProgressBar("Making lists", isEnabled: !isQuiet)
        let count = articles.count
        let show: @Sendable (Int) -> Void = { bar.show($0, of: count) }
        let rankings = recommender.related(toEach: articles, progress: show) {
            $0.entries.map(\.article.id.rawValue)
        }
        bar.finish()
        let lists = zip(articles.lazy.map(\.id.rawValue), rankings)
        let texts = articles.map { ($0.id.rawValue, Self.headline($0.title)) }
        let textByID = Dictionary(uniqueKeysWithValues: texts)
        return ListQuality(Dictionary(uniqueKeysWithValues: lists), qrels: qrels) { textByID[$0] ?? $0 }
    }

    /// A headline without what copies differ in: case, spaces and the marks that newsrooms set in their own ways.
    private static func headline(_ title: String) -> String {
        title.lowercased().filter { !$0.isWhitespace && !".,:;!?'\"’‘“”«»-–—…|".contains($0) }
    }
}
