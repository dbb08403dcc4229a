import Kernels
import Testing

@testable import Retrieval

@Suite struct NumberRanksTests {
    @Test(arguments: [1, 63, 64, 65, 1000, 5000])
    func numbersAreCountedFromTheLowest(limit: Int) {
        var generator = SplitMix64(seed: UInt64(limit))
        for share in [0.0, 0.01, 0.5, 1] {
            let numbers = (0..<UInt32(limit)).filter { _ in
                Double.random(in: 0..<1, using: &generator) < share
            }
            // In any order, and more than once.
            let lists = [numbers.shuffled(using: &generator), Array(numbers.suffix(3)), []]
            let ranks = NumberRanks(lists, below: limit)
            #expect(ranks.count == numbers.count)
            for (rank, number) in numbers.enumerated() {
                #expect(ranks.rank(of: number) == rank && ranks[UInt32(rank)] == number)
            }
            #expect((0..<UInt32(limit + 70)).filter { ranks.contains($0) } == numbers)
        }
    }
}
