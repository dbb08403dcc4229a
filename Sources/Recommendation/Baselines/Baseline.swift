import Corpus
import Kernels
import Retrieval

/// Ranks all articles of a collection for one of them.
protocol Baseline: Sendable {
    /// The best `k` candidates, best first, ties by DocID; `scratch` is as it was, afterwards.
    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate]
}
