import Corpus
import Evaluation

/// An evaluation as JSON.
package struct EvaluationRecord: Encodable {
    fileprivate struct Bounds: Encodable {
        var low, high: Double

        init?(_ interval: Interval?) {
            guard let interval else { return nil }
            (low, high) = (interval.low, interval.high)
        }
    }

    fileprivate struct Method: Encodable {
        var name: String
        var measures: [String: Double]
        var interval: [String: Bounds]
        var unanswered: Int
        var seconds: Double?
    }

    fileprivate struct Comparison: Encodable {
        var measure, first, second: String
        var difference: Double
        var interval: Bounds?
        var p, correctedP: Double
        var wins, ties, losses: Int
    }

    /// `right`, `same`, `twin` and `copy` are of the judged entries, `filled` of the places that could be filled rightly;
    /// null where there are none.
    fileprivate struct Figures: Encodable {
        var cut: Double?
        var entries: Int
        var judged, right, same, twin, copy, filled: Double?
        var empty, emptyThoughRelatedExist: Int

        init(_ figures: ListFigures, cut: Double?) {
            self.cut = cut
            entries = figures.entries
            judged = figures.judgedShare
            (right, same) = (figures.rightShare, figures.sameShare)
            (twin, copy) = (figures.twinShare, figures.copyShare)
            filled = figures.filledShare
            (empty, emptyThoughRelatedExist) = (figures.empty, figures.missed)
        }
    }

    fileprivate struct Reading: Encodable {
        struct Fullest: Encodable {
            var rightAtLeast: Double
            /// Null where lists are never so right.
            var point: Figures?
        }

        var limit: Int
        var minProbability: Double
        var queries, places: Int
        var figures: Figures
        var interval: [String: Bounds]
        /// Whether intervals draw stories or queries.
        var drawn: String
        var fullest: [Fullest]
        var curve: [Figures]
    }

    fileprivate struct Lists: Encodable {
        var limit: Int
        var minProbability: Double
        var lists, entries, judgedEntries, unrelatedEntries, unrelatedPairs: Int
        /// Of the judged entries; null where the judgements hold no grade 0.
        var unrelatedShare: Double?
        var emptyLists, shortLists, duplicateEntries: Int
        var shortShare: Double
        var mostListed: String?
        var mostListedCount, listedArticles, listableArticles, orphans: Int
        var coverage: Double
    }

    private let corpus: String
    private let articles, queries, stories, queriesWithoutRelevant, undatedQueries, judgedPairs: Int
    private let average: String
    private let split: String?
    private let methods: [Method]
    private let comparisons: [Comparison]
    private let readers: Reading?
    private let lists: Lists?
    private let warnings: [String]

    package init(_ outcome: ExperimentOutcome) {
        let result = outcome.result
        let names = result.measures.map(\.description)
        corpus = outcome.corpora.joined(separator: ", ")
        articles = outcome.articles.count
        queries = result.queries.count
        stories = result.stories
        queriesWithoutRelevant = result.queriesWithoutRelevant
        undatedQueries = outcome.undated
        judgedPairs = outcome.qrels.pairs
        average = result.average.rawValue
        split = outcome.split?.rawValue
        methods = zip(result.methods, outcome.runs).map { method, measured in
            let intervals = zip(names, method.intervals).compactMap { name, interval in
                Bounds(interval).map { (name, $0) }
            }
            return Method(
                name: method.name,
                measures: Dictionary(uniqueKeysWithValues: zip(names, method.means)),
                interval: Dictionary(uniqueKeysWithValues: intervals),
                unanswered: method.unanswered,
                seconds: measured.seconds?.rounded(toPlaces: 3)
            )
        }
        comparisons = result.comparisons.map {
            Comparison(
                measure: names[0],
                first: $0.first,
                second: $0.second,
                difference: $0.difference,
                interval: Bounds($0.interval),
                p: $0.p,
                correctedP: $0.correctedP,
                wins: $0.wins,
                ties: $0.ties,
                losses: $0.losses
            )
        }
        readers = outcome.lists.map { Reading($0.reading, outcome) }
        lists = outcome.lists?.quality.map { Lists($0, outcome) }
        warnings = outcome.warnings.map(\.description)
    }
}

extension EvaluationRecord.Reading {
    fileprivate init(_ reading: ListReading, _ outcome: ExperimentOutcome) {
        let intervals = reading.intervals
        let named = [
            ("judged", intervals.judged), ("right", intervals.right), ("same", intervals.same),
            ("twin", intervals.twin), ("copy", intervals.copy), ("filled", intervals.filled),
            ("empty", intervals.empty),
        ]
        self.init(
            limit: reading.limit,
            minProbability: outcome.listMinimumProbability,
            queries: reading.figures.queries,
            places: reading.figures.places,
            figures: EvaluationRecord.Figures(reading.figures, cut: nil),
            interval: Dictionary(
                uniqueKeysWithValues: named.compactMap { name, interval in
                    EvaluationRecord.Bounds(interval).map { (name, $0) }
                }
            ),
            drawn: reading.drawsStories ? "story" : "query",
            fullest: reading.fullest.map { wanted, point in
                Fullest(
                    rightAtLeast: wanted,
                    point: point.map { EvaluationRecord.Figures($0.figures, cut: $0.cut) }
                )
            },
            curve: reading.curve.map { EvaluationRecord.Figures($0.figures, cut: $0.cut) }
        )
    }
}

extension EvaluationRecord.Lists {
    fileprivate init(_ quality: ListQuality, _ outcome: ExperimentOutcome) {
        func share(_ count: Int, of total: Int) -> Double { total > 0 ? Double(count) / Double(total) : 0 }
        self.init(
            limit: outcome.listLimit,
            minProbability: outcome.listMinimumProbability,
            lists: quality.lists,
            entries: quality.entries,
            judgedEntries: quality.judged,
            unrelatedEntries: quality.unrelated,
            unrelatedPairs: quality.unrelatedPairs,
            unrelatedShare: quality.unrelatedPairs > 0 && quality.judged > 0
                ? share(quality.unrelated, of: quality.judged) : nil,
            emptyLists: quality.emptyLists,
            shortLists: quality.shortLists,
            duplicateEntries: quality.duplicates,
            shortShare: share(quality.shortLists, of: quality.lists),
            mostListed: quality.mostListed,
            mostListedCount: quality.mostListedCount,
            listedArticles: quality.listed,
            listableArticles: quality.listable,
            orphans: quality.orphans.count,
            coverage: share(quality.listed, of: quality.lists)
        )
    }
}
