import Corpus
import Kernels
import Retrieval

/// Ranks all articles of a collection for one of them.
protocol Baseline: Sendable {
    /// The best `k` candidates, best first, ties by DocID; `scores` is all zero before and after.
    func candidates(for query: Article, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate]
}
