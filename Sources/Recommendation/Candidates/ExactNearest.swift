import Kernels
import Retrieval
import Semantic

/// The search of all documents: each gets its exact score.
extension FusedIndex {
    /// Documents that a worker takes at a time: embeddings come from memory once for all of them.
    private static let documentsAtATime = 8

    /// The `k` documents with the highest score above 0.
    func exactNearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding?,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        guard let vectors, let embedding else {
            return lexical.inverted.nearest(to: terms, k: k, &scratch.scores)
        }
        lexical.inverted.addDotProducts(with: terms, times: weights.terms, to: &scratch.scores)
        vectors.matrix.addCosines(with: embedding, times: weights.embeddings, to: &scratch.scores)
        return vectors.rowOrder.candidates(atRows: scratch.scores.takeBest(k))
    }

    /// The `k` other documents with the highest score above 0, for each of `docs`, in their order; some documents at a
    /// time, which share a pass over all embeddings.
    func exactNearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        _ vectors: ArticleVectors,
        progress: (@Sendable (Int) -> Void)?,
        keep: @Sendable (DocID, FusedNearest) -> Output
    ) -> [Output] {
        inPortions(of: Self.documentsAtATime, docs.count, progress: progress) { range, scratch in
            let some = docs[range]
            var products: [Float] = []
            swap(&products, &scratch.products)
            defer { swap(&products, &scratch.products) }
            vectors.matrix.multiply(some.map { vectors[$0] }, times: weights.embeddings, into: &products)
            return some.enumerated().map { place, doc in
                lexical.inverted.addDotProducts(
                    with: lexical.vector(of: doc),
                    times: weights.terms,
                    to: &scratch.scores
                )
                scratch.scores.add(products.span.extracting(place * count..<(place + 1) * count))
                let found = vectors.rowOrder.candidates(atRows: scratch.scores.takeBest(min(k + 1, count)))
                return keep(doc, others(found, than: doc, k))
            }
        }
    }
}
