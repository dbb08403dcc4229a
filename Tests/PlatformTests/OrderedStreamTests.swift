import Platform
import Synchronization
import Testing

@Suite struct OrderedStreamTests {
    private struct Stop: Error {}

    @Test(arguments: [0, 1, 7, 16, 17, 1000], [1, 3, 16])
    func handsOverAllInOrder(count: Int, grain: Int) {
        var received: [Int] = []
        let finished = Mutex(0)
        let note: @Sendable (Int) -> Void = { done in finished.withLock { $0 = max($0, done) } }
        concurrentStream(count, grain: grain, ahead: 2, workers: 3, progress: note) {
            $0 * $0
        } receive: {
            received += $0
        }
        #expect(received == (0..<count).map { $0 * $0 })
        #expect(finished.withLock(\.self) == count)
    }

    @Test func whatIsThrownEndsTheWork() {
        let made = Atomic<Int>(0)
        var received = 0
        #expect(throws: Stop.self) {
            try concurrentStream(10_000, grain: 1, ahead: 4, workers: 4) {
                made.add(1, ordering: .relaxed)
                return $0
            } receive: { some throws(Stop) in
                received += some.count
                if received == 10 { throw Stop() }
            }
        }
        #expect(received == 10 && made.load(ordering: .relaxed) < 30)
    }

    @Test func bothResultsComeBack() throws {
        var calls = 0
        let (first, second) = concurrently {
            (0..<1000).reduce(0, +)
        } _: {
            calls += 1
            return "second"
        }
        #expect(first == 499_500 && second == "second" && calls == 1)
        #expect(throws: Stop.self) {
            try concurrently {
                1
            } _: { () throws(Stop) -> Int in
                throw Stop()
            }
        }
    }
}
