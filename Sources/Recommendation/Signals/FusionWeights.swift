/// How much each cosine counts in the score that candidates are found by; the weights add up to 1.
struct FusionWeights: Hashable, Sendable {
    /// Of the weighted terms.
    let terms: Float
    /// Of the embeddings.
    let embeddings: Float

    /// Without a model, the terms decide alone.
    static let termsOnly = FusionWeights(terms: 1, embeddings: 0)
    /// Chosen on tune stories for all three models together, see docs/decisions.md.
    static let standard = FusionWeights(terms: 0.55, embeddings: 0.45)
}
