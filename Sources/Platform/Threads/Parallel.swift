import Foundation
import Synchronization

/// Maps `0..<count` through `body` on all cores and returns the results in index order.
///
/// One worker per core takes blocks of `grain` indices from a shared counter, because a task per element
/// costs more than most elements do. The result does not depend on the number of cores.
///
/// - Parameters:
///   - count: the number of elements.
///   - grain: indices that a worker takes at a time; also how often `progress` is called.
///   - workers: the number of workers, all cores by default; more where they wait for the disk.
///   - progress: receives the number of elements finished so far, from any thread.
///   - body: computes one element; called once for each index, from any thread.
/// - Complexity: `count` calls of `body`, and O(count) for gathering.
package func concurrentMap<Output: Sendable>(
    _ count: Int,
    grain: Int = 16,
    workers: Int = Cores.count,
    progress: (@Sendable (Int) -> Void)? = nil,
    _ body: @Sendable (Int) -> Output
) -> [Output] {
    concurrentMap(count, grain: grain, workers: workers, progress: progress, scratch: ()) { index, _ in
        body(index)
    }
}

/// Computes `body` of each index on all cores with something of its own for each worker, such as a buffer that is
/// expensive to make: no two workers share one, and each worker uses its own for all of its elements.
///
/// - Parameter scratch: makes one; called once on each worker.
package func concurrentMap<Scratch: ~Copyable, Output: Sendable>(
    _ count: Int,
    grain: Int = 16,
    workers: Int = Cores.count,
    progress: (@Sendable (Int) -> Void)? = nil,
    scratch: @autoclosure @Sendable () -> Scratch,
    _ body: @Sendable (Int, inout Scratch) -> Output
) -> [Output] {
    precondition(grain > 0 && workers > 0, "grain and workers must be positive")
    let blocks = (count + grain - 1) / grain
    let next = Atomic<Int>(0)
    let finished = Atomic<Int>(0)
    let gathered = Mutex<[[Output]?]>(Array(repeating: nil, count: blocks))

    runOnThreads(min(workers, blocks)) {
        var own = scratch()
        while true {
            let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard block < blocks else { return }
            let indices = (block * grain)..<min(count, (block + 1) * grain)
            var results: [Output] = []
            results.reserveCapacity(indices.count)
            for index in indices { results.append(body(index, &own)) }
            let finishedBlock = results
            gathered.withLock { $0[block] = finishedBlock }
            let done = finished.wrappingAdd(finishedBlock.count, ordering: .relaxed).newValue
            progress?(done)
        }
    }

    var all: [Output] = []
    all.reserveCapacity(count)
    gathered.withLock { blocks in
        for block in blocks { all.append(contentsOf: block ?? []) }
    }
    return all
}

/// Lets all cores change a buffer: cuts it into slices of `length` elements, the last one shorter, and calls
/// `body` once for each with its number and its elements.
///
/// No two calls see the same element, so threads cannot disturb each other, and the result does not depend on
/// their number.
///
/// - Parameters:
///   - buffer: shared by nobody else while this runs.
///   - length: elements of a slice; a multiple of a row's length where rows must stay whole.
///   - workers: the number of workers, all cores by default.
///   - body: changes one slice; called once for each, from any thread.
/// - Returns: what `body` returned for each slice, in their order.
package func concurrentSlices<Element: BitwiseCopyable & Sendable, Output: Sendable>(
    of buffer: inout [Element],
    length: Int,
    workers: Int = Cores.count,
    _ body: @Sendable (Int, inout MutableSpan<Element>) -> Output
) -> [Output] {
    precondition(length > 0, "a slice has elements")
    let count = buffer.count
    return buffer.withUnsafeMutableBufferPointer { whole in
        // Shared by the threads, but each slice of it is one call's alone.
        nonisolated(unsafe) let whole = whole
        return concurrentMap((count + length - 1) / length, grain: 1, workers: workers) { slice in
            let bounds = slice * length..<min(count, (slice + 1) * length)
            let elements = UnsafeMutableBufferPointer(rebasing: whole[bounds])
            var span = MutableSpan(_unsafeElements: elements)
            return body(slice, &span)
        }
    }
}

/// Runs `work` on `count` threads, of which the calling thread is one, and waits for all.
private func runOnThreads(_ count: Int, _ work: @Sendable () -> Void) {
    withThreads(max(1, count) - 1, work) { _ in work() }
}

/// Runs `work` on `count` threads beside the calling thread, which meanwhile does something else, and waits for all.
///
/// POSIX threads rather than Dispatch's pool: work that waits for the disk needs more of them than there are
/// cores, parsers that recurse need a known stack, and a join says for certain that a thread let go of `work`.
///
/// - Parameter meanwhile: receives how many threads there are: fewer than `count` where the system has no more.
func withThreads(_ count: Int, _ work: @Sendable () -> Void, meanwhile: (Int) -> Void) {
    withoutActuallyEscaping(work) { work in
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, 8 << 20)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        var threads: [pthread_t] = []
        for _ in 0..<count {
            let context = Unmanaged.passRetained(ThreadWork(work))
            #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(&thread, attributes, { run($0) }, context.toOpaque())
            if code == 0, let thread { threads.append(thread) }
            #else
            var thread = pthread_t()
            let code = pthread_create(&thread, attributes, { run($0!) }, context.toOpaque())
            if code == 0 { threads.append(thread) }
            #endif
            // Fewer threads do the same work, only later.
            if code != 0 { context.release() }
        }
        meanwhile(threads.count)
        for thread in threads { pthread_join(thread, nil) }
    }
}

private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().body()
    return nil
}
