import Corpus
import Kernels
import Retrieval
import Semantic

/// Some articles that were added one after the other, each in a place: their terms, end to end, and their embeddings.
struct AddedSegment: Sendable {
    private(set) var articles: [AddedArticle] = []
    /// How near the nearest of each are; NaN until it is known.
    var densities: [Float] = []
    var isHidden: [Bool] = []
    /// A hash of each id.
    private(set) var names: [UInt64] = []
    /// Hashes of the pages that articles lead to, and the place of the article of each.
    private(set) var pages: [UInt64] = []
    private(set) var owners: [UInt32] = []
    /// Where the terms of each article begin; one more than articles.
    private var offsets = [0]
    private var terms: [UInt32] = []
    private var weights: [Float] = []
    /// A row each; nil until one has an embedding.
    private var embeddings: EmbeddingMatrix?

    static func name(of id: ArticleID) -> UInt64 { contentHash(Array(id.rawValue.utf8)) }

    /// - Precondition: all have embeddings of one kind, or none has.
    mutating func append(_ added: AddedArticle, density: Float) {
        if let embedding = added.embedding {
            var rows =
                embeddings.take()
                ?? EmbeddingMatrix(dimension: embedding.dimension, precision: embedding.precision)
            precondition(rows.count == articles.count, "all have embeddings, or none has")
            rows.append(embedding)
            embeddings = rows
        }
        let hashes = added.article.links.pageHashes
        pages += hashes
        owners += hashes.map { _ in UInt32(articles.count) }
        names.append(Self.name(of: added.article.id))
        terms += added.terms.numbers
        weights += added.terms.weights
        offsets.append(terms.count)
        densities.append(density)
        isHidden.append(false)
        articles.append(added)
    }

    /// Appends the fused score of each article with a query; 0 for those that are hidden.
    ///
    /// - Complexity: O(terms + articles x dimension).
    func appendScores(
        _ query: borrowing SparseQuery,
        _ embedding: EmbeddingMatrix.Embedding?,
        _ fusion: FusionWeights,
        to scores: inout [Float]
    ) {
        let rows = articles.indices.map { UInt32($0) }
        var products = [Float](repeating: 0, count: rows.count)
        var span = products.mutableSpan
        query.dotProducts(
            of: rows.span,
            offsets: offsets.span,
            entries: terms.span,
            weights: weights.span,
            into: &span
        )
        var cosines: [Float] = []
        if let embedding, let embeddings { embeddings.multiply([embedding], times: 1, into: &cosines) }
        for place in rows.indices {
            let cosine = cosines.isEmpty ? 0 : cosines[place]
            scores.append(
                isHidden[place] ? 0 : fusion.terms * products[place] + fusion.embeddings * cosine
            )
        }
    }
}
