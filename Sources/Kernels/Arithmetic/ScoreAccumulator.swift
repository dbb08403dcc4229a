import Foundation

/// Dense scores of all documents for one query, filled list by list and emptied by taking the best.
///
/// Reused from query to query so that a batch allocates once per core.
package struct ScoreAccumulator: ~Copyable {
    /// The number of documents; scores are indexed `0..<count`.
    package let count: Int
    private let scores: UnsafeMutablePointer<Float>

    /// Creates `count` zero scores.
    package init(count: Int) {
        self.count = count
        scores = zeros(count)
    }

    deinit { free(scores) }

    /// Adds `factor * weights[i]` to the score of `documents[i]`, for every i in order.
    ///
    /// - Precondition: `documents` ascends strictly and stays below `count`.
    /// - Complexity: O(`documents.count`).
    package mutating func add(_ documents: Span<UInt32>, _ weights: Span<Float>, times factor: Float) {
        let length = documents.count
        precondition(length == weights.count, "a posting list has one weight a document")
        guard length > 0 else { return }
        // The list ascends, so its last document bounds them all and the loop needs no check.
        precondition(Int(documents[length - 1]) < count, "document \(documents[length - 1]) of \(count)")
        // Of its own, since the thread sanitizer (Swift 6.3.1) cannot build additions through a pointer of `self`.
        let scores = UnsafeMutableBufferPointer(start: scores, count: count)
        documents.withUnsafeBufferPointer { documents in
            weights.withUnsafeBufferPointer { weights in
                for i in 0..<length {
                    scores[Int(documents[i])] += factor * weights[i]
                }
            }
        }
    }

    /// Adds `products[i]` to the score of every document i.
    package mutating func add(_ products: Span<Float>) {
        precondition(products.count == count, "one product a document")
        let scores = UnsafeMutableBufferPointer(start: scores, count: count)
        for i in products.indices { scores[i] += products[i] }
    }

    /// Sets every score: `score` of document 0, 1, ...
    ///
    /// - Complexity: `count` calls of `score`.
    package mutating func assign(_ score: (Int) -> Float) {
        for document in 0..<count { scores[document] = score(document) }
    }

    /// Takes the `k` best documents whose score exceeds `floor`, and zeroes all scores.
    ///
    /// - Returns: (document, score) by score descending, ties by document ascending.
    /// - Complexity: O(`count` + hits x k) for the usual small k, O(n log n) where k is large.
    package mutating func takeBest(_ k: Int, above floor: Float = 0) -> [(document: UInt32, score: Float)] {
        let best = selectBest(UnsafeBufferPointer(start: scores, count: count), k: k, above: floor)
        scores.update(repeating: 0, count: count)
        return best
    }
}

/// `count` zeros, at least one, to be given to `free`. The system makes their pages when they are first touched, so that
/// a query pays for those that it reaches.
func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    guard let memory = calloc(max(1, count), MemoryLayout<Float>.stride) else { fatalError("out of memory") }
    return memory.bindMemory(to: Float.self, capacity: max(1, count))
}
