import Retrieval

/// The documents nearest to a query by fused score, best first.
struct FusedNearest: Sendable {
    let candidates: [Candidate]
    /// What each score was made of; nil where nobody kept it.
    let cosines: [FusedCosines]?

    init(_ candidates: [Candidate], _ cosines: [FusedCosines]? = nil) {
        self.candidates = candidates
        self.cosines = cosines
    }
}

/// The two cosines of a pair that its fused score is made of.
struct FusedCosines: Hashable, Sendable {
    let terms: Float
    let embeddings: Float
}
