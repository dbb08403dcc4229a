import Dispatch

/// Runs an actor's work on a thread of its own, so that waiting for a disk or for all cores never blocks the threads
/// that Swift's tasks share.
///
/// Linux has no `DispatchSerialQueue` that would do it.
final class SerialThread: SerialExecutor {
    private let queue: DispatchQueue

    init(_ name: String) { queue = DispatchQueue(label: name) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// Runs questions, any number side by side, off the threads that Swift's tasks share.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "kindred.questions", attributes: .concurrent)

    static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
