import Evaluation
import Foundation
import Kernels
import Testing

@Suite struct EvaluationResultTests {
    /// A run that ranks the one relevant document of query i at rank `ranks[i]`.
    private func run(_ name: String, _ ranks: [Int]) -> Run {
        Run(
            name: name,
            Dictionary(
                uniqueKeysWithValues: ranks.enumerated().map { query, rank in
                    let entries = (1...10).map {
                        Run.Entry(document: $0 == rank ? "right" : "wrong \($0)", score: -Double($0))
                    }
                    return (Self.query(query), entries)
                }
            )
        )
    }

    private static func query(_ index: Int) -> String { "q" + String(1000 + index) }

    private func evaluate(
        _ runs: [Run],
        queries: Int,
        stories: Stories = Stories(),
        average: EvaluationResult.Average = .story,
        samples: Int = 4000,
        seed: UInt64 = 1
    ) throws -> EvaluationResult {
        let ids = (0..<queries).map(Self.query)
        return EvaluationResult(
            runs,
            qrels: Qrels(Dictionary(uniqueKeysWithValues: ids.map { ($0, ["right": 1]) })),
            queries: ids,
            stories: stories,
            measures: [try #require(Measure("RR@10")), try #require(Measure("P@1"))],
            average: average,
            resampling: Resampling(samples: samples, seed: seed)
        )
    }

    /// The test against all 2^n outcomes, one by one.
    @Test(arguments: [
        [1, 2, 1, 4, 1, 3, 2, 1, 5, 1], [1, 1, 1, 1, 1, 1, 2, 2, 2, 3], [2, 1, 2, 1, 3, 3, 1, 2, 9, 4],
    ])
    func randomisationEqualsEnumeration(ranks: [Int]) throws {
        let other = [2, 2, 1, 1, 3, 3, 2, 4, 1, 2]
        let result = try evaluate([run("a", ranks), run("b", other)], queries: 10, samples: 40_000)
        let differences = zip(ranks, other).map { 1 / Double($0) - 1 / Double($1) }
        let observed = abs(differences.reduce(0, +))
        let hits = (0..<1024).count { signs in
            let sum = differences.enumerated().reduce(0) {
                $0 + (signs >> $1.offset & 1 == 0 ? 1 : -1) * $1.element
            }
            return abs(sum) >= observed - 1e-9
        }
        let exact = Double(hits) / 1024
        let comparison = try #require(result.comparisons.first)
        // Four standard errors of a share of 40,000 samples.
        #expect(abs(comparison.p - exact) < 4 * (exact * (1 - exact) / 40_000).squareRoot() + 1e-4)
        #expect(abs(comparison.difference - differences.reduce(0, +) / 10) < 1e-12)
        #expect(comparison.wins + comparison.ties + comparison.losses == 10)
        #expect(
            comparison.wins == differences.count { $0 > 0 }
                && comparison.losses == differences.count { $0 < 0 }
        )
    }

    @Test func equalMethodsDoNotDiffer() throws {
        let ranks = [1, 3, 2, 5]
        let comparison = try #require(
            try evaluate([run("a", ranks), run("b", ranks)], queries: 4).comparisons.first
        )
        #expect(comparison.p == 1 && comparison.difference == 0 && comparison.ties == 4)
        #expect(comparison.interval == Interval(low: 0, high: 0))
    }

    /// Sums of the same values in another order differ in their last bits, which is no difference.
    @Test func roundingIsNoDifference() throws {
        let queries = 60
        let chain = Qrels(
            Dictionary(
                uniqueKeysWithValues: (0..<queries).filter { $0 % 3 > 0 }.map {
                    (Self.query($0), [Self.query($0 - 1): 1])
                }
            )
        )
        let result = try evaluate(
            [
                run("a", (0..<queries).map { [2, 6, 7][$0 % 3] }),
                run("b", (0..<queries).map { [7, 6, 2][$0 % 3] }),
            ],
            queries: queries,
            stories: Stories(connecting: chain)
        )
        let comparison = try #require(result.comparisons.first)
        #expect(result.stories == 20 && comparison.p == 1 && !comparison.isSignificant)
        #expect(comparison.wins == 20 && comparison.ties == 20 && comparison.losses == 20)
    }

    @Test func tooFewStoriesOrSamplesSettleNothing() throws {
        let runs = [run("a", Array(repeating: 1, count: 8)), run("b", Array(repeating: 2, count: 8))]
        #expect(try evaluate(runs, queries: 8).canFindDifferences)
        #expect(try !evaluate(runs, queries: 5).canFindDifferences)
        #expect(try !evaluate(runs, queries: 8, samples: 10).canFindDifferences)
        #expect(try evaluate([runs[0]], queries: 1).canFindDifferences)
    }

    @Test func holmCorrectsForTheNumberOfComparisons() throws {
        var generator = SplitMix64(seed: 7)
        let good = (0..<60).map { _ in Int.random(in: 1...3, using: &generator) }
        let runs = [
            run("a", good), run("b", good.map { $0 + Int.random(in: 0...1, using: &generator) }),
            run("c", good.map { $0 + Int.random(in: 0...4, using: &generator) }),
        ]
        let comparisons = try evaluate(runs, queries: 60).comparisons
        #expect(comparisons.map { $0.first + $0.second } == ["ab", "ac", "bc"])
        let sorted = comparisons.sorted { $0.p < $1.p }
        var highest = 0.0
        for (rank, comparison) in sorted.enumerated() {
            highest = max(highest, min(1, comparison.p * Double(3 - rank)))
            #expect(comparison.correctedP == highest)
        }
    }

    /// The interval of a mean of many independent values is that of the normal distribution.
    @Test func theIntervalIsTheTextbookOne() throws {
        var generator = SplitMix64(seed: 3)
        let ranks = (0..<400).map { _ in Int.random(in: 1...10, using: &generator) }
        let result = try evaluate([run("a", ranks)], queries: 400)
        let values = ranks.map { 1 / Double($0) }
        let mean = values.reduce(0, +) / 400
        let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400 / 400).squareRoot()
        let interval = try #require(result.methods[0].intervals[0])
        #expect(abs(result.methods[0].means[0] - mean) < 1e-12)
        #expect(abs(interval.low - (mean - 1.96 * error)) < 0.2 * error)
        #expect(abs(interval.high - (mean + 1.96 * error)) < 0.2 * error)
    }

    /// Queries of one story that succeed and fail together say no more than one query does.
    @Test func storiesAreDrawnWhole() throws {
        var generator = SplitMix64(seed: 5)
        let perStory = (0..<50).map { _ in Int.random(in: 1...10, using: &generator) }
        let single = try evaluate([run("a", perStory)], queries: 50)
        let repeated = perStory.flatMap { Array(repeating: $0, count: 8) }
        let chain = Qrels(
            Dictionary(
                uniqueKeysWithValues: (0..<400).filter { $0 % 8 > 0 }.map {
                    (Self.query($0), [Self.query($0 - 1): 1])
                }
            )
        )
        let stories = Stories(connecting: chain)
        // p too is that of 50 stories, not of 400 queries.
        let other = perStory.map { max(1, min(10, $0 + Int.random(in: -1...2, using: &generator))) }
        let single50 = try evaluate([run("a", perStory), run("b", other)], queries: 50)
        let others = other.flatMap { Array(repeating: $0, count: 8) }
        for average in EvaluationResult.Average.allCases {
            let both = try evaluate(
                [run("a", repeated), run("b", others)],
                queries: 400,
                stories: stories,
                average: average
            )
            let (p, expected) = (both.comparisons[0].p, single50.comparisons[0].p)
            #expect((0.005...0.5).contains(expected) && abs(p - expected) < 0.02)
            let result = try evaluate([run("a", repeated)], queries: 400, stories: stories, average: average)
            #expect(result.stories == 50)
            let (a, b) = try (
                #require(result.methods[0].intervals[0]), #require(single.methods[0].intervals[0])
            )
            #expect(abs(a.low - b.low) < 0.02 && abs(a.high - b.high) < 0.02)
        }
    }

    @Test func storiesOrQueriesCountAlike() throws {
        // q1000, q1001 and q1002 are one story with values 1, 1, 1; q1003 is another with 0.1.
        let qrels = Qrels([Self.query(0): [Self.query(1): 1, Self.query(2): 1]])
        let stories = Stories(connecting: qrels)
        let ranked = run("a", [1, 1, 1, 10])
        let byStory = try evaluate([ranked], queries: 4, stories: stories)
        let byQuery = try evaluate([ranked], queries: 4, stories: stories, average: .query)
        #expect(abs(byStory.methods[0].means[0] - 0.55) < 1e-12)
        #expect(abs(byQuery.methods[0].means[0] - 0.775) < 1e-12)
        #expect(byStory.stories == 2)
    }

    @Test func unansweredQueriesCountAsZero() throws {
        let result = try evaluate([run("a", [1])], queries: 4)
        #expect(result.methods[0].means[0] == 0.25 && result.methods[0].unanswered == 3)
        #expect(result.queriesWithoutRelevant == 0)
    }

    @Test func whatWasOnlyJudgedUnrelatedHasNothingRelevant() {
        let qrels = Qrels(["a": ["x": 0], "b": ["x": 1], "c": ["x": 0, "y": 2]])
        let result = EvaluationResult([], qrels: qrels, queries: ["a", "b", "c", "d"], stories: Stories())
        #expect(result.queriesWithoutRelevant == 2)
    }

    @Test func winsTiesAndLossesAreCountedByQueries() throws {
        let result = try evaluate([run("a", [1, 1, 2, 4]), run("b", [1, 2, 1, 4])], queries: 4)
        let comparison = try #require(result.comparisons.first)
        #expect((comparison.wins, comparison.ties, comparison.losses) == (1, 2, 1))
    }

    @Test func oneStoryHasNoInterval() throws {
        let result = try evaluate([run("a", [2])], queries: 1)
        #expect(result.methods[0].intervals == [nil, nil] && result.methods[0].means[0] == 0.5)
    }

    @Test func equalSeedsGiveEqualFigures() throws {
        let runs = [run("a", [1, 2, 3, 1, 2, 5]), run("b", [2, 2, 1, 1, 3, 4])]
        let results = try [1, 1, 2].map { try evaluate(runs, queries: 6, samples: 500, seed: $0) }
        let figures = results.map { result in
            "\(result.methods.map(\.intervals)) \(result.comparisons.map { ($0.p, $0.interval) })"
        }
        #expect(figures[0] == figures[1] && figures[0] != figures[2])
    }
}

@Suite struct ListQualityTests {
    @Test func listsAreCountedWithWhatWasJudged() {
        let quality = ListQuality(
            [
                "a": ["b", "c", "d", "e"], "b": ["a", "c"], "c": [], "d": ["a", "b", "c"], "e": ["e2", "a"],
                "f": ["a"], "g": [],
            ],
            qrels: Qrels(["a": ["b": 1, "c": 0, "x": 0], "b": ["a": 2, "c": 0], "c": ["a": 1]]),
            mayBeListed: { $0 != "g" },
            // Two texts are the same: that of b and of d, which stand in one list.
            text: { $0 == "d" ? "b" : $0 == "e2" ? "e" : $0 }
        )
        #expect(quality.lists == 7 && quality.entries == 12)
        #expect(quality.judged == 4 && quality.unrelated == 2 && quality.unrelatedPairs == 3)
        #expect(quality.emptyLists == 2 && quality.shortLists == 5)
        // d below b in one list, b in the list of d, e2 in that of e.
        #expect(quality.duplicates == 3)
        #expect(quality.mostListed == "a" && quality.mostListedCount == 4)
        #expect(quality.listed == 6 && quality.listable == 6 && quality.orphans == ["f"])
    }

    @Test func countsWhatReadersSee() {
        let lists = ["a": ["b", "c", "copy of b"], "b": ["a", "copy of b"], "c": [], "d": ["b"]]
        let quality = ListQuality(
            lists,
            qrels: Qrels(["a": ["b": 2, "c": 0], "d": ["c": 1], "elsewhere": ["x": 0]]),
            text: { $0.replacing("copy of ", with: "") }
        )
        #expect(quality.lists == 4 && quality.entries == 6 && quality.judged == 2 && quality.unrelated == 1)
        #expect(quality.shortLists == 3 && quality.emptyLists == 1)
        // In a's list, and in b's own, which lists a copy of b.
        #expect(quality.duplicates == 2)
        #expect(quality.mostListed == "b" && quality.mostListedCount == 2 && quality.listed == 4)
        #expect(quality.unrelatedPairs == 2)
        // c stands in a's list, and "copy of b" is no article of the site.
        #expect(quality.orphans == ["d"] && quality.listable == 4)
        let strict = ListQuality(lists, qrels: Qrels(), mayBeListed: { $0 != "d" }, text: { $0 })
        #expect(strict.orphans.isEmpty && strict.listable == 3)
    }

    @Test func nothingListedIsNoCrash() {
        let quality = ListQuality([:], qrels: Qrels(), text: { $0 })
        #expect(quality.mostListed == nil && quality.lists == 0 && quality.unrelatedPairs == 0)
    }
}

@Suite struct CalibrationTests {
    @Test func pairsAreCountedByTenthsOfTheProbability() {
        let calibration = Calibration([
            (0.05, false), (0.09, true), (0.1, false), (0.95, true), (1, true), (0.91, false),
        ])
        #expect(calibration.bins.map(\.pairs) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 3])
        #expect(abs(calibration.bins[0].said - 0.07) < 1e-12 && calibration.bins[0].found == 0.5)
        #expect(calibration.bins[1].said == 0.1 && calibration.bins[1].found == 0)
        #expect(calibration.bins[4].pairs == 0 && calibration.bins[4].said == 0)
        #expect(abs(calibration.bins[9].found - 2.0 / 3) < 1e-12)
        // By pairs: 2 x .43, 1 x .1, 3 x (.9533 - .6667), over 6.
        #expect(abs(calibration.error - (0.86 + 0.1 + 0.86) / 6) < 1e-12)
        #expect(Calibration([]).error == 0)
    }
}
