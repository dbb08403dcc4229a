package import Kernels

/// What a worker needs for likely documents, reused from query to query: it is as long as the collection.
package struct LexicalScratch: ~Copyable {
    private var scores: SparseScores
    package var query = SparseQuery()

    /// Documents, as a multiple of those wanted, that the floor for the rest is taken from: they were reached by the
    /// rarest terms.
    private static let lookedAt = 16

    /// - Parameter count: the number of documents.
    package init(count: Int) { scores = SparseScores(count: count) }

    /// Documents that the shortest of a query's lists lead to.
    ///
    /// - Parameters:
    ///   - lengths: of the lists, by term ascending.
    ///   - most: postings that are read, but for those of as many lists as lead to `k` documents.
    ///   - add: adds a list's products to the scores.
    /// - Returns: `k` or a few more, in no particular order.
    mutating func likely<Failure: Error>(
        _ k: Int,
        _ lengths: [Int],
        reading most: Int,
        add: (_ list: Int, inout SparseScores) throws(Failure) -> Void
    ) throws(Failure) -> [DocID] {
        guard k > 0 else { return [] }
        var read = 0
        for list in lengths.indices.sorted(by: { (lengths[$0], $0) < (lengths[$1], $1) }) {
            if read + lengths[list] > most, scores.reached >= k { break }
            try add(list, &scores)
            read += lengths[list]
        }
        // Vectors have length 1, so no product is larger.
        let floor = scores.floor(ofBest: k, upTo: 1, looking: Self.lookedAt * k)
        return scores.take(from: floor).map { DocID($0.document) }
    }
}
