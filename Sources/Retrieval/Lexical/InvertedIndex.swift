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
/// ten nearest of a news article are so far from it that half of its postings are read all the same, see ARCHITECTURE.
package struct InvertedIndex: Sendable {
    /// The documents.
    package let matrix: TermMatrix
    /// Where each term's list begins in `documents` and `weights`; one more entry than terms.
    private let offsets: [Int]
    /// All lists end to end. Invariant: the documents of each list ascend strictly.
    private let documents: [UInt32]
    private let weights: [Float]
    /// Each term's largest weight.
    private let largest: [Float]

    /// Transposes the first weights of a matrix, so far as they are above 0; row i belongs to DocID i.
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
        var largest = [Float](repeating: 0, count: termCount)
        for document in 0..<matrix.count {
            for position in matrix.range(of: document) where matrix.weight(at: position) > 0 {
                let term = Int(matrix.term(at: position))
                let weight = matrix.weight(at: position)
                let slot = next[term]
                next[term] += 1
                documents[slot] = UInt32(document)
                weights[slot] = weight
                largest[term] = max(largest[term], weight)
            }
        }
        self.offsets = offsets
        self.documents = documents
        self.weights = weights
        self.largest = largest
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

    private func range(_ term: TermID) -> Range<Int> {
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

    /// Documents that are likely among the `k` with the highest dot products: those that the query's rarest terms
    /// lead to.
    ///
    /// - Parameters:
    ///   - most: postings that are read, but for those of as many terms as lead to `k` documents.
    ///   - scratch: over `documentCount` documents; as it was, afterwards.
    /// - Returns: `k` or a few more, in no particular order.
    /// - Complexity: O(`most`) and one list.
    package func likely(_ k: Int, for query: TermVector, reading most: Int, _ scratch: inout LexicalScratch)
        -> [DocID]
    {
        guard k > 0 else { return [] }
        var lists: [(range: Range<Int>, weight: Float)] = []
        // The most that a score can be.
        var bound: Float = 0
        for (term, weight) in zip(query.terms, query.weights) where weight > 0 && !range(term).isEmpty {
            lists.append((range(term), weight))
            bound += weight * largest[Int(term.rawValue)]
        }
        guard bound > 0 else { return [] }
        lists.sort {
            $0.range.count != $1.range.count
                ? $0.range.count < $1.range.count : $0.range.lowerBound < $1.range.lowerBound
        }
        var read = 0
        for (range, weight) in lists {
            if read + range.count > most, scratch.scores.reached >= k { break }
            scratch.scores.add(
                documents.span.extracting(range),
                weights.span.extracting(range),
                times: weight
            )
            read += range.count
        }
        let floor = scratch.scores.floor(ofBest: k, upTo: bound, looking: Self.lookedAt * k)
        return scratch.scores.take(from: floor).map { DocID($0.document) }
    }

    /// Documents, as a multiple of those wanted, that the floor for the rest is taken from: they were reached by the
    /// rarest terms.
    private static let lookedAt = 16

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

/// What a worker needs for likely documents, reused from query to query: it is as long as the collection.
package struct LexicalScratch: ~Copyable {
    fileprivate var scores: SparseScores
    package var query = SparseQuery()

    /// - Parameter count: the number of documents.
    package init(count: Int) { scores = SparseScores(count: count) }
}

extension [Candidate] {
    /// The `k` best: by score descending, then DocID.
    ///
    /// - Precondition: scores are above 0.
    /// - Complexity: O(n log n).
    package func best(_ k: Int) -> [Candidate] {
        // Bits of positive floats are in the floats' order, so that one comparison of integers does it.
        var keys = map { UInt64($0.score.bitPattern) << 32 | UInt64(~$0.doc.rawValue) }
        keys.sort(by: >)
        return keys.prefix(k).map {
            Candidate(
                doc: DocID(~UInt32(truncatingIfNeeded: $0)),
                score: Float(bitPattern: UInt32(truncatingIfNeeded: $0 >> 32))
            )
        }
    }
}
