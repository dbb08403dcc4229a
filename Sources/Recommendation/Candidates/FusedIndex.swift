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
///
/// Without embeddings the nearest are exact, however many articles there are. With them every article gets its exact
/// score as long as ``ArticleVectors`` keep no clusters; past that size only likely ones do: those nearest by
/// embedding alone, and those that the rarest terms lead to.
struct FusedIndex: Sendable {
    let lexical: LexicalIndex
    let vectors: ArticleVectors?
    let weights: FusionWeights
    /// The cluster of each document; empty where there are none.
    private let clusterNumbers: [Int32]

    init(lexical: LexicalIndex, vectors: ArticleVectors?) {
        self.lexical = lexical
        self.vectors = vectors
        weights = vectors == nil ? .termsOnly : .standard
        var numbers: [Int32] = []
        if let clusters = vectors?.clusters {
            numbers = Array(repeating: 0, count: lexical.count)
            for cluster in 0..<clusters.clusterCount {
                for row in clusters.rows(inCluster: cluster) { numbers[Int(row)] = Int32(cluster) }
            }
        }
        clusterNumbers = numbers
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
        guard let vectors, let embedding, let clusters = vectors.clusters else {
            return exactlyNearest(to: terms, embedding, k: k, &scratch)
        }
        let near = clusters.nearest(to: embedding, k: Self.share(of: k))
        return likelyNearest(to: terms, embedding, vectors.matrix, near: near[...], k: k, &scratch)
    }

    /// The `k` documents with the highest score above 0.
    func exactlyNearest(
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
        return scratch.scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }

    /// Documents that either search alone may bring. Of 100,000 articles of feed-2022 that finds 99.7 % of the ten
    /// nearest, and .1 % of all list entries change; with 100 of each .02 % do, in a fifth more time.
    private static let fewest = 64
    /// Postings that are read for a query's likely documents; more find nothing more there.
    private static let mostPostings = 8_000

    private static func share(of k: Int) -> Int { max(min(k, fewest), k * 2 / 3) }

    /// The `k` with the highest score above 0 of those near by embedding and those that the rarest terms lead to.
    ///
    /// - Parameter near: the nearest by embedding.
    private func likelyNearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding,
        _ matrix: EmbeddingMatrix,
        near: ArraySlice<Neighbour>,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        let likely = lexical.inverted.likely(
            Self.share(of: k),
            for: terms,
            reading: Self.mostPostings,
            &scratch.lexical
        )
        // Sorted by document, where those whose cosine is known come before themselves without it.
        let unknown = UInt64(UInt32.max)
        var keys = near.map { UInt64($0.row) << 32 | UInt64($0.cosine.bitPattern) }
        keys += likely.map { UInt64($0.rawValue) << 32 | unknown }
        keys.sort()
        var docs: [UInt32] = []
        var cosines: [Float] = []
        var missing: [Int] = []
        for key in keys {
            let doc = UInt32(truncatingIfNeeded: key >> 32)
            if docs.last == doc { continue }
            docs.append(doc)
            let bits = UInt32(truncatingIfNeeded: key)
            if bits == UInt32.max { missing.append(docs.count - 1) }
            cosines.append(bits == UInt32.max ? 0 : Float(bitPattern: bits))
        }
        let computed = matrix.cosines(of: missing.map { docs[$0] }, with: embedding)
        for (place, cosine) in zip(missing, computed) { cosines[place] = cosine }
        terms.set(&scratch.lexical.query)
        var found: [Candidate] = []
        found.reserveCapacity(docs.count)
        let products = lexical.inverted.matrix.dotProducts(of: docs, with: scratch.lexical.query)
        for (place, doc) in docs.enumerated() {
            let score = score(terms: products[place], cosine: cosines[place])
            if score > 0 { found.append(Candidate(doc: DocID(doc), score: score)) }
        }
        return found.best(k)
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
        if let vectors, let clusters = vectors.clusters {
            return nearest(toEach: docs, k: k, vectors.matrix, clusters, progress: progress, keep: keep)
        }
        guard let vectors else {
            return lexical.inverted.nearest(toEach: docs, k: k, progress: progress, keep: keep)
        }
        return concurrentMap(docs.count, progress: progress, scratch: SearchScratch(count: count)) {
            number,
            scratch in
            let doc = docs[number]
            let found = exactlyNearest(
                to: lexical.vector(of: doc),
                vectors.matrix[doc.index],
                k: min(k + 1, count),
                &scratch
            )
            return keep(doc, Array(found.lazy.filter { $0.doc != doc }.prefix(k)))
        }
    }

    /// The same cluster by cluster, since the documents of a cluster search the same clusters.
    private func nearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        _ matrix: EmbeddingMatrix,
        _ clusters: ClusteredIndex,
        progress: (@Sendable (Int) -> Void)?,
        keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        let places = docs.indices.sorted {
            let (a, b) = (clusterNumbers[docs[$0].index], clusterNumbers[docs[$1].index])
            return a != b ? a < b : $0 < $1
        }
        let portions = (places.count + Self.portion - 1) / Self.portion
        let done: @Sendable (Int) -> Void = { progress?(min($0 * Self.portion, docs.count)) }
        let found = concurrentMap(
            portions,
            grain: 1,
            progress: done,
            scratch: SearchScratch(count: count)
        ) { number, scratch in
            let range = (number * Self.portion)..<min(places.count, (number + 1) * Self.portion)
            let portion = places[range].map { docs[$0] }
            let near = clusters.nearest(toRows: portion.map(\.rawValue), k: Self.share(of: k))
            var outputs: [Output] = []
            for (place, doc) in portion.enumerated() {
                let candidates = likelyNearest(
                    to: lexical.vector(of: doc),
                    matrix[doc.index],
                    matrix,
                    near: near[place],
                    k: k + 1,
                    &scratch
                )
                outputs.append(keep(doc, Array(candidates.lazy.filter { $0.doc != doc }.prefix(k))))
            }
            return outputs
        }
        var ordered = [Output?](repeating: nil, count: docs.count)
        for (place, output) in zip(places, found.joined()) { ordered[place] = output }
        return ordered.compactMap(\.self)
    }

    /// Documents that a worker takes at a time: so many share the clusters that they scan.
    private static let portion = 256

    /// The score of a pair.
    func score(terms: Float, cosine: Float?) -> Float {
        weights.terms * terms + weights.embeddings * (cosine ?? 0)
    }
}
