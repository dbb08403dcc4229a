import Kernels
import Retrieval
import Semantic

/// The search in clusters: exact scores of documents that are likely to be near.
extension FusedIndex {
    /// Documents that either search alone may bring. Of 100,000 articles of feed-2022 that finds 99.7 % of the ten
    /// nearest, and .1 % of all list entries change; with 100 of each .02 % do, in a fifth more time.
    private static let fewest = 64
    /// Postings that are read for a query's likely documents; more find nothing more there.
    private static let mostPostings = 8_000
    /// Documents that a worker takes at a time: so many share the clusters that they scan.
    private static let portion = 256

    private static func share(of k: Int) -> Int { max(min(k, fewest), k * 2 / 3) }

    /// The `k` with the highest score above 0 of those near by embedding and those that the rarest terms lead to,
    /// for any query.
    func likelyNearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding,
        _ matrix: EmbeddingMatrix,
        _ clusters: ClusteredIndex,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        let share = Self.share(of: k)
        scratch.likely.set(clusters.nearest(to: embedding, k: share)[...])
        let likely = lexical.inverted.likely(share, for: terms, reading: Self.mostPostings, &scratch.lexical)
        scratch.likely.add(likely)
        scratch.likely.join(without: nil)
        let missing = scratch.likely.missing
        scratch.likely.fill(matrix.cosines(of: missing, with: embedding))
        terms.set(&scratch.lexical.query)
        return best(k, &scratch).candidates
    }

    /// The `k` other documents with the highest score above 0, for each of `docs`, in their order; cluster by
    /// cluster, since the documents of a cluster search the same clusters.
    func likelyNearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        _ matrix: EmbeddingMatrix,
        _ clusters: ClusteredIndex,
        progress: (@Sendable (Int) -> Void)?,
        keep: @Sendable (DocID, FusedNearest) -> Output
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
            return portion.enumerated().map { place, doc in
                keep(doc, likelyNearest(to: doc, matrix, near: near[place], k: k, &scratch))
            }
        }
        var ordered = [Output?](repeating: nil, count: docs.count)
        for (place, output) in zip(places, found.joined()) { ordered[place] = output }
        return ordered.compactMap(\.self)
    }

    /// - Parameter near: the nearest others by embedding.
    private func likelyNearest(
        to doc: DocID,
        _ matrix: EmbeddingMatrix,
        near: ArraySlice<Neighbour>,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> FusedNearest {
        scratch.likely.set(near)
        // One more, since a document is likely near itself.
        let likely = lexical.inverted.likely(
            Self.share(of: k + 1),
            forDocument: doc,
            reading: Self.mostPostings,
            &scratch.lexical
        )
        scratch.likely.add(likely)
        scratch.likely.join(without: doc)
        let missing = scratch.likely.missing
        let own = [UInt32](repeating: doc.rawValue, count: missing.count)
        var cosines = [Float](repeating: 0, count: missing.count)
        var span = cosines.mutableSpan
        matrix.cosines(of: matrix, own.span, withRows: missing.span, into: &span)
        scratch.likely.fill(cosines)
        lexical.inverted.matrix.set(&scratch.lexical.query, to: doc.index)
        return best(k, &scratch)
    }

    /// The best of the documents joined in the scratch, by the query that is set there.
    private func best(_ k: Int, _ scratch: inout SearchScratch) -> FusedNearest {
        let (docs, cosines) = (scratch.likely.docs, scratch.likely.cosines)
        var products = [Float](repeating: 0, count: docs.count)
        var span = products.mutableSpan
        lexical.inverted.matrix.dotProducts(of: docs.span, with: scratch.lexical.query, into: &span)
        // Bits of positive floats are in the floats' order, and documents ascend, so that one comparison of integers
        // does it.
        var keys: [UInt64] = []
        keys.reserveCapacity(docs.count)
        for place in docs.indices {
            let score = score(terms: products[place], cosine: cosines[place])
            if score > 0 { keys.append(UInt64(~score.bitPattern) << 32 | UInt64(place)) }
        }
        keys.sort()
        var candidates: [Candidate] = []
        var parts: [FusedCosines] = []
        candidates.reserveCapacity(min(k, keys.count))
        parts.reserveCapacity(min(k, keys.count))
        for key in keys.prefix(k) {
            let place = Int(UInt32(truncatingIfNeeded: key))
            let score = Float(bitPattern: ~UInt32(truncatingIfNeeded: key >> 32))
            candidates.append(Candidate(doc: DocID(docs[place]), score: score))
            parts.append(FusedCosines(terms: products[place], embeddings: cosines[place]))
        }
        return FusedNearest(candidates, parts)
    }
}

/// Likely documents of one query with their cosines, in memory that is used again and again.
struct LikelyDocuments {
    /// Row << 32 | bits of the cosine; those whose cosine is unknown have all bits, which come last.
    private var keys: [UInt64] = []
    private static let unknown = UInt32.max
    /// Ascending, each once.
    private(set) var docs: [UInt32] = []
    /// Of the embeddings, for each of `docs`.
    private(set) var cosines: [Float] = []
    /// Those of `docs` whose cosine is to be filled in.
    private(set) var missing: [UInt32] = []
    /// Their places.
    private var places: [Int] = []

    /// Starts with documents whose cosine is known.
    mutating func set(_ near: ArraySlice<Neighbour>) {
        keys.removeAll(keepingCapacity: true)
        for neighbour in near {
            keys.append(UInt64(neighbour.row) << 32 | UInt64(neighbour.cosine.bitPattern))
        }
    }

    /// Adds documents whose cosine may be unknown.
    mutating func add(_ docs: [DocID]) {
        for doc in docs { keys.append(UInt64(doc.rawValue) << 32 | UInt64(Self.unknown)) }
    }

    /// Brings what was added together, each document once.
    mutating func join(without own: DocID?) {
        docs.removeAll(keepingCapacity: true)
        cosines.removeAll(keepingCapacity: true)
        missing.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        keys.sort()
        for key in keys {
            let doc = UInt32(truncatingIfNeeded: key >> 32)
            if docs.last == doc || own?.rawValue == doc { continue }
            let bits = UInt32(truncatingIfNeeded: key)
            if bits == Self.unknown {
                missing.append(doc)
                places.append(docs.count)
            }
            docs.append(doc)
            cosines.append(bits == Self.unknown ? 0 : Float(bitPattern: bits))
        }
    }

    /// Fills in the cosines of `missing`.
    mutating func fill(_ found: [Float]) {
        for (place, cosine) in zip(places, found) { cosines[place] = cosine }
    }
}
