import Kernels
import Retrieval

/// What a worker needs to search a collection, reused from query to query; all of it is as it was after each.
struct SearchScratch: ~Copyable {
    var lexical: LexicalScratch
    var candidates = CandidateRows()
    /// Of all articles.
    var scores: ScoreAccumulator
    /// Of all articles with some queries.
    var products: [Float] = []

    /// - Parameter count: the number of articles.
    init(count: Int) {
        lexical = LexicalScratch(count: count)
        scores = ScoreAccumulator(count: count)
    }
}
