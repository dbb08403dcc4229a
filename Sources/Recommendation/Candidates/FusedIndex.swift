import Platform
import Retrieval
import Semantic

/// A collection's terms and embeddings, and the one score that they give a pair: a weighted sum of cosines.
///
/// Without embeddings the nearest are exact, however many articles there are. With them every article gets its exact
/// score as long as ``ArticleVectors`` keep no clusters; past that size only likely ones do: those nearest by
/// embedding alone, and those that the rarest terms lead to.
struct FusedIndex: Sendable {
    let lexical: LexicalIndex
    let vectors: ArticleVectors?
    let weights: FusionWeights
    /// Whether these are likely documents of a larger collection, found in its clusters, and get the bits of its scores.
    private let isCandidateSubset: Bool

    /// - Precondition: both have the same rowOrder of rows.
    init(lexical: LexicalIndex, vectors: ArticleVectors?, isCandidateSubset: Bool = false) {
        self.lexical = lexical
        self.isCandidateSubset = isCandidateSubset
        self.vectors = vectors
        weights = vectors == nil ? .termsOnly : .standard
    }

    var count: Int { lexical.count }

    /// The `k` documents with the highest score above 0, where there are clusters of those that are likely.
    ///
    /// - Returns: by score descending, then DocID.
    /// - Complexity: O(postings of the query's terms + documents x dimension), or so much of it as clusters leave.
    func nearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding?,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        if let vectors, let embedding, let clusters = vectors.clusters {
            return approximateNearest(to: terms, embedding, vectors.matrix, clusters, k: k, &scratch)
        }
        if let vectors, let embedding, isCandidateSubset {
            return nearest(amongAll: terms, embedding, vectors.matrix, k: k, &scratch)
        }
        return exactNearest(to: terms, embedding, k: k, &scratch)
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
        keep: @Sendable (DocID, FusedNearest) -> Output
    ) -> [Output] {
        if let vectors, let clusters = vectors.clusters {
            return approximateNearest(
                toEach: docs,
                k: k,
                vectors.matrix,
                clusters,
                progress: progress,
                keep: keep
            )
        }
        guard let vectors else {
            return lexical.inverted.nearest(toEach: docs, k: k, progress: progress) { doc, found in
                keep(doc, FusedNearest(found))
            }
        }
        if isCandidateSubset {
            return concurrentMap(docs.count, progress: progress, scratch: SearchScratch(count: count)) {
                number,
                scratch in
                let doc = docs[number]
                let found = nearest(
                    amongAll: lexical.vector(of: doc),
                    vectors[doc],
                    vectors.matrix,
                    k: min(k + 1, count),
                    &scratch
                )
                return keep(doc, others(found, than: doc, k))
            }
        }
        return exactNearest(toEach: docs, k: k, vectors, progress: progress, keep: keep)
    }

    /// What `body` makes of some of `total` documents at a time, in their order; on all cores.
    ///
    /// - Parameter size: documents at a time.
    func inPortions<Output: Sendable>(
        of size: Int,
        _ total: Int,
        progress: (@Sendable (Int) -> Void)?,
        _ body: @Sendable (Range<Int>, inout SearchScratch) -> [Output]
    ) -> [Output] {
        concurrentMap(
            (total + size - 1) / size,
            grain: 1,
            progress: { progress?(min($0 * size, total)) },
            scratch: SearchScratch(count: count)
        ) { number, scratch in
            body(number * size..<min(total, (number + 1) * size), &scratch)
        }.flatMap(\.self)
    }

    /// Found documents without the one that was asked for.
    func others(_ found: [Candidate], than doc: DocID, _ k: Int) -> FusedNearest {
        FusedNearest(Array(found.lazy.filter { $0.doc != doc }.prefix(k)))
    }

    /// The scores of a document and each of others, in their order.
    func scores(of doc: DocID, with others: [DocID]) -> [Float] {
        let cosines = vectors.map { vectors in
            vectors.matrix.cosines(
                of: others.map { UInt32(vectors.rowOrder.row(of: $0)) },
                with: vectors[doc]
            )
        }
        return others.indices.map {
            score(terms: lexical.cosine(others[$0], doc), cosine: cosines?[$0])
        }
    }

    /// The score of a pair.
    func score(terms: Float, cosine: Float?) -> Float {
        weights.terms * terms + weights.embeddings * (cosine ?? 0)
    }
}
