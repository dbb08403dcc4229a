import Foundation

/// Scores of those documents that a query's lists lead to, and which they are: nothing is done for the others,
/// however many there are.
///
/// Reused from query to query, as it is as long as the collection.
package struct SparseScores: ~Copyable {
    /// The number of documents; scores are indexed `0..<count`.
    package let count: Int
    /// The number of documents with a score.
    package private(set) var reached = 0
    private let scores: UnsafeMutablePointer<Float>
    private let documents: UnsafeMutablePointer<UInt32>

    /// Steps that ``floor(ofBest:upTo:looking:)`` tells scores apart by.
    private static let steps = 512

    /// Creates `count` zero scores.
    package init(count: Int) {
        self.count = count
        scores = zeros(count)
        // One more than there are documents: the place after the last is written before it is known to be needed.
        documents = .allocate(capacity: count + 1)
    }

    deinit {
        free(scores)
        documents.deallocate()
    }

    /// Adds `factor * weights[i]` to the score of `list[i]`, for every i in order.
    ///
    /// - Precondition: `list` ascends strictly and stays below `count`; nothing added is negative.
    /// - Complexity: O(`list.count`).
    package mutating func add(_ list: Span<UInt32>, _ weights: Span<Float>, times factor: Float) {
        let length = list.count
        precondition(length == weights.count, "a posting list has one weight a document")
        guard length > 0 else { return }
        // The list ascends, so its last document bounds them all and the loop needs no check.
        precondition(Int(list[length - 1]) < count, "document \(list[length - 1]) of \(count)")
        list.withUnsafeBufferPointer { list in
            weights.withUnsafeBufferPointer { weights in
                var reached = reached
                for i in 0..<length {
                    let document = list[i]
                    let before = scores[Int(document)]
                    let after = before + factor * weights[i]
                    scores[Int(document)] = after
                    documents[reached] = document
                    reached += before == 0 && after > 0 ? 1 : 0
                }
                self.reached = reached
            }
        }
    }

    package subscript(document: Int) -> Float {
        precondition(document >= 0 && document < count, "document \(document) of \(count)")
        return scores[document]
    }

    /// A score that at least `k` documents have reached, but for rounding; 0 where that cannot be told.
    ///
    /// Looks at the documents that were reached first, since a query's rarest terms come first and lead to the
    /// best ones; so it may be lower than need be, never higher.
    ///
    /// - Parameters:
    ///   - largest: above 0; no score is greater but for rounding.
    ///   - looking: documents that are looked at.
    /// - Complexity: O(`looking`).
    package func floor(ofBest k: Int, upTo largest: Float, looking: Int = .max) -> Float {
        guard k > 0, reached >= k else { return 0 }
        let scale = Float(Self.steps) / largest
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.steps) { counts in
            counts.initialize(repeating: 0)
            for i in 0..<min(reached, looking) {
                let step = Int(scores[Int(documents[i])] * scale)
                counts[min(step, Self.steps - 1)] += 1
            }
            var rest = k
            for step in (0..<Self.steps).reversed() {
                rest -= Int(counts[step])
                if rest <= 0 { return Float(step) / scale }
            }
            return 0
        }
    }

    /// Takes all scores back.
    ///
    /// - Parameter body: receives the documents whose score was at least `floor`, with it, in the order in which
    ///   they were reached.
    /// - Complexity: O(`reached`).
    package mutating func take(from floor: Float, _ body: (_ document: UInt32, _ score: Float) -> Void) {
        for i in 0..<reached {
            let document = documents[i]
            let score = scores[Int(document)]
            scores[Int(document)] = 0
            if score >= floor { body(document, score) }
        }
        reached = 0
    }
}
