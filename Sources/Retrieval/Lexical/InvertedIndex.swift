package import Kernels

/// The documents that contain a term, ascending, and the term's weight in each.
package struct PostingList {
    package let documents: ArraySlice<UInt32>
    package let weights: ArraySlice<Float>
}

/// For every term the documents that contain it, beside the documents themselves: exact top-k by dot product, and
/// a cheap guess at it.
///
/// A query's lists are added up from the rarest term to the most frequent one. The rest of the query, so far as it
/// has not been read, bounds what a document can still gain (Cauchy and Schwarz; Anastasiu and Karypis, "L2Knng",
/// 2015, bound all-pairs joins so), and the lists of frequent terms are the long ones: once no new document can
/// reach the best k, those that still may are few, and are multiplied with the query one by one.
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
    /// The greatest Euclidean length of a document.
    private let longest: Float

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
        var longest: Float = 0
        for document in 0..<matrix.count {
            var squares: Float = 0
            for position in matrix.range(of: document) where matrix.weight(at: position) > 0 {
                let term = Int(matrix.term(at: position))
                let weight = matrix.weight(at: position)
                let slot = next[term]
                next[term] += 1
                documents[slot] = UInt32(document)
                weights[slot] = weight
                largest[term] = max(largest[term], weight)
                squares += weight * weight
            }
            longest = max(longest, squares)
        }
        self.offsets = offsets
        self.documents = documents
        self.weights = weights
        self.largest = largest
        self.longest = longest.squareRoot()
    }

    /// The number of documents, including those without terms.
    package var documentCount: Int { matrix.count }

    private func range(_ term: TermID) -> Range<Int> {
        offsets[Int(term.rawValue)]..<offsets[Int(term.rawValue) + 1]
    }

    package subscript(_ term: TermID) -> PostingList {
        let range = range(term)
        return PostingList(documents: documents[range], weights: weights[range])
    }

    /// The `k` documents with the highest dot product with `query` above 0.
    ///
    /// - Parameter scratch: over `documentCount` documents; as it was, afterwards.
    /// - Returns: by score descending, then DocID; the scores have the very bits of ``TermVector/cosine(_:)``.
    /// - Complexity: O(postings of the query's terms) at worst; on news feeds a quarter of them.
    package func nearest(to query: TermVector, k: Int, _ scratch: inout LexicalScratch) -> [Candidate] {
        guard k > 0, let plan = Plan(query, self) else { return [] }
        let (best, rest) = addLists(of: plan, best: k, to: &scratch.scores)
        query.set(&scratch.query)
        func multiply(_ documents: [UInt32], _ query: borrowing SparseQuery) -> [Candidate] {
            zip(documents, matrix.dotProducts(of: documents, with: query)).compactMap { document, score in
                score > 0 ? Candidate(doc: DocID(document), score: score) : nil
            }
        }
        // Those that are among the best already: their whole scores raise what the others have to reach.
        let reached = scratch.scores.take(from: max(0, best - rest - 2 * plan.slack))
        var found = multiply(reached.filter { $0.score >= best }.map(\.document), scratch.query)
        let floor = found.count >= k ? found.best(k)[k - 1].score : 0
        let others = reached.filter { $0.score < best && $0.score + rest + 2 * plan.slack >= floor }
        found += multiply(others.map(\.document), scratch.query)
        return found.best(k)
    }

    /// Documents that are likely among the `k` with the highest dot products: those that the query's rarest terms
    /// lead to.
    ///
    /// - Parameters:
    ///   - most: postings that are read, but for those of as many terms as lead to `k` documents.
    ///   - scratch: over `documentCount` documents; as it was, afterwards.
    /// - Returns: `k` or a few more, in no particular order.
    /// - Complexity: O(`most`) and one list.
    package func likely(_ k: Int, for query: TermVector, reading most: Int, _ scratch: inout LexicalScratch) -> [DocID] {
        guard k > 0, let plan = Plan(query, self) else { return [] }
        var read = 0
        for step in plan.steps {
            if read + step.range.count > most, scratch.scores.reached >= k { break }
            add(step, to: &scratch.scores)
            read += step.range.count
        }
        let floor = scratch.scores.floor(ofBest: k, upTo: plan.bounds[0], looking: 16 * k)
        return scratch.scores.take(from: floor * (1 - plan.rounding)).map { DocID($0.document) }
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

    /// Adds up lists until none of the rest can bring a new document among the best.
    ///
    /// - Returns: a score that `k` documents have by now, 0 where there are fewer, and the most that a document may
    ///   still gain.
    private func addLists(of plan: Plan, best k: Int, to scores: inout SparseScores) -> (best: Float, rest: Float) {
        var reachedBefore = k
        for (number, step) in plan.steps.enumerated() {
            let rest = plan.bounds[number]
            // Looking costs something: never twice before what was reached has doubled, nor while what is left
            // outweighs all that can have been found.
            if scores.reached >= 2 * reachedBefore, rest < plan.bounds[0] / 2 {
                reachedBefore = scores.reached
                let best = scores.floor(ofBest: k, upTo: plan.bounds[0], looking: 16 * k)
                if best - rest - 2 * plan.slack > 0 {
                    let candidates = scores.estimatedCount(from: best - rest)
                    if candidates * Self.productCost < plan.postings[number] { return (best, rest) }
                }
            }
            add(step, to: &scores)
        }
        return (scores.floor(ofBest: k, upTo: plan.bounds[0]), 0)
    }

    /// Postings that could be added in the time that a document's product with the query takes.
    private static let productCost = 40

    private func add(_ step: Plan.Step, to scores: inout SparseScores) {
        scores.add(
            documents.span.extracting(step.range),
            weights.span.extracting(step.range),
            times: step.weight
        )
    }

    /// A query's lists in the order in which they are read, and what they can bring.
    private struct Plan {
        struct Step {
            let range: Range<Int>
            let weight: Float
            let bound: Float
        }

        /// From the rarest term to the most frequent.
        let steps: [Step]
        /// Of each step, the most that it and all after it can add to a score.
        let bounds: [Float]
        /// Of each step, the postings of it and all after it.
        let postings: [Int]
        /// How far sums of the same products in another order may be apart, as a share of the sum: n additions, each
        /// rounded to 24 bits.
        let rounding: Float
        /// The same of the greatest score.
        var slack: Float { rounding * bounds[0] }

        /// - Returns: nil for a query that has nothing in common with any document.
        init?(_ query: TermVector, _ index: InvertedIndex) {
            var steps: [Step] = []
            for (term, weight) in zip(query.terms, query.weights) where weight > 0 {
                let range = index.range(term)
                guard !range.isEmpty else { continue }
                let bound = weight * index.largest[Int(term.rawValue)]
                steps.append(Step(range: range, weight: weight, bound: bound))
            }
            steps.sort {
                $0.range.count != $1.range.count
                    ? $0.range.count < $1.range.count : $0.range.lowerBound < $1.range.lowerBound
            }
            var bounds = [Float](repeating: 0, count: steps.count)
            var postings = [Int](repeating: 0, count: steps.count)
            var (squares, sum, count) = (Float(0), Float(0), 0)
            for number in steps.indices.reversed() {
                squares += steps[number].weight * steps[number].weight
                sum += steps[number].bound
                count += steps[number].range.count
                bounds[number] = min(sum, squares.squareRoot() * index.longest)
                postings[number] = count
            }
            guard let first = bounds.first, first > 0 else { return nil }
            let rounding = Float(steps.count + 8) * .ulpOfOne
            self.rounding = rounding
            self.steps = steps
            self.bounds = bounds.map { $0 * (1 + rounding) }
            self.postings = postings
        }
    }
}

/// What a worker needs to search, reused from query to query: it is as long as the collection.
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
