import Corpus
import Evaluation
import Experiments

/// An evaluation with all that its outputs show.
struct Evaluated {
    var corpora: [String]
    var articles: [Article]
    /// Of the queries that were asked.
    var qrels: Qrels
    /// Which side of the split was asked; nil means all.
    var split: Split?
    /// Queries on neither side of the split, for want of a date.
    var undated: Int
    /// In the order of `result.methods`.
    var runs: [MeasuredRun]
    var result: EvaluationResult
    /// Of `relate`'s lists; nil where the default ranking was not measured.
    var lists: ListQuality?
    /// Entries those lists have at most.
    var listLimit: Int
    /// The probability below which they list nothing.
    var listMinimumProbability: Double
    /// What is odd about the judgements and runs but not wrong.
    var warnings: [InputProblem]
}
