import Kernels
import Platform
import Testing

@Suite struct TopKTests {
    /// The obvious way: sort everything.
    private func naive(_ scores: [Float], k: Int, above floor: Float) -> [(document: UInt32, score: Float)] {
        let all = scores.enumerated().map { (document: UInt32($0.offset), score: $0.element) }
        let sorted = all.filter { $0.score > floor }
            .sorted { $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document }
        return Array(sorted.prefix(k))
    }

    /// The fast way, through an accumulator that holds just these scores.
    private func best(_ scores: [Float], k: Int, above floor: Float) -> [(document: UInt32, score: Float)] {
        var accumulator = ScoreAccumulator(count: scores.count)
        let documents = scores.indices.map { UInt32($0) }
        accumulator.add(documents.span, scores.span, times: 1)
        return accumulator.takeBest(k, above: floor)
    }

    @Test(arguments: [0, 1, 2, 4, 10, 100, 256, 257, 1000, 5000])
    func agreesWithSortingOnRandomScoresWithTies(k: Int) {
        var generator = SplitMix64(seed: UInt64(k))
        for size in [0, 1, 3, 50, 1000, 4000] {
            // Few distinct values, so that ties are many and cross the k-th place.
            let scores = (0..<size).map { _ in Float(Int.random(in: -3...20, using: &generator)) / 16 }
            let expected = naive(scores, k: k, above: 0)
            let found = best(scores, k: k, above: 0)
            #expect(found.map(\.document) == expected.map(\.document))
            #expect(found.map(\.score) == expected.map(\.score))
        }
    }

    @Test func allEqualScoresComeInDocumentOrder() {
        let scores = [Float](repeating: 0.5, count: 1000)
        #expect(best(scores, k: 10, above: 0).map(\.document) == Array(0..<10))
        #expect(best(scores, k: 500, above: 0).map(\.document) == Array(0..<500))
    }

    @Test func scoresAtTheFloorAndNaNAreLeftOut() {
        let scores: [Float] = [0.5, .nan, 0.7, 0.4, .infinity]
        #expect(best(scores, k: 10, above: 0.5).map(\.document) == [4, 2])
    }

    @Test func accumulatorAddsAndStartsAgainFromZero() {
        var scores = ScoreAccumulator(count: 4)
        let documents: [UInt32] = [0, 3]
        let weights: [Float] = [0.25, 0.5]
        scores.add(documents.span, weights.span, times: 2)
        scores.add(documents.span, weights.span, times: 1)
        let first = scores.takeBest(4)
        #expect(first.map(\.document) == [3, 0])
        #expect(first.map(\.score) == [1.5, 0.75])
        #expect(scores.takeBest(4).isEmpty)
    }
}

@Suite struct ParallelTests {
    @Test(arguments: [1, 2, 3, 8])
    func resultsAreInOrderOnAnyNumberOfWorkers(workers: Int) {
        for count in [0, 1, 15, 16, 17, 1000] {
            let squares = concurrentMap(count, grain: 16, workers: workers) { $0 * $0 }
            #expect(squares == (0..<count).map { $0 * $0 })
        }
    }

    @Test func manyShortMapsInARowEndWell() {
        // Threads must have let go of the closure before the call returns.
        for round in 0..<500 {
            #expect(concurrentMap(4, grain: 1, workers: 4) { $0 + round }.last == 3 + round)
        }
    }
}

@Suite struct IndicesOfLargestTests {
    @Test(arguments: [1, 2, 50, 1000])
    func theyAreThoseOfSorting(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        for range: ClosedRange<Int32> in [-3...3, -40_000...40_000, .min ... .max] {
            let values = (0..<count).map { _ in Int32.random(in: range, using: &generator) }
            let sorted = values.indices.sorted {
                values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1
            }
            for k in [0, 1, 7, count - 1, count, count + 5] {
                var found: [Int] = []
                indicesOfLargest(values.span, k) { found.append($0) }
                #expect(found.sorted() == sorted.prefix(max(0, k)).sorted())
            }
        }
    }
}
