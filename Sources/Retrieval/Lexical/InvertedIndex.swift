package import Kernels

/// The documents that contain a term, ascending, and the term's weight in each.
package struct PostingList {
    package let documents: ArraySlice<UInt32>
    package let weights: ArraySlice<Float>
}

/// For every term the documents that contain it, beside the documents themselves: exact top-k by dot product, and
/// a cheap guess at it.
///
/// All of a query's lists are added up. Bounds in the manner of MaxScore and L2Knng were measured and left out: the
/// ten nearest of a news article are so far from it that half of its postings are read all the same, see
/// docs/decisions.md.
package struct InvertedIndex: Sendable {
    /// The documents.
    package let matrix: TermMatrix
    /// Where each term's list begins in `documents` and `weights`; one more entry than terms.
    private let offsets: [Int]
    /// All lists end to end. Invariant: the documents of each list ascend strictly.
    let documents: [UInt32]
    let weights: [Float]

    /// Transposes a matrix, so far as they are above 0; row i belongs to DocID i.
    ///
    /// - Complexity: O(size of the matrix + terms).
    init(_ matrix: TermMatrix, termCount: Int) {
        self.matrix = matrix
        var offsets = [Int](repeating: 0, count: termCount + 1)
        for position in 0..<matrix.size where matrix.weight(at: position) > 0 {
            offsets[Int(matrix.term(at: position)) + 1] += 1
        }
        for term in 0..<termCount { offsets[term + 1] += offsets[term] }
        var next = offsets
        var documents = [UInt32](repeating: 0, count: offsets[termCount])
        var weights = [Float](repeating: 0, count: offsets[termCount])
        for document in 0..<matrix.count {
            for position in matrix.range(of: document) where matrix.weight(at: position) > 0 {
                let term = Int(matrix.term(at: position))
                let weight = matrix.weight(at: position)
                let slot = next[term]
                next[term] += 1
                documents[slot] = UInt32(document)
                weights[slot] = weight
            }
        }
        self.offsets = offsets
        self.documents = documents
        self.weights = weights
    }

    /// The number of documents, including those without terms.
    package var documentCount: Int { matrix.count }

    /// The postings for searching with all documents at once; nil where there are none.
    ///
    /// - Complexity: O(postings + size of the matrix).
    func tiles(of length: Int) -> PostingTiles? {
        let longest = (0..<matrix.count).lazy.map { matrix.length(of: $0) }.max() ?? 0
        guard longest > 0 else { return nil }
        return PostingTiles(
            count: documentCount,
            offsets: offsets,
            documents: documents,
            weights: weights,
            longest: longest,
            length: length
        )
    }

    func range(_ term: TermID) -> Range<Int> {
        offsets[Int(term.rawValue)]..<offsets[Int(term.rawValue) + 1]
    }

    package subscript(_ term: TermID) -> PostingList {
        let range = range(term)
        return PostingList(documents: documents[range], weights: weights[range])
    }

    /// The `k` documents with the highest dot product with `query`, of those above 0.
    ///
    /// - Parameter scores: an accumulator over `documentCount` documents, all zero; it is zero again after.
    /// - Returns: by score descending, then DocID; the scores have the very bits of ``TermVector/cosine(_:)``.
    /// - Complexity: O(postings of the query's terms + documents).
    package func nearest(to query: TermVector, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        addDotProducts(with: query, times: 1, to: &scores)
        return scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }

    /// Adds `factor` x the dot product of each document with `query` to the scores.
    ///
    /// - Complexity: O(postings of the query's terms).
    package func addDotProducts(
        with query: TermVector,
        times factor: Float,
        to scores: inout ScoreAccumulator
    ) {
        precondition(scores.count == documentCount, "the accumulator belongs to another index")
        for (term, weight) in zip(query.terms, query.weights) {
            let range = range(term)
            scores.add(
                documents.span.extracting(range),
                weights.span.extracting(range),
                times: factor * weight
            )
        }
    }
}
