import Kernels
import Retrieval
import Semantic

/// How much each cosine counts in the score of a pair; the weights of a collection add up to 1.
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

/// What a query is compared by.
struct QueryVectors: Sendable {
    let terms: TermVector
    /// Nil where the collection has no model.
    let embedding: EmbeddingMatrix.Embedding?
}

/// A collection's terms and embeddings, and the one score that they give a pair.
///
/// The score is a weighted sum of cosines; every document gets its exact score, so what one signal misses
/// another finds.
struct FusedIndex: Sendable {
    let lexical: LexicalIndex
    let vectors: ArticleVectors?
    let weights: FusionWeights

    /// An indexed document's vectors.
    func query(_ doc: DocID) -> QueryVectors {
        QueryVectors(terms: lexical.vector(of: doc), embedding: vectors?.matrix[doc.index])
    }

    /// The vectors of a text that is not indexed.
    ///
    /// - Parameter text: what the model gets.
    func query(_ document: DocumentText, text: String) -> QueryVectors {
        QueryVectors(terms: lexical.vector(of: document), embedding: vectors?.vector(of: text))
    }

    /// The `k` documents with the highest score above `floor`.
    ///
    /// - Parameter scores: an accumulator over all documents, zero before and after.
    /// - Returns: by score descending, then DocID.
    /// - Complexity: O(postings of the query's terms + documents x dimension).
    func nearest(
        to query: QueryVectors,
        k: Int,
        above floor: Float,
        _ scores: inout ScoreAccumulator
    ) -> [Candidate] {
        lexical.inverted.addDotProducts(with: query.terms, times: weights.terms, to: &scores)
        if let vectors, let embedding = query.embedding {
            vectors.matrix.addCosines(with: embedding, times: weights.embeddings, to: &scores)
        }
        return scores.takeBest(k, above: floor).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }

    /// The cosines that the score of a pair is made of.
    func signals(_ a: QueryVectors, _ b: QueryVectors) -> [Explanation.Signal] {
        func signal(_ kind: Explanation.Signal.Kind, _ cosine: Float, _ weight: Float) -> Explanation.Signal {
            Explanation.Signal(kind: kind, cosine: Double(cosine), weight: Double(weight))
        }
        var signals = [signal(.terms, a.terms.cosine(b.terms), weights.terms)]
        if let first = a.embedding, let second = b.embedding {
            signals.append(signal(.embeddings, EmbeddingMatrix.cosine(first, second), weights.embeddings))
        }
        return signals
    }
}
