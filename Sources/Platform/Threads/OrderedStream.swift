import Foundation
import Synchronization

/// Maps `0..<count` through `body` on all cores and hands the results over in index order, block by block, while
/// the next ones are still being made.
///
/// For results that one thread must take in their order, such as rows of a database. The result does not depend on
/// the number of cores.
///
/// - Parameters:
///   - count: the number of elements.
///   - grain: indices that a worker takes at a time, and the most that are handed over at once.
///   - ahead: blocks that may be finished before the first of them is taken, which bounds the memory.
///   - workers: the number of workers, all cores by default.
///   - progress: receives the number of elements finished so far, from any thread.
///   - body: computes one element; called once for each index, from any thread.
///   - receive: is called on the calling thread; what it throws ends the work.
/// - Complexity: `count` calls of `body`.
package func concurrentStream<Output: Sendable, Thrown: Error>(
    _ count: Int,
    grain: Int = 16,
    ahead: Int = 16,
    workers: Int = Cores.count,
    progress: (@Sendable (Int) -> Void)? = nil,
    _ body: @Sendable (Int) -> Output,
    receive: ([Output]) throws(Thrown) -> Void
) throws(Thrown) {
    precondition(grain > 0 && ahead > 0 && workers > 0, "grain, ahead and workers must be positive")
    let blocks = (count + grain - 1) / grain
    let queue = BlockQueue<Output>(blocks, ahead: ahead)
    let finished = Atomic<Int>(0)

    @Sendable func block(_ number: Int) -> [Output] {
        let results = (number * grain..<min(count, (number + 1) * grain)).map(body)
        progress?(finished.wrappingAdd(results.count, ordering: .relaxed).newValue)
        return results
    }
    var failure: Thrown?
    withThreads(min(workers, blocks)) {
        while let number = queue.next() { queue.put(block(number), number) }
    } meanwhile: { threads in
        do throws(Thrown) {
            for number in 0..<blocks {
                try receive(threads > 0 ? queue.take(number) : block(number))
            }
        } catch {
            failure = error
        }
        queue.close()
    }
    if let failure { throw failure }
}

/// Blocks that are finished and not yet taken.
///
/// All that changes is guarded by `changes`.
private final class BlockQueue<Output: Sendable>: @unchecked Sendable {
    private let blocks: Int
    private let ahead: Int
    private let changes = NSCondition()
    private var started = 0
    private var taken = 0
    private var isClosed = false
    private var finished: [Int: [Output]] = [:]

    init(_ blocks: Int, ahead: Int) { (self.blocks, self.ahead) = (blocks, ahead) }

    /// The next block to make, once there is room for it; nil where there is none.
    func next() -> Int? {
        changes.lock()
        defer { changes.unlock() }
        while !isClosed, started < blocks, started >= taken + ahead { changes.wait() }
        guard !isClosed, started < blocks else { return nil }
        started += 1
        return started - 1
    }

    func put(_ results: [Output], _ number: Int) {
        changes.lock()
        finished[number] = results
        changes.broadcast()
        changes.unlock()
    }

    /// Waits for the next block in order.
    func take(_ number: Int) -> [Output] {
        changes.lock()
        defer { changes.unlock() }
        while true {
            if let results = finished.removeValue(forKey: number) {
                taken += 1
                changes.broadcast()
                return results
            }
            changes.wait()
        }
    }

    /// No block is started any more.
    func close() {
        changes.lock()
        isClosed = true
        changes.broadcast()
        changes.unlock()
    }
}
