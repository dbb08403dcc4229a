import Archive
import Corpus
import HTTPTypes
import Storage

/// Makes the changes that many clients ask for, those that wait together.
///
/// One flush of the disk makes all of them durable (group commit), so that a service that is sent much waits for the
/// disk once for many. Changes are made in the order in which they came.
actor WriteQueue {
    private struct Waiting {
        let change: ArticleChange
        let continuation: CheckedContinuation<AppliedChange, any Error>
    }

    private let archive: Archive
    private var waiting: [Waiting] = []
    /// Lists that were found to have changed, noted with the next changes.
    private var completed: [CompletedChange] = []
    private var isWriting = false
    private var isCompleting = false
    /// Whether there may be changes whose lists nobody found.
    private var mustComplete = false
    /// Those who wait for an article to be theirs, by its id; empty where somebody has it and nobody waits.
    private var inLine: [ArticleID: [CheckedContinuation<Void, Never>]] = [:]

    /// Changes that go to the disk together at most; what embeds and compares them takes longer than the flush by then.
    private static let groupSize = 64
    /// Changes that may wait: some seconds of work.
    private static let capacity = 1024
    /// Until what failed is tried again.
    private static let pause = Duration.seconds(1)

    init(_ archive: Archive) { self.archive = archive }

    /// Makes a change; it is durable when this returns.
    ///
    /// - Throws: ``Problem`` where too many wait, else what the archive throws.
    func submit(_ change: ArticleChange) async throws -> AppliedChange {
        guard waiting.count < Self.capacity else {
            throw Problem(
                .busy,
                "More changes wait than can be made soon; try again in a second.",
                headers: [.retryAfter: "1"]
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(change: change, continuation: continuation))
            writeSoon()
        }
    }

    /// Notes which lists a change has changed, for those who follow the archive. Where the process ends before that is
    /// written, they are found once more when it starts.
    func complete(_ change: CompletedChange) {
        completed.append(change)
        writeSoon()
    }

    /// Finds the lists of all changes that nobody found yet, as where a search or the disk failed; tries again until it
    /// can, since those who follow the archive are told nothing that comes after them.
    func completeAll() {
        mustComplete = true
        guard !isCompleting else { return }
        isCompleting = true
        Task {
            while mustComplete {
                mustComplete = false
                guard (try? await archive.completeListChanges()) == nil else { continue }
                mustComplete = true
                try? await Task.sleep(for: Self.pause)
            }
            isCompleting = false
        }
    }

    /// Does what asks about an article and changes it while nobody else changes it.
    func alone<Answer: Sendable>(
        with id: ArticleID,
        _ body: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        if inLine[id] == nil {
            inLine[id] = []
        } else {
            await withCheckedContinuation { inLine[id]?.append($0) }
        }
        defer {
            if inLine[id]?.isEmpty ?? true { inLine[id] = nil } else { inLine[id]?.removeFirst().resume() }
        }
        return try await body()
    }

    private func writeSoon() {
        guard !isWriting else { return }
        isWriting = true
        Task { await self.write() }
    }

    private func write() async {
        while !waiting.isEmpty || !completed.isEmpty {
            let group = Array(waiting.prefix(Self.groupSize))
            waiting.removeFirst(group.count)
            let completed = completed
            self.completed = []
            do {
                let applied = try await archive.apply(group.map(\.change), completing: completed)
                for (one, outcome) in zip(group, applied) { one.continuation.resume(returning: outcome) }
            } catch {
                for one in group { one.continuation.resume(throwing: error) }
                if !completed.isEmpty { completeAll() }
            }
        }
        isWriting = false
    }
}
