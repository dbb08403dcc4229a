package import Corpus
package import Evaluation
import Recommendation

/// What an experiment found, with all that its outputs show.
package struct ExperimentOutcome {
    package let corpora: [String]
    package let articles: [Article]
    /// Of the queries that were asked.
    package let qrels: Qrels
    /// Which side of the split was asked; nil means all.
    package let split: Split?
    /// Queries on neither side of the split, for want of a date.
    package let undated: Int
    /// In the order of `result.methods`.
    package let runs: [MeasuredRun]
    package let result: EvaluationResult
    /// Of `relate`'s lists; nil where the default ranking was not measured.
    package let lists: MeasuredLists?
    /// Entries those lists have at most.
    package let listLimit: Int
    /// The probability below which they list nothing.
    package let listMinimumProbability: Double
    /// What is odd about the judgements and runs but not wrong.
    package let warnings: [InputProblem]

    /// Measures an experiment's runs by the judgements, and compares them.
    ///
    /// - Parameters:
    ///   - articles: of the collection that was ranked.
    ///   - split: the side of the split that `judgements` were limited to.
    ///   - lists: of the experiment, where they were looked at.
    package init(
        of experiment: Experiment,
        corpora: [String],
        articles: [Article],
        judgements: Judgements,
        split: Split?,
        measures: [Measure],
        average: EvaluationResult.Average,
        resampling: Resampling,
        lists: MeasuredLists?,
        warnings: [InputProblem]
    ) {
        (self.corpora, self.articles, self.split) = (corpora, articles, split)
        (self.lists, self.warnings) = (lists, warnings)
        qrels = judgements.asked
        undated = judgements.undated
        runs = experiment.runs
        listLimit = experiment.listOptions.limit
        listMinimumProbability = experiment.listMinimumProbability
        result = EvaluationResult(
            experiment.runs.map(\.run),
            qrels: judgements.asked,
            queries: judgements.queries,
            stories: judgements.stories,
            measures: measures,
            average: average,
            resampling: resampling
        )
    }
}
