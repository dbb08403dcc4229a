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

    /// Steps that ``quantiles`` tells scores apart by.
    private static let steps = 512

    /// Creates `count` zero scores.
    package init(count: Int) {
        self.count = count
        scores = .allocate(capacity: max(1, count))
        scores.initialize(repeating: 0, count: max(1, count))
        // One more than there are documents: the place after the last is written before it is known to be needed.
        documents = .allocate(capacity: count + 1)
    }

    deinit {
        scores.deallocate()
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

    /// Counts documents by score.
    ///
    /// - Parameter largest: above 0; no score is greater but for rounding.
    /// - Complexity: O(`reached`).
    package func quantiles(upTo largest: Float) -> Quantiles {
        var counts = [Int32](repeating: 0, count: Self.steps)
        let scale = Float(Self.steps) / largest
        counts.withUnsafeMutableBufferPointer { counts in
            for i in 0..<reached {
                let step = Int(scores[Int(documents[i])] * scale)
                counts[min(step, Self.steps - 1)] += 1
            }
        }
        return Quantiles(counts: counts, width: largest / Float(Self.steps))
    }

    /// How many documents have which score, in steps.
    package struct Quantiles {
        fileprivate let counts: [Int32]
        fileprivate let width: Float

        /// A score that at least `k` documents reach, but for rounding; 0 where there are fewer documents.
        package func floor(ofBest k: Int) -> Float {
            var rest = k
            for step in counts.indices.reversed() {
                rest -= Int(counts[step])
                if rest <= 0 { return Float(step) * width }
            }
            return 0
        }

        /// How many documents have at least `score`, or a few more.
        package func count(from score: Float) -> Int {
            let first = max(0, min(counts.count - 1, Int(score / width)))
            return counts[first...].reduce(0) { $0 + Int($1) }
        }
    }

    /// The documents whose score is at least `floor`, in the order in which they were reached.
    ///
    /// - Complexity: O(`reached`).
    package func documents(from floor: Float) -> [UInt32] {
        var found: [UInt32] = []
        for i in 0..<reached where scores[Int(documents[i])] >= floor { found.append(documents[i]) }
        return found
    }

    /// Takes all scores back.
    ///
    /// - Complexity: O(`reached`).
    package mutating func clear() {
        for i in 0..<reached { scores[Int(documents[i])] = 0 }
        reached = 0
    }
}
