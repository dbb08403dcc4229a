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

/// A collection's terms and embeddings, and the one score that they give a pair: a weighted sum of cosines.
struct FusedIndex: Sendable {
    let lexical: LexicalIndex
    let vectors: ArticleVectors?
    let weights: FusionWeights

    init(lexical: LexicalIndex, vectors: ArticleVectors?) {
        self.lexical = lexical
        self.vectors = vectors
        weights = vectors == nil ? .termsOnly : .standard
    }

    var count: Int { lexical.count }

    /// The `k` documents with the highest score above 0.
    ///
    /// - Returns: by score descending, then DocID.
    /// - Complexity: O(postings of the query's terms + documents x dimension).
    func nearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding?,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        guard let vectors, let embedding else {
            return lexical.inverted.nearest(to: terms, k: k, &scratch.lexical)
        }
        lexical.inverted.addDotProducts(with: terms, times: weights.terms, to: &scratch.scores)
        vectors.matrix.addCosines(with: embedding, times: weights.embeddings, to: &scratch.scores)
        return scratch.scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }

    /// The `k` other documents with the highest score above 0, for each of `docs`, in their order; on all cores.
    ///
    /// - Parameters:
    ///   - progress: receives the number of documents done so far, from any thread.
    ///   - keep: makes what is kept of a document's nearest, best first; called from any thread.
    func nearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        concurrentMap(docs.count, progress: progress, scratch: { SearchScratch(count: count) }) { number, scratch in
            let doc = docs[number]
            let found = nearest(
                to: lexical.vector(of: doc),
                vectors?.matrix[doc.index],
                k: min(k + 1, count),
                &scratch
            )
            return keep(doc, Array(found.lazy.filter { $0.doc != doc }.prefix(k)))
        }
    }

    /// The score of a pair.
    func score(terms: Float, cosine: Float?) -> Float {
        weights.terms * terms + weights.embeddings * (cosine ?? 0)
    }
}
