package import Evaluation
import Kernels
package import Recommendation

/// What fitting the weights brought, measured on stories that were not learned from.
package struct Tuning {
    /// Learned from all stories.
    package let after: RelatednessModel
    /// The weights in use.
    package let before: RelatednessModel
    package let material: TuningMaterial
    /// Compares the two, "after" first.
    package let result: EvaluationResult
    package let calibrations: (before: Calibration, after: Calibration)

    /// - Parameter before: the weights in use.
    package init(
        _ material: TuningMaterial,
        _ further: [RelatednessTraining.Samples],
        before: RelatednessModel,
        isFromScratch: Bool,
        folds: Int,
        seed: UInt64
    ) throws {
        self.material = material
        let before = before.suited(to: material.articles)
        self.before = before
        let samples = [material.samples] + further
        let prior = isFromScratch ? nil : before
        let names = Set(material.queries.map { material.story(of: $0) }).inByteOrder
        guard names.count >= 2 else {
            throw ExperimentFailure(
                .badInput,
                "there is only one story, so nothing is left to measure on; judge pairs of other stories"
            )
        }
        var generator = SplitMix64(seed: seed)
        let shuffled = names.shuffled(using: &generator)
        let foldByStory = Dictionary(
            uniqueKeysWithValues: shuffled.enumerated().map { ($1, $0 % folds) }
        )
        // Further corpora are left out one after the other, so that what is measured there was learned elsewhere as well.
        let models = (0..<min(folds, names.count)).map { fold in
            RelatednessTraining.fit(samples, prior: prior) { collection, story in
                collection == 0
                    ? foldByStory[story] != fold : collection % folds != fold || !samples[collection].isJudged
            }
        }
        let learnedElsewhere = { (story: String) in models[foldByStory[story] ?? 0] }
        let learned = RelatednessTraining.fit(samples, prior: prior)
        var after = learned
        after.minimumProbability =
            RelatednessTraining.minimumProbability(samples, wantedPrecision: material.wantedPrecision) {
                collection,
                story in
                // A handful of weights is no better on what it was learned from.
                guard learned.hasCurves else { return learned }
                return collection == 0 ? learnedElsewhere(story) : models[collection % models.count]
            } ?? before.minimumProbability
        self.after = after
        result = EvaluationResult(
            [
                material.run(named: "after", by: learnedElsewhere),
                material.run(named: "before") { _ in before },
            ],
            qrels: material.qrels,
            queries: material.queries,
            stories: material.stories
        )
        calibrations = (
            material.calibration { _ in before }, material.calibration(by: learnedElsewhere)
        )
    }

    /// Whether the new weights rank better on what they did not learn from, by chance or not.
    package var isBetter: Bool { (result.comparisons.first?.difference ?? 0) > 0 }
}
