import Kernels
import Testing

/// Scores by tile and candidate lists beside the plainest code that does the same.
@Suite struct PostingTilesTests {
    /// Lists of all lengths, from none to all documents; what each term weighs in each document.
    private struct Collection {
        var offsets = [0]
        var documents: [UInt32] = []
        var weights: [Float] = []

        init(_ count: Int, terms: Int, _ generator: inout SplitMix64) {
            for term in 0..<terms {
                let share = Double(term) / Double(max(1, terms - 1))
                for document in 0..<count
                where Double.random(in: 0..<1, using: &generator) < share * share {
                    documents.append(UInt32(document))
                    weights.append(Float.random(in: 0.001...1, using: &generator))
                }
                offsets.append(documents.count)
            }
        }
    }

    @Test(arguments: KernelLevel.available)
    func scoresAreTheRoundedProducts(level: KernelLevel) {
        var generator = SplitMix64(seed: 8)
        for (count, length) in [(1, 64), (63, 64), (64, 64), (65, 64), (300, 128), (16_385, 16_384)] {
            let collection = Collection(count, terms: 40, &generator)
            let longest: Float = 3
            let tiles = PostingTiles(
                count: count,
                offsets: collection.offsets,
                documents: collection.documents,
                weights: collection.weights,
                longest: longest,
                length: length
            )
            #expect(tiles.tileCount == (count + length - 1) / length)
            var scores = TileScores(length: length, at: level)
            let terms = (0..<40).map { UInt32($0) }
            // A weight that is 0 adds nothing.
            let query = terms.map { Float($0 % 4) / 20 }
            var expected = [UInt16](repeating: 0, count: tiles.tileCount * length)
            for term in 0..<40 where query[term] > 0 {
                let factor = UInt32(query[term] * (1 / longest) * Float(PostingTiles.unit))
                for posting in collection.offsets[term]..<collection.offsets[term + 1] {
                    let code = UInt32(collection.weights[posting] * (1 / longest) * 65_535)
                    expected[Int(collection.documents[posting])] += UInt16((factor * code) >> 16)
                }
            }
            for tile in 0..<tiles.tileCount {
                let own = Array(expected[(tile * length)..<((tile + 1) * length)])
                let limits = own.indices.map { UInt16($0 % 7 == 0 ? 30 : 60_000) }
                for limit: UInt16 in [1, 300, 65_535] {
                    scores.add(terms.span, query.span, from: tiles, tile: tile)
                    let floor = scores.floor(ofBest: 1)
                    #expect(floor == own.max())
                    if length > 64 { #expect(scores.floor(ofBest: 2) <= own.sorted(by: >)[1]) }
                    var found: [Int: UInt16] = [:]
                    scores.take(from: limit, or: limits.span) { found[$0] = $1 }
                    for place in own.indices {
                        let isFound = own[place] >= min(limit, limits[place])
                        #expect(found[place] == (isFound ? own[place] : nil))
                    }
                }
                // All of them are 0 again, and so is what was cleared.
                scores.add(terms.span, query.span, from: tiles, tile: tile)
                scores.clear(0)
                var found: [Int] = []
                scores.take(from: 1, or: limits.span) { place, _ in found.append(place) }
                #expect(!found.contains(0))
                scores.take(from: 1, or: limits.span) { _, _ in Issue.record("a score was left") }
            }
        }
    }

    @Test(arguments: [1, 3, 10, 50])
    func listsHoldAllThatMayBeNear(k: Int) {
        var generator = SplitMix64(seed: UInt64(k))
        let slack: UInt16 = 20
        var lists = CandidateLists(k: k, slacks: [slack, slack, slack])
        // Far apart in the first list, all the same in the second, too few in the third.
        let spread = (0..<2000).map { _ in UInt16.random(in: 1...32_000, using: &generator) }
        for (document, score) in spread.enumerated() {
            lists.insert(UInt32(document), score: score, into: 0)
            lists.insert(UInt32(document), score: 500, into: 1)
            if document < k - 1 { lists.insert(UInt32(document), score: score, into: 2) }
        }
        let limit = spread.sorted(by: >)[k - 1] - slack
        let expected = spread.indices.filter { spread[$0] >= limit }.map { UInt32($0) }
        let found = (0..<3).map { lists.candidates(of: $0) }
        #expect(found[0]?.sorted() == expected)
        #expect(found[1] == nil && lists.limits[1] == .max)
        #expect(found[2] == nil)
    }

    @Test func aFloorKeepsOthersOut() {
        var lists = CandidateLists(k: 2, slacks: [10])
        lists.raise(0, to: 5)
        #expect(lists.limits == [1])
        lists.raise(0, to: 110)
        lists.insert(1, score: 99, into: 0)
        lists.insert(2, score: 100, into: 0)
        lists.insert(3, score: 112, into: 0)
        #expect(lists.limits == [100])
        let found = lists.candidates(of: 0)
        #expect(found == [2, 3])
    }
}
