import Kernels
import Retrieval
import Semantic

/// The search in clusters: exact scores of documents that are likely to be near.
extension FusedIndex {
    /// Documents that either search alone may bring. Of 100,000 articles of feed-2022 that finds 99.7 % of the ten
    /// nearest, and .1 % of all list entries change; with 100 of each .02 % do, in a fifth more time.
    private static let fewest = 64
    /// Postings that are read for a query's likely documents; more find nothing more there.
    static let mostPostings = 8_000
    /// Clusters that a query scans: fewer than for the nearest by embedding alone, since what they miss is mostly found
    /// by terms. With 64 instead of 40, 10 of 153,945 entries more are as in the exact lists of 100,000 articles of
    /// feed-2022, for an eighth more time.
    static let probes = 40
    /// Documents that a worker takes at a time: so many share the clusters that they scan.
    private static let portion = 2048

    /// Documents that either search brings where the `k` nearest are wanted.
    static func share(of k: Int) -> Int { max(min(k, fewest), k * 2 / 3) }

    /// The `k` with the highest score above 0 of those near by embedding and those that the rarest terms lead to,
    /// for any query.
    func approximateNearest(
        to terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding,
        _ matrix: EmbeddingMatrix,
        _ clusters: ClusteredIndex,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        let share = Self.share(of: k)
        scratch.candidates.add(
            clusters.approximateNearest(to: embedding, k: share, probes: Self.probes).lazy.map(\.row)
        )
        let likely = lexical.inverted.approximateNearest(
            share,
            for: terms,
            reading: Self.mostPostings,
            &scratch.lexical
        )
        scratch.candidates.add(likely)
        scratch.candidates.join()
        terms.set(&scratch.lexical.query)
        return best(k, matrix.cosines(of: scratch.candidates.rows, with: embedding), &scratch).candidates
    }

    /// The `k` of all documents with the highest score above 0, where all are likely.
    func nearest(
        amongAll terms: TermVector,
        _ embedding: EmbeddingMatrix.Embedding,
        _ matrix: EmbeddingMatrix,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> [Candidate] {
        scratch.candidates.add(0..<UInt32(count))
        scratch.candidates.join()
        terms.set(&scratch.lexical.query)
        return best(k, matrix.cosines(of: scratch.candidates.rows, with: embedding), &scratch).candidates
    }

    /// The `k` other documents with the highest score above 0, for each of `docs`, in their order; cluster by
    /// cluster, since the documents of a cluster search the same clusters.
    func approximateNearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        _ matrix: EmbeddingMatrix,
        _ clusters: ClusteredIndex,
        progress: (@Sendable (Int) -> Void)?,
        keep: @Sendable (DocID, FusedNearest) -> Output
    ) -> [Output] {
        // By row, which is by cluster.
        let places = docs.indices.map { UInt64(lexical.rowOrder.row(of: docs[$0])) << 32 | UInt64($0) }
            .sorted().map { Int(UInt32(truncatingIfNeeded: $0)) }
        let found = inPortions(of: Self.portion, places.count, progress: progress) { range, scratch in
            let portion = places[range].map { docs[$0] }
            let rows = portion.map { UInt32(lexical.rowOrder.row(of: $0)) }
            let near = clusters.approximateNearest(toRows: rows, k: Self.share(of: k), probes: Self.probes)
            return portion.indices.map { place in
                keep(
                    portion[place],
                    approximateNearest(toRow: rows[place], matrix, near: near[place], k: k, &scratch)
                )
            }
        }
        var ordered = [Output?](repeating: nil, count: docs.count)
        for (place, output) in zip(places, found) { ordered[place] = output }
        return ordered.compactMap(\.self)
    }

    /// - Parameter near: the others that are likely to be nearest by embedding.
    private func approximateNearest(
        toRow row: UInt32,
        _ matrix: EmbeddingMatrix,
        near: ArraySlice<Neighbour>,
        k: Int,
        _ scratch: inout SearchScratch
    ) -> FusedNearest {
        scratch.candidates.add(near.lazy.map(\.row))
        // One more, since a document is likely near itself.
        let likely = lexical.inverted.approximateNearest(
            Self.share(of: k + 1),
            forRow: Int(row),
            reading: Self.mostPostings,
            &scratch.lexical
        )
        scratch.candidates.add(likely)
        scratch.candidates.join(without: row)
        let rows = scratch.candidates.rows
        let own = [UInt32](repeating: row, count: rows.count)
        var cosines = [Float](repeating: 0, count: rows.count)
        var span = cosines.mutableSpan
        matrix.cosines(of: matrix, own.span, withRows: rows.span, into: &span)
        lexical.inverted.matrix.set(&scratch.lexical.query, to: Int(row))
        return best(k, cosines, &scratch)
    }

    /// The best of the rows joined in the scratch, by the query that is set there.
    ///
    /// - Parameter cosines: of the rows' embeddings.
    private func best(_ k: Int, _ cosines: [Float], _ scratch: inout SearchScratch) -> FusedNearest {
        let rows = scratch.candidates.rows
        var products = [Float](repeating: 0, count: rows.count)
        var span = products.mutableSpan
        lexical.inverted.matrix.dotProducts(of: rows.span, with: scratch.lexical.query, into: &span)
        // Bits of positive floats are in the floats' order, so that one comparison of integers does it.
        var keys: [UInt64] = []
        keys.reserveCapacity(rows.count)
        for place in rows.indices {
            let score = score(terms: products[place], cosine: cosines[place])
            if score > 0 { keys.append(UInt64(~score.bitPattern) << 32 | UInt64(place)) }
        }
        keys.sort()
        order(equalIn: &keys, rows)
        var candidates: [Candidate] = []
        var parts: [FusedCosines] = []
        candidates.reserveCapacity(min(k, keys.count))
        parts.reserveCapacity(min(k, keys.count))
        for key in keys.prefix(k) {
            let place = Int(UInt32(truncatingIfNeeded: key))
            let score = Float(bitPattern: ~UInt32(truncatingIfNeeded: key >> 32))
            let doc = lexical.rowOrder.doc(atRow: Int(rows[place]))
            candidates.append(Candidate(doc: doc, score: score))
            parts.append(FusedCosines(terms: products[place], embeddings: cosines[place]))
        }
        return FusedNearest(candidates, parts)
    }

    /// Orders the keys of equal scores by document.
    ///
    /// - Parameter keys: ascending, score << 32 | place in `rows`.
    private func order(equalIn keys: inout [UInt64], _ rows: [UInt32]) {
        func document(_ key: UInt64) -> DocID {
            lexical.rowOrder.doc(atRow: Int(rows[Int(UInt32(truncatingIfNeeded: key))]))
        }
        var first = 0
        while first < keys.count {
            var end = first + 1
            while end < keys.count, keys[end] >> 32 == keys[first] >> 32 { end += 1 }
            if end > first + 1 { keys[first..<end].sort { document($0) < document($1) } }
            first = end
        }
    }
}
