/// For each of some documents those that may be among its `k` nearest, by scores that may be too low by a known amount.
///
/// A list has room for little more than `k`; where that many are too close to each other to be told apart, it is given
/// up, and the document must be searched for by other means.
package struct CandidateLists: Sendable {
    private let k: Int
    private let capacity: Int
    /// By how much scores of each document may be too low.
    private let slacks: [UInt16]
    private var documents: [UInt32]
    private var scores: [UInt16]
    /// The length of each list; -1 where it was given up.
    private var counts: [Int32]
    /// The score from which on a document may be among each list's nearest: 1 at least, 65,535 where given up.
    package private(set) var limits: [UInt16]

    /// Creates empty lists.
    ///
    /// - Parameter slacks: for each list, by how much its scores may be too low.
    package init(k: Int, slacks: [UInt16]) {
        precondition(k > 0, "lists of something")
        self.k = k
        capacity = k + k / 2 + 16
        self.slacks = slacks
        documents = Array(repeating: 0, count: slacks.count * capacity)
        scores = Array(repeating: 0, count: slacks.count * capacity)
        counts = Array(repeating: 0, count: slacks.count)
        limits = Array(repeating: 1, count: slacks.count)
    }

    /// The number of lists.
    package var count: Int { counts.count }

    /// Adds a document, unless it is too far away.
    ///
    /// - Complexity: O(1) on average.
    package mutating func insert(_ document: UInt32, score: UInt16, into list: Int) {
        guard score >= limits[list] else { return }
        if Int(counts[list]) == capacity {
            raise(list)
            if Int(counts[list]) > k + k / 4 + 8 { giveUp(list) }
            guard score >= limits[list] else { return }
        }
        let place = list * capacity + Int(counts[list])
        documents[place] = document
        scores[place] = score
        counts[list] += 1
    }

    /// Tells a list that `k` documents have a score of `floor` at least.
    package mutating func raise(_ list: Int, to floor: UInt16) {
        guard counts[list] >= 0, floor > slacks[list] else { return }
        limits[list] = max(limits[list], floor - slacks[list])
    }

    /// Drops what can no longer be among the nearest.
    ///
    /// - Complexity: O(`k`).
    private mutating func raise(_ list: Int) {
        guard counts[list] >= k else { return }
        let range = (list * capacity)..<(list * capacity + Int(counts[list]))
        let floor = withUnsafeTemporaryAllocation(of: UInt16.self, capacity: range.count) { values in
            _ = values.initialize(from: scores[range])
            return nthLargest(UnsafeMutableBufferPointer(rebasing: values[..<range.count]), k)
        }
        raise(list, to: floor)
        let limit = limits[list]
        var kept = range.lowerBound
        for place in range where scores[place] >= limit {
            documents[kept] = documents[place]
            scores[kept] = scores[place]
            kept += 1
        }
        counts[list] = Int32(kept - range.lowerBound)
    }

    private mutating func giveUp(_ list: Int) {
        counts[list] = -1
        limits[list] = .max
    }

    /// The documents that may be among a list's nearest, where these are certain to be among them; nil where they are
    /// not, because it was given up or there are fewer than `k` with a score that says anything.
    ///
    /// - Complexity: O(`k`).
    package mutating func candidates(of list: Int) -> [UInt32]? {
        guard counts[list] >= k else { return nil }
        raise(list)
        guard limits[list] > 1 else { return nil }
        let first = list * capacity
        return Array(documents[first..<(first + Int(counts[list]))])
    }
}
