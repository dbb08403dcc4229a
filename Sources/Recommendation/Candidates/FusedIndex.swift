import Kernels
import Retrieval
import Semantic

/// How much each cosine counts in the score that candidates are found by; the weights add up to 1.
struct FusionWeights: Hashable, Sendable {
    /// Of the weighted terms.
    let terms: Float
    /// Of the embeddings.
    let embeddings: Float

    /// Without a model, the terms decide alone.
    static let termsOnly = FusionWeights(terms: 1, embeddings: 0)
    /// Chosen on tune stories for all three models together, see ARCHITECTURE.
    static let standard = FusionWeights(terms: 0.55, embeddings: 0.45)
}

/// A collection's terms and embeddings, and the one score that they give a pair.
///
/// The score is a weighted sum of cosines; every document gets its exact score, so what one signal misses
/// another finds.
struct FusedIndex: Sendable {
    let lexical: LexicalIndex
    let vectors: ArticleVectors?
    let weights: FusionWeights

    init(lexical: LexicalIndex, vectors: ArticleVectors?) {
        self.lexical = lexical
        self.vectors = vectors
        weights = vectors == nil ? .termsOnly : .standard
    }

    /// The `k` documents with the highest score above 0.
    ///
    /// - Parameter scores: an accumulator over all documents, zero before and after.
    /// - Returns: by score descending, then DocID.
    /// - Complexity: O(postings of the query's terms + documents x dimension).
    func nearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding?,
        k: Int,
        _ scores: inout ScoreAccumulator
    ) -> [Candidate] {
        lexical.inverted.addDotProducts(with: terms, times: weights.terms, to: &scores)
        if let vectors, let embedding {
            vectors.matrix.addCosines(with: embedding, times: weights.embeddings, to: &scores)
        }
        return scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }

    /// The score of a pair.
    func score(terms: Float, cosine: Float?) -> Float {
        weights.terms * terms + weights.embeddings * (cosine ?? 0)
    }
}
