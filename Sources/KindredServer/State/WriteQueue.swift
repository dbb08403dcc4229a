import Archive
import Corpus
import HTTPTypes

/// Makes the changes that many clients ask for, those that wait together.
///
/// One flush of the disk makes all of them durable (group commit), so that a service that is sent much waits for the
/// disk once for many. Changes are made in the order in which they came.
actor WriteQueue {
    private struct Waiting {
        let change: ArticleChange
        let continuation: CheckedContinuation<ArticleChange.Outcome, any Error>
    }

    private let archive: Archive
    private var waiting: [Waiting] = []
    private var isWriting = false

    /// Changes that go to the disk together at most; what embeds and compares them takes longer than the flush by then.
    private static let groupSize = 64
    /// Changes that may wait: some seconds of work.
    private static let capacity = 1024

    init(_ archive: Archive) { self.archive = archive }

    /// Makes a change; it is durable when this returns.
    ///
    /// - Throws: ``Problem`` where too many wait, else what the archive throws.
    func submit(_ change: ArticleChange) async throws -> ArticleChange.Outcome {
        guard waiting.count < Self.capacity else {
            throw Problem(
                .busy,
                "More changes wait than can be made soon; try again in a second.",
                headers: [.retryAfter: "1"]
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(change: change, continuation: continuation))
            if !isWriting {
                isWriting = true
                Task { await self.write() }
            }
        }
    }

    private func write() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.groupSize))
            waiting.removeFirst(group.count)
            do {
                let outcomes = try await archive.apply(group.map(\.change))
                for (one, outcome) in zip(group, outcomes) { one.continuation.resume(returning: outcome) }
            } catch {
                for one in group { one.continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}
