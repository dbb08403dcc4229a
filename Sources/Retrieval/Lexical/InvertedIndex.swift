package import Kernels

/// The documents that contain a term, ascending, and the term's weight in each.
package struct PostingList {
    package let documents: ArraySlice<UInt32>
    package let weights: ArraySlice<Float>
}

/// For every term the documents that contain it: exact top-k by dot product.
///
/// All lists lie end to end in two arrays. Invariant: the documents of each list ascend strictly.
package struct InvertedIndex: Sendable {
    /// The number of documents, including those without terms.
    package let documentCount: Int
    /// Where each term's list begins in `documents` and `weights`; one more entry than terms.
    private let offsets: [Int]
    private let documents: [UInt32]
    private let weights: [Float]

    /// Transposes document vectors; `vectors[i]` belongs to DocID i.
    ///
    /// - Complexity: O(postings + terms).
    package init(_ vectors: [TermVector], termCount: Int) {
        documentCount = vectors.count
        var offsets = [Int](repeating: 0, count: termCount + 1)
        for vector in vectors {
            for term in vector.terms { offsets[Int(term.rawValue) + 1] += 1 }
        }
        for term in 0..<termCount { offsets[term + 1] += offsets[term] }
        var next = offsets
        var documents = [UInt32](repeating: 0, count: offsets[termCount])
        var weights = [Float](repeating: 0, count: offsets[termCount])
        for (document, vector) in vectors.enumerated() {
            for (term, weight) in zip(vector.terms, vector.weights) {
                let slot = next[Int(term.rawValue)]
                next[Int(term.rawValue)] += 1
                documents[slot] = UInt32(document)
                weights[slot] = weight
            }
        }
        self.offsets = offsets
        self.documents = documents
        self.weights = weights
    }

    package subscript(_ term: TermID) -> PostingList {
        let range = offsets[Int(term.rawValue)]..<offsets[Int(term.rawValue) + 1]
        return PostingList(documents: documents[range], weights: weights[range])
    }

    /// The `k` documents with the highest dot product with `query`, of those above `floor`.
    ///
    /// - Parameter scores: an accumulator over `documentCount` documents, all zero; it is zero again after.
    /// - Returns: by score descending, then DocID; the scores have the very bits of `TermVector.cosine`.
    /// - Complexity: O(postings of the query's terms + documents).
    package func nearest(
        to query: TermVector,
        k: Int,
        above floor: Float = 0,
        _ scores: inout ScoreAccumulator
    ) -> [Candidate] {
        addDotProducts(with: query, times: 1, to: &scores)
        return scores.takeBest(k, above: floor).map { Candidate(doc: DocID($0.document), score: $0.score) }
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
            let range = offsets[Int(term.rawValue)]..<offsets[Int(term.rawValue) + 1]
            scores.add(
                documents.span.extracting(range),
                weights.span.extracting(range),
                times: factor * weight
            )
        }
    }
}
