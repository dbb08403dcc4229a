package import Corpus
import Foundation
import Kernels

/// Fits a relatedness model to judged pairs.
///
/// Every judged query of a site has something related, so weights learned from its collection alone never see
/// an article with nothing beside it, and take whatever is nearest for related. Therefore smaller collections
/// are learned from as well, drawn from the same stories, half of them cut down to one article.
package struct RelatednessTraining: Sendable {
    /// The signals of one collection: as it is, and of the smaller ones.
    package struct Samples: Sendable {
        package let full: JudgedSignals
        let reduced: [JudgedSignals]
        /// What all of it counts beside other collections.
        let weight: Float
        package let isJudged: Bool
        /// Whether unrelated pairs were judged too, so that what nobody judged says nothing.
        let isPooled: Bool

        /// - Parameters:
        ///   - seed: of the smaller collections.
        ///   - candidateCount: candidates that are judged, a query.
        /// - Throws: ``Recommender/DuplicateID``.
        /// - Complexity: that of ranking some three times the queries.
        package init(
            _ collection: JudgedCollection,
            seed: UInt64,
            candidateCount: Int = RankingOptions().candidateCount,
            progress: ((Int, Int) -> Void)? = nil
        ) throws(Recommender.DuplicateID) {
            isPooled = collection.isPooled
            let plan = isPooled ? [] : Self.plan(stories: collection.storyNames.count)
            full = try JudgedSignals(collection, candidateCount: candidateCount)
            progress?(1, plan.count + 1)
            var reduced: [JudgedSignals] = []
            let names = collection.storyNames
            for (number, size) in plan.enumerated() {
                var generator = SplitMix64(seed: seed, stream: number)
                let chosen = names.shuffled(using: &generator).prefix(size)
                let smaller = collection.reduced(to: chosen.sorted(), using: &generator)
                reduced.append(try JudgedSignals(smaller, candidateCount: candidateCount))
                progress?(number + 2, plan.count + 1)
            }
            self.reduced = reduced
            weight = 1
            isJudged = true
        }

        /// Articles that nobody judged, drawn from an archive so wide that hardly two of them are related: they
        /// teach what nearest neighbours are like where nothing is related.
        ///
        /// - Parameter samples: each a collection of its own, in which every pair counts as unrelated; not empty.
        /// - Throws: ``Recommender/DuplicateID``.
        package init(
            unrelated samples: [(articles: [Article], vectors: ArticleVectors?)],
            candidateCount: Int = RankingOptions().candidateCount
        ) throws(Recommender.DuplicateID) {
            var all: [JudgedSignals] = []
            for (articles, vectors) in samples {
                all.append(
                    try JudgedSignals(
                        JudgedCollection(
                            articles,
                            vectors: vectors,
                            grades: Dictionary(uniqueKeysWithValues: articles.map { ($0.id, [:]) }),
                            stories: Dictionary(
                                uniqueKeysWithValues: articles.map { ($0.id, $0.id.rawValue) }
                            )
                        ),
                        candidateCount: candidateCount
                    )
                )
            }
            full = all[0]
            reduced = Array(all.dropFirst())
            weight = Self.unrelatedWeight
            isJudged = false
            isPooled = false
        }

        /// Beside a judged collection. On tune stories from .1 to .3 ranked alike (within .002) and listed a
        /// third to two thirds less of what is unrelated.
        private static let unrelatedWeight: Float = 0.2

        /// How many articles samples of an archive have, and how many there are of each size.
        package static let unrelatedSizes: [(articles: Int, samples: Int)] = [
            (1200, 1), (400, 3), (133, 9), (44, 27),
        ]

        /// Fewer stories make no collection, and fewer in all levels' samples no evidence.
        private static let (fewestStories, fewestInLevel) = (20, 200)

        /// How many stories each smaller collection has: all, a third, a ninth, ..., twice as many collections
        /// each time.
        private static func plan(stories: Int) -> [Int] {
            var plan: [Int] = []
            var (size, copies) = (stories, 1)
            while size >= fewestStories || plan.isEmpty && size > 0 {
                let needed = (fewestInLevel + size - 1) / size
                plan += Array(repeating: size, count: max(copies, min(needed, 16)))
                (size, copies) = (size / 3, copies * 2)
            }
            return plan
        }

        var all: [JudgedSignals] { [full] + reduced }
    }

    /// Pairs of a query that are learned from, where not all of them were judged.
    static let pairsOfQuery = 50
    /// Entries of a list, for the choice of where it stops.
    private static let listLength = 4
    /// Of what is listed, the share that shall be right: readers of news find more that is related, and expect it.
    package static func wantedPrecision(for articles: [Article]) -> Double {
        CollectionTraits(articles).shares[.site, default: 0] > 0.5 ? 0.8 : 0.9
    }

    /// Learns from the stories that `isLearned` accepts.
    ///
    /// Curves, where somebody judged unrelated pairs too, or the prior has some. Else weights: where whatever nobody judged
    /// counts as unrelated, so much of it is related after all that curves learn that (roundups/tune: nDCG@10 .861 with
    /// weights, .828 with curves).
    ///
    /// - Parameters:
    ///   - collections: each counts alike, and in each every story of a sample.
    ///   - prior: the model to begin with; nil to start from nothing.
    ///   - isLearned: receives the number of a collection and a story of it.
    /// - Returns: the model, with the ``RelatednessModel/minimumProbability`` of the prior.
    package static func fit(
        _ collections: [Samples],
        prior: RelatednessModel?,
        where isLearned: (_ collection: Int, _ story: String) -> Bool = { _, _ in true }
    ) -> RelatednessModel {
        if collections.contains(where: \.isPooled) || prior?.hasCurves ?? false {
            return withCurves(collections, prior: prior, where: isLearned)
        }
        return withWeights(collections, prior: prior, where: isLearned)
    }

    /// The queries to learn from, with weights: in each sample every story weighs the same, and all of a
    /// collection's samples weigh its share.
    static func learned(
        _ samples: [JudgedSignals],
        _ share: Float,
        where isLearned: (String) -> Bool
    ) -> [(query: JudgedSignals.Query, weight: Float)] {
        var all: [(query: JudgedSignals.Query, weight: Float)] = []
        for sample in samples {
            let queries = sample.queries.filter { isLearned($0.story) }
            let counts = Dictionary(grouping: queries, by: \.story).mapValues(\.count)
            all += queries.map { ($0, 1 / Float(counts[$0.story] ?? 1)) }
        }
        let total = all.reduce(Float(0)) { $0 + $1.weight }
        return all.map { ($0.query, share * $0.weight / total) }
    }

    /// The least probability at which enough of what lists of four show is right.
    ///
    /// - Parameters:
    ///   - wantedPrecision: the share that shall be right.
    ///   - model: the one that judges the queries of a story, which it should not have learned from.
    /// - Returns: nil where no cut-off achieves it.
    package static func minimumProbability(
        _ collections: [Samples],
        wantedPrecision: Double,
        by model: (_ collection: Int, _ story: String) -> RelatednessModel
    ) -> Double? {
        var listed: [(probability: Double, isRelated: Bool, weight: Double)] = []
        // What an archive that nobody judged lists may be right after all.
        let isPooled = collections.contains(where: \.isPooled)
        for (number, samples) in collections.enumerated()
        where samples.isJudged && samples.isPooled == isPooled {
            for (query, weight) in learned(samples.all, samples.weight, where: { _ in true }) {
                let model = model(number, query.story)
                let best = query.pairs.filter { !$0.isCopy }.map { ($0, Double(model.logOdds($0.values))) }
                    .sorted { $0.1 > $1.1 }.prefix(listLength)
                listed += best.filter(\.0.isJudged).map {
                    (RelatednessModel.probability(logOdds: $0.1), $0.0.isRelated, Double(weight))
                }
            }
        }
        // From the least probable up, until enough is right. Where what nobody judged counts as wrong, finer steps say nothing.
        for step in stride(from: 5, through: 95, by: isPooled ? 1 : 5) {
            let cut = Double(step) / 100
            let kept = listed.filter { $0.probability >= cut }
            let right = kept.reduce(0) { $0 + ($1.isRelated ? $1.weight : 0) }
            let all = kept.reduce(0) { $0 + $1.weight }
            if all > 0, right >= wantedPrecision * all { return cut }
        }
        return nil
    }
}

extension LogisticExamples {
    /// Adds a pair by the values of some signals.
    ///
    /// - Parameter columns: of the signals among all.
    mutating func append(_ pair: JudgedSignals.Pair, columns: [Int], weight: Float) {
        let values = pair.values.values
        append(columns.lazy.map { values[values.startIndex + $0] }, label: pair.isRelated, weight: weight)
    }
}

extension Float {
    /// With so many significant digits: files of weights are read by people.
    func rounded(digits: Int) -> Float {
        guard self != 0, isFinite else { return self }
        return Float(String(format: "%.\(digits)g", Double(self))) ?? self
    }
}
