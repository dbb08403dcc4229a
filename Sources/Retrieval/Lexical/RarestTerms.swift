package import Kernels

extension InvertedIndex {
    /// Rows that are likely among the `k` with the highest dot products: those that the query's rarest terms
    /// lead to.
    ///
    /// - Parameters:
    ///   - most: postings that are read, but for those of as many terms as lead to `k` documents.
    ///   - scratch: over `documentCount` documents; as it was, afterwards.
    /// - Returns: `k` or a few more, in no particular order.
    /// - Complexity: O(`most`) and one list.
    package func approximateNearest(
        _ k: Int,
        for query: TermVector,
        reading most: Int,
        _ scratch: inout LexicalScratch
    ) -> [UInt32] {
        for (term, weight) in zip(query.terms, query.weights) { add(term, weight, to: &scratch) }
        return takeCandidates(k, reading: most, &scratch)
    }

    /// Rows that are likely among the `k` with the highest dot products with a row of the index, found without a copy of
    /// its terms.
    package func approximateNearest(
        _ k: Int,
        forRow row: Int,
        reading most: Int,
        _ scratch: inout LexicalScratch
    ) -> [UInt32] {
        for position in matrix.range(of: row) {
            add(TermID(matrix.term(at: position)), matrix.weight(at: position), to: &scratch)
        }
        return takeCandidates(k, reading: most, &scratch)
    }

    private func add(_ term: TermID, _ weight: Float, to scratch: inout LexicalScratch) {
        let range = range(term)
        scratch.add(LexicalScratch.List(length: range.count, start: range.lowerBound, weight: weight))
    }

    private func takeCandidates(_ k: Int, reading most: Int, _ scratch: inout LexicalScratch) -> [UInt32] {
        scratch.takeCandidates(k, reading: most) { list, scores in
            let range = list.start..<list.start + list.length
            scores.add(
                documents.span.extracting(range),
                weights.span.extracting(range),
                times: list.weight
            )
        }
    }
}

/// What a worker needs for an approximate search, reused from query to query: it is as long as the collection.
package struct LexicalScratch: ~Copyable {
    private var scores: SparseScores
    private var lists: [List] = []
    package var query = SparseQuery()

    /// The documents of one of the query's terms.
    struct List {
        let length: Int
        /// Where they lie; ascends with the terms.
        let start: Int
        /// Of the query.
        let weight: Float
    }

    /// Documents, as a multiple of those wanted, that the floor for the rest is taken from: they were reached by the
    /// rarest terms.
    private static let lookedAt = 16

    /// - Parameter count: the number of documents.
    package init(count: Int) { scores = SparseScores(count: count) }

    mutating func add(_ list: List) { if list.weight > 0, list.length > 0 { lists.append(list) } }

    /// Documents that the shortest of the lists lead to, which are then forgotten.
    ///
    /// - Parameters:
    ///   - most: postings that are read, but for those of as many lists as lead to `k` documents.
    ///   - add: adds a list's products to the scores.
    /// - Returns: `k` or a few more, in no particular order.
    mutating func takeCandidates<Failure: Error>(
        _ k: Int,
        reading most: Int,
        add: (List, inout SparseScores) throws(Failure) -> Void
    ) throws(Failure) -> [UInt32] {
        defer { lists.removeAll(keepingCapacity: true) }
        guard k > 0, !lists.isEmpty else { return [] }
        lists.sort { $0.length != $1.length ? $0.length < $1.length : $0.start < $1.start }
        var read = 0
        for list in lists {
            if read + list.length > most, scores.reached >= k { break }
            try add(list, &scores)
            read += list.length
        }
        // Vectors have length 1, so no product is larger.
        let floor = scores.floor(ofBest: k, upTo: 1, looking: Self.lookedAt * k)
        var found: [UInt32] = []
        found.reserveCapacity(2 * k)
        scores.take(from: floor) { document, _ in found.append(document) }
        return found
    }
}
