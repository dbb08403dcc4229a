import Dispatch

/// Runs work that waits for a disk or for all cores on threads of its own, so that it never blocks those that Swift's
/// tasks share.
package struct BlockingWork: Sendable {
    private let queue: DispatchQueue

    /// - Parameter isSerial: whether one piece of work begins only when the one before has ended.
    package init(_ name: String, isSerial: Bool) {
        queue = DispatchQueue(label: name, attributes: isSerial ? [] : .concurrent)
    }

    package func run<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
