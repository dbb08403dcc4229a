import Kernels
import Platform

/// What the runs of some methods are worth by the judgements: means, intervals and comparisons.
package struct EvaluationResult: Sendable {
    /// Over what means are taken.
    package enum Average: String, CaseIterable, Sendable {
        /// Every story counts alike: the mean of the stories' means.
        case story
        /// Every query counts alike, as in trec_eval; large stories dominate.
        case query
    }

    /// One method's figures.
    package struct Method: Sendable {
        package let name: String
        /// Row-major, measures x queries.
        package let values: [[Double]]
        /// For each measure.
        package let means: [Double]
        /// For each measure; nil where there are fewer than two stories.
        package let intervals: [Interval?]
        /// Queries without a ranking, which count as 0.
        package let unanswered: Int
    }

    /// Whether the first of two methods is better, by the first measure.
    package struct Comparison: Sendable {
        package let first: String
        package let second: String
        /// Of the means: first minus second.
        package let difference: Double
        package let interval: Interval?
        /// Probability of a difference as large by chance.
        package let p: Double
        /// The same, corrected for the number of comparisons.
        package var correctedP: Double
        /// Queries in which the first is better, equal and worse.
        package let wins, ties, losses: Int

        /// At the usual level of 5 %, after the correction.
        package var isSignificant: Bool { correctedP <= 0.05 }
    }

    /// Below this two values are equal: sums of the same numbers in another order differ in their last bits.
    static let tolerance = 1e-12

    /// In byte order.
    package let queries: [String]
    package let stories: Int
    /// Queries of which no document is graded above 0; they count as 0 for every method.
    package let queriesWithoutRelevant: Int
    package let measures: [Measure]
    package let average: Average
    package let methods: [Method]
    /// Each pair of methods, in their order.
    package let comparisons: [Comparison]
    /// Whether any comparison could come out significant. Of n stories that all favour one method chance does
    /// the same in 2 of 2^n cases, and a share of so many samples is known no finer than one sample.
    package let canFindDifferences: Bool

    /// Measures runs.
    ///
    /// - Parameters:
    ///   - queries: those to measure, each once.
    ///   - runs: one a method, with different names.
    ///   - measures: at least one; the first is the one that comparisons are made by.
    /// - Complexity: O(samples x stories x methods x measures), on all cores.
    package init(
        _ runs: [Run],
        qrels: Qrels,
        queries: [String],
        stories: Stories,
        measures: [Measure] = Measure.standard,
        average: Average = .story,
        resampling: Resampling = .init()
    ) {
        precondition(!measures.isEmpty, "there must be a measure")
        self.queries = queries.inByteOrder
        self.measures = measures
        self.average = average
        let queries = self.queries
        queriesWithoutRelevant = queries.count { query in
            !(qrels.grades[query] ?? [:]).values.contains { $0 > 0 }
        }

        let grouping = Dictionary(grouping: queries.indices) { stories.story(of: queries[$0]) }
        // By their first queries, so that the order does not depend on names.
        let groups = grouping.values.sorted { $0[0] < $1[0] }
        self.stories = groups.count

        let values = runs.map { Self.values(of: $0, qrels, queries, measures) }
        let table = StoryTable(values.flatMap(\.self), groups, average)
        let bootstrap = Bootstrap(table.sums, weights: table.weights, columns: table.columns, resampling)
        methods = runs.indices.map { run in
            let columns = run * measures.count..<(run + 1) * measures.count
            return Method(
                name: runs[run].name,
                values: values[run],
                means: columns.map(table.mean),
                intervals: columns.map { bootstrap.interval($0) },
                unanswered: queries.count { runs[run].rankings[$0]?.isEmpty ?? true }
            )
        }

        comparisons = Self.comparisons(methods, measures: measures.count, table, bootstrap, resampling)
        let finest = max(
            2 / Double(sign: .plus, exponent: groups.count, significand: 1),
            1 / Double(resampling.samples + 1)
        )
        canFindDifferences = Double(comparisons.count) * finest <= 0.05
    }

    /// Each pair of methods, tested.
    private static func comparisons(
        _ methods: [Method],
        measures: Int,
        _ table: StoryTable,
        _ bootstrap: Bootstrap,
        _ resampling: Resampling
    ) -> [Comparison] {
        var comparisons: [Comparison] = []
        for first in methods.indices {
            for second in methods.indices.dropFirst(first + 1) {
                let (a, b) = (first * measures, second * measures)
                let differences = zip(methods[first].values[0], methods[second].values[0]).map { $0 - $1 }
                let byStory = table.differences(a, b).filter { abs($0) > tolerance }
                comparisons.append(
                    Comparison(
                        first: methods[first].name,
                        second: methods[second].name,
                        difference: table.mean(a) - table.mean(b),
                        interval: bootstrap.interval(a, minus: b),
                        p: randomizationTest(byStory, resampling),
                        correctedP: 1,
                        wins: differences.count { $0 > tolerance },
                        ties: differences.count { abs($0) <= tolerance },
                        losses: differences.count { $0 < -tolerance }
                    )
                )
            }
        }
        for (index, p) in holmCorrected(comparisons.map(\.p)).enumerated() {
            comparisons[index].correctedP = p
        }
        return comparisons
    }

    /// Row-major, measures x queries.
    private static func values(
        of run: Run,
        _ qrels: Qrels,
        _ queries: [String],
        _ measures: [Measure]
    ) -> [[Double]] {
        let byQuery = concurrentMap(queries.count, grain: 64) { index in
            let ranking = JudgedRanking(
                (run.rankings[queries[index]] ?? []).lazy.map(\.document),
                judgements: qrels.grades[queries[index]] ?? [:]
            )
            return measures.map { $0.value(ranking) }
        }
        return measures.indices.map { measure in byQuery.map { $0[measure] } }
    }
}

/// Values of queries added up by story.
private struct StoryTable {
    let columns: Int
    /// Row-major, stories x columns: each story's mean, or its sum where queries count alike.
    let sums: [Double]
    /// For each story 1, or the number of its queries where queries count alike.
    let weights: [Double]

    init(_ values: [[Double]], _ groups: [[Int]], _ average: EvaluationResult.Average) {
        columns = values.count
        weights = groups.map { average == .story ? 1 : Double($0.count) }
        sums = groups.flatMap { group in
            values.map { column in
                let sum = group.reduce(0) { $0 + column[$1] }
                return average == .story ? sum / Double(group.count) : sum
            }
        }
    }

    func mean(_ column: Int) -> Double {
        guard !weights.isEmpty else { return 0 }
        return stride(from: column, to: sums.count, by: columns).reduce(0) { $0 + sums[$1] }
            / weights.reduce(0, +)
    }

    func differences(_ a: Int, _ b: Int) -> [Double] {
        stride(from: 0, to: sums.count, by: max(1, columns)).map { sums[$0 + a] - sums[$0 + b] }
    }
}
