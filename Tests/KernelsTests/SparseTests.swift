import Kernels
import Platform
import Testing

/// Sparse kernels beside the plainest code that does the same.
@Suite struct SparseTests {
    private func entries(_ count: Int, upTo columns: UInt32, _ generator: inout SplitMix64) -> [UInt32] {
        var found: Set<UInt32> = []
        while found.count < count { found.insert(UInt32.random(in: 0..<columns, using: &generator)) }
        return found.sorted()
    }

    @Test(arguments: [0, 1, 20, 300, 5000])
    func productsEqualThoseByMerging(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        var query = SparseQuery()
        // From long to short and back: what an earlier query left must not show.
        for length in [count, 3, count] {
            let (own, other) = (
                entries(length, upTo: 20_000, &generator), entries(count, upTo: 20_000, &generator)
            )
            let a = own.flatMap { _ in (0..<3).map { _ in Float.random(in: 0...1, using: &generator) } }
            let b = other.flatMap { _ in (0..<3).map { _ in Float.random(in: 0...1, using: &generator) } }
            let (weights, parts) = (
                own.indices.map { a[3 * $0] }, own.indices.map { SIMD2(a[3 * $0 + 1], a[3 * $0 + 2]) }
            )
            let (others, otherParts) = (
                other.indices.map { b[3 * $0] }, other.indices.map { SIMD2(b[3 * $0 + 1], b[3 * $0 + 2]) }
            )
            query.set(own.span, weights: weights.span, parts: parts.span)
            var expected = [Float](repeating: 0, count: 7)
            var largest: Float = 0
            for (j, column) in other.enumerated() {
                guard let i = own.firstIndex(of: column) else { continue }
                for (sum, lanes) in [(0, 0), (1, 1), (1, 2), (2, 1), (2, 2)].enumerated() {
                    expected[sum] += a[3 * i + lanes.0] * b[3 * j + lanes.1]
                }
                expected[5] += a[3 * i + 1] * a[3 * i + 1]
                expected[6] += b[3 * j + 1] * b[3 * j + 1]
                largest = max(largest, a[3 * i] * b[3 * j])
            }
            let overlap = query.overlap(other.span, weights: others.span, parts: otherParts.span)
            #expect((0..<7).map { overlap.sums[$0] } == expected)
            #expect(overlap.largest == largest)
            // The same as rows of a matrix: an empty one, the vector, and the vector again.
            var sums = [Float](repeating: -1, count: 3)
            var span = sums.mutableSpan
            let offsets = [0, 0, count]
            query.dotProducts(
                of: [1, 0, 1].span,
                offsets: offsets.span,
                entries: other.span,
                weights: others.span,
                into: &span
            )
            #expect(sums == [expected[0], 0, expected[0]])
        }
    }

    @Test func sparseScoresKnowWhatWasReached() {
        var scores = SparseScores(count: 6)
        scores.add([1, 3, 5].span, [1, 0, 2].span, times: 0.5)
        scores.add([0, 1].span, [1, 1].span, times: 0.25)
        // Nothing was added to document 3, so it was not reached.
        #expect(scores.reached == 3)
        #expect((0..<6).map { scores[$0] } == [0.25, 0.75, 0, 0, 0, 1])
        #expect(scores.floor(ofBest: 4, upTo: 1) == 0)
        for (k, score) in [(1, Float(1)), (2, 0.75), (3, 0.25)] {
            let floor = scores.floor(ofBest: k, upTo: 1)
            #expect(floor <= score && floor > score - 0.01)
        }
        // Whoever looks at less finds less, never more.
        #expect(scores.floor(ofBest: 1, upTo: 1, looking: 2) <= 1)
        var (documents, taken) = ([UInt32](), [Float]())
        scores.take(from: 0.5) {
            documents.append($0)
            taken.append($1)
        }
        #expect(documents == [1, 5] && taken == [0.75, 1])
        #expect(scores.reached == 0 && (0..<6).allSatisfy { scores[$0] == 0 })
    }

    @Test func everyWorkerHasItsOwnScratch() {
        struct Counter: ~Copyable { var calls = 0 }
        let calls = concurrentMap(100, grain: 1, workers: 4, scratch: Counter()) { _, counter in
            counter.calls += 1
            return counter.calls
        }
        // Calls with one counter number themselves, so each number occurs at most once a worker.
        #expect(Dictionary(grouping: calls, by: \.self).values.allSatisfy { $0.count <= 4 })
        #expect(calls.contains(1))
    }
}
