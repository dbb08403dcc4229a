package import Corpus
package import Evaluation
import Foundation
package import Recommendation

/// What methods answer to the judged queries.
package struct Experiment {
    package private(set) var runs: [MeasuredRun] = []
    private let articles: [Article]
    private let queries: [Article]
    private let vectors: ArticleVectors?
    private let relatedness: RelatednessModel
    package let listOptions: RankingOptions
    /// Entries of a ranking that are kept: as many as most tools look at, and as the largest cut-off needs.
    private let depth: Int

    private static let standardDepth = 100

    /// - Parameter isDated: false ranks as if no article had a date.
    package init(
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

    /// The probability below which `relate`'s lists end.
    package var listMinimumProbability: Double {
        listOptions.minimumProbability(by: relatedness.suited(to: articles))
    }

    /// Ranks all queries by one method.
    ///
    /// - Parameter progress: receives the number of queries done so far and of all, from any thread.
    package mutating func rank(
        by method: RankingMethod,
        seed: UInt64,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let count = queries.count
        let done: @Sendable (Int) -> Void = { progress($0, count) }
        let rankings = try method.rankings(
            of: queries,
            among: articles,
            vectors: vectors,
            relatedness: relatedness,
            options: listOptions,
            depth: depth,
            seed: seed,
            progress: done
        ) { ranking in
            ranking.entries.map { Run.Entry(document: $0.article.id.rawValue, score: $0.score) }
        }
        let named = zip(queries.lazy.map(\.id.rawValue), rankings)
        let run = Run(name: method.rawValue, Dictionary(uniqueKeysWithValues: named))
        runs.append(MeasuredRun(run: run, seconds: (clock.now - start) / .seconds(1)))
    }

    /// Adds runs from elsewhere.
    package mutating func add(_ foreign: ForeignRuns) { runs += foreign.runs.map { MeasuredRun(run: $0) } }

    /// The lists that `relate` would write, as readers and as a site sees them.
    ///
    /// - Parameters:
    ///   - includesAll: whether the lists of all articles are made, not only those of the judged queries.
    ///   - progress: receives the number of lists done so far and of all, from any thread.
    package func lists(
        _ judgements: Judgements,
        includesAll: Bool,
        _ resampling: Resampling,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> MeasuredLists {
        let recommender = try Recommender(
            articles,
            options: listOptions,
            vectors: vectors,
            relatedness: relatedness
        )
        let qrels = judgements.asked
        let subjects = includesAll ? articles : queries
        let count = subjects.count
        let done: @Sendable (Int) -> Void = { progress($0, count) }
        let finished = lists(of: subjects, by: recommender, done)
        // Some entries more, since each cut takes some away.
        let options = listOptions.with(limit: 2 * listOptions.limit, fewest: 0, minimumProbability: 0)
        let open = lists(of: queries, by: recommender.with(options)) { _ in }
        func judged(_ lists: [String: [JudgedLists.Entry]]) -> JudgedLists {
            JudgedLists(lists, qrels: qrels, stories: judgements.stories, limit: listOptions.limit)
        }
        return MeasuredLists(
            reading: ListReading(finished: judged(finished), open: judged(open), resampling),
            quality: includesAll ? quality(finished, qrels) : nil
        )
    }

    private func lists(
        of subjects: [Article],
        by recommender: Recommender,
        _ progress: @escaping @Sendable (Int) -> Void
    ) -> [String: [JudgedLists.Entry]] {
        let lists = recommender.related(toEach: subjects, progress: progress) { ranking in
            ranking.entries.map { entry in
                JudgedLists.Entry(entry.article.id.rawValue, probability: entry.probability ?? 1)
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(subjects.lazy.map(\.id.rawValue), lists))
    }

    private func quality(_ lists: [String: [JudgedLists.Entry]], _ qrels: Qrels) -> ListQuality {
        let texts = articles.map { ($0.id.rawValue, Self.headline($0.title)) }
        let textByID = Dictionary(uniqueKeysWithValues: texts)
        let listable = Set(articles.filter(listOptions.rules.mayBeListed).map(\.id.rawValue))
        return ListQuality(
            lists.mapValues { $0.map(\.document) },
            qrels: qrels,
            mayBeListed: listable.contains
        ) { textByID[$0] ?? $0 }
    }

    /// A headline without what copies differ in: case, spaces and the marks that newsrooms set in their own ways.
    private static func headline(_ title: String) -> String {
        title.lowercased().filter { !$0.isWhitespace && !".,:;!?'\"’‘“”«»-–—…|".contains($0) }
    }
}

/// What `relate`'s lists are worth.
package struct MeasuredLists: Sendable {
    /// Of the judged queries.
    package let reading: ListReading
    /// Of all articles; nil where their lists were not made.
    package let quality: ListQuality?
}

/// One method's rankings, or a run from elsewhere.
package struct MeasuredRun: Sendable {
    package var run: Run
    /// Of indexing and ranking; nil for a run from elsewhere.
    package var seconds: Double?
}
