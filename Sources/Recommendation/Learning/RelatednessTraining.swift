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
        let isJudged: Bool

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
            let plan = Self.plan(stories: collection.storyNames.count)
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

    /// Pairs of a query that are learned from.
    private static let pairs = 50
    /// Entries of a list, for the choice of where it stops.
    private static let listLength = 4
    /// Of what is listed, the share that shall be right.
    package static let wantedPrecision = 0.9
    /// Strength of the pull towards the prior weights, which is divided by the number of stories: the more is judged,
    /// the less they count.
    private static let priorShrinkage = 0.003
    private static let leastShrinkage = 1e-5

    /// Learns weights from the stories that `isLearned` accepts.
    ///
    /// - Parameters:
    ///   - collections: each counts alike, and in each every story of a sample.
    ///   - prior: weights to stay near where judgements are few; nil to start from nothing.
    /// - Returns: the model, and its ``RelatednessModel/minimumProbability``: the least at which 90 % of what
    ///   lists of four show is right, or that of the prior where no cut-off achieves it.
    package static func fit(
        _ collections: [Samples],
        prior: RelatednessModel?,
        where isLearned: (_ story: String) -> Bool = { _ in true }
    ) -> RelatednessModel {
        var examples = LogisticExamples(dimension: Signal.count)
        var stories = 0
        for samples in collections {
            stories += Set(samples.full.queries.lazy.map(\.story).filter(isLearned)).count
            let learned = learned(samples, where: isLearned)
            for (query, weight) in learned {
                for pair in query.pairs.lazy.filter({ !$0.isCopy }).prefix(pairs) {
                    examples.append(pair.values.values, label: pair.isRelated, weight: weight)
                }
            }
        }
        let start = prior ?? RelatednessModel()
        guard examples.count > 0 else { return start }
        let shrinkage = prior == nil ? 0 : priorShrinkage / Double(max(1, stories))
        let regression = LogisticRegression(
            bounds: Signal.allCases.map(\.bounds),
            shrinkage: leastShrinkage + shrinkage,
            prior: Signal.allCases.map { Double(start[$0]) }
        )
        let (weights, bias) = regression.fit(examples)
        var model = RelatednessModel(bias: Float(bias), minimumProbability: start.minimumProbability)
        for (signal, weight) in zip(Signal.allCases, weights) {
            model[signal] = Float(weight).rounded(digits: 4)
        }
        model.bias = model.bias.rounded(digits: 4)
        let minimum = minimumProbability(collections, model, where: isLearned)
        model.minimumProbability = minimum ?? start.minimumProbability
        return model
    }

    /// The queries to learn from, with weights: in each sample every story weighs the same, and all of a
    /// collection's samples weigh 1.
    private static func learned(
        _ samples: Samples,
        where isLearned: (String) -> Bool
    ) -> [(query: JudgedSignals.Query, weight: Float)] {
        var all: [(query: JudgedSignals.Query, weight: Float)] = []
        for sample in samples.all {
            let queries = sample.queries.filter { isLearned($0.story) }
            let counts = Dictionary(grouping: queries, by: \.story).mapValues(\.count)
            all += queries.map { ($0, 1 / Float(counts[$0.story] ?? 1)) }
        }
        let total = all.reduce(Float(0)) { $0 + $1.weight }
        return all.map { ($0.query, samples.weight * $0.weight / total) }
    }

    private static func minimumProbability(
        _ collections: [Samples],
        _ model: RelatednessModel,
        where isLearned: (String) -> Bool
    ) -> Double? {
        var listed: [(probability: Double, isRelated: Bool, weight: Double)] = []
        // What an archive that nobody judged lists may be right after all.
        for samples in collections where samples.isJudged {
            for (query, weight) in learned(samples, where: isLearned) {
                let best = query.pairs.filter { !$0.isCopy }.map {
                    ($0.isRelated, Double(model.logOdds($0.values)))
                }
                .sorted { $0.1 > $1.1 }.prefix(listLength)
                listed += best.map { (RelatednessModel.probability(logOdds: $0.1), $0.0, Double(weight)) }
            }
        }
        // From the most probable down, as long as enough is right; in steps that people would choose.
        for step in stride(from: 5, through: 95, by: 5) {
            let cut = Double(step) / 100
            let kept = listed.filter { $0.probability >= cut }
            let right = kept.reduce(0) { $0 + ($1.isRelated ? $1.weight : 0) }
            let all = kept.reduce(0) { $0 + $1.weight }
            if all > 0, right >= wantedPrecision * all { return cut }
        }
        return nil
    }
}

extension Float {
    /// With so many significant digits: files of weights are read by people.
    fileprivate func rounded(digits: Int) -> Float {
        guard self != 0, isFinite else { return self }
        return Float(String(format: "%.\(digits)g", Double(self))) ?? self
    }
}
