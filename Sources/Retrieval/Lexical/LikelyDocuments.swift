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
    package func likely(
        _ k: Int,
        for query: TermVector,
        reading most: Int,
        _ scratch: inout LexicalScratch
    ) -> [UInt32] {
        scratch.lists.removeAll(keepingCapacity: true)
        for (term, weight) in zip(query.terms, query.weights) { scratch.add(self, term, weight) }
        return takeLikely(k, reading: most, &scratch)
    }

    /// The same for a row of the index, without a copy of its terms.
    package func likely(
        _ k: Int,
        forRow row: Int,
        reading most: Int,
        _ scratch: inout LexicalScratch
    ) -> [UInt32] {
        scratch.lists.removeAll(keepingCapacity: true)
        for position in matrix.range(of: row) {
            scratch.add(self, TermID(matrix.term(at: position)), matrix.weight(at: position))
        }
        return takeLikely(k, reading: most, &scratch)
    }

    private func takeLikely(_ k: Int, reading most: Int, _ scratch: inout LexicalScratch) -> [UInt32] {
        guard k > 0, !scratch.lists.isEmpty else { return [] }
        // The most that a score can be.
        let bound = scratch.lists.reduce(0) { $0 + $1.most }
        scratch.lists.sort {
            $0.range.count != $1.range.count
                ? $0.range.count < $1.range.count : $0.range.lowerBound < $1.range.lowerBound
        }
        var read = 0
        for list in scratch.lists {
            if read + list.range.count > most, scratch.scores.reached >= k { break }
            scratch.scores.add(
                documents.span.extracting(list.range),
                weights.span.extracting(list.range),
                times: list.weight
            )
            read += list.range.count
        }
        let floor = scratch.scores.floor(ofBest: k, upTo: bound, looking: Self.lookedAt * k)
        var found: [UInt32] = []
        found.reserveCapacity(2 * k)
        scratch.scores.take(from: floor) { document, _ in found.append(document) }
        return found
    }

    /// Documents, as a multiple of those wanted, that the floor for the rest is taken from: they were reached by the
    /// rarest terms.
    private static let lookedAt = 16
}

/// What a worker needs for likely documents, reused from query to query: it is as long as the collection.
package struct LexicalScratch: ~Copyable {
    fileprivate var scores: SparseScores
    fileprivate var lists: [List] = []
    package var query = SparseQuery()

    /// The documents of one of the query's terms.
    fileprivate struct List {
        /// In the index.
        let range: Range<Int>
        /// Of the query.
        let weight: Float
        /// What the term adds to a score at most.
        let most: Float
    }

    /// - Parameter count: the number of documents.
    package init(count: Int) { scores = SparseScores(count: count) }

    fileprivate mutating func add(_ index: borrowing InvertedIndex, _ term: TermID, _ weight: Float) {
        let range = index.range(term)
        guard weight > 0, !range.isEmpty else { return }
        lists.append(List(range: range, weight: weight, most: weight * index.largest[Int(term.rawValue)]))
    }
}
