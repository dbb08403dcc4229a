/// One step of long work, for a progress bar.
public struct ArchiveProgress: Hashable, Sendable {
    /// What is being done.
    public enum Stage: String, Hashable, Sendable {
        /// Files are read.
        case reading
        /// Texts are turned into vectors.
        case embedding
        /// All articles are compared with each other.
        case comparing
    }

    public var stage: Stage
    /// Files, lines, texts or articles that are done.
    public var done: Int
    /// Of how many.
    public var total: Int

    public init(stage: Stage, done: Int, total: Int) {
        (self.stage, self.done, self.total) = (stage, done, total)
    }
}

/// What is told while an archive works: steps for a progress bar, notes for people, timings for a log.
package struct WorkObserver: Sendable {
    /// Receives steps from any thread, often.
    package var progress: @Sendable (ArchiveProgress) -> Void
    /// Receives stages that have ended.
    package var ended: @Sendable (ArchiveProgress.Stage) -> Void
    /// Receives what a user may want to know, in one clause.
    package var note: @Sendable (String) -> Void
    /// Receives decisions and timings, by name, for a log.
    package var log: @Sendable (_ event: String, _ details: [String: String]) -> Void

    package init(
        progress: @escaping @Sendable (ArchiveProgress) -> Void = { _ in },
        ended: @escaping @Sendable (ArchiveProgress.Stage) -> Void = { _ in },
        note: @escaping @Sendable (String) -> Void = { _ in },
        log: @escaping @Sendable (String, [String: String]) -> Void = { _, _ in }
    ) {
        self.progress = progress
        self.ended = ended
        self.note = note
        self.log = log
    }

    /// Runs a stage and tells when it has ended, however it ends.
    func stage<Result>(
        _ stage: ArchiveProgress.Stage,
        _ body: (@escaping @Sendable (Int, Int) -> Void) throws -> Result
    ) rethrows -> Result {
        defer { ended(stage) }
        let progress = progress
        return try body { progress(ArchiveProgress(stage: stage, done: $0, total: $1)) }
    }

    /// Runs work and logs how long it took.
    package func timed<Result>(_ event: String, _ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try body()
        log(event, ["seconds": "\(clock.now - start)"])
        return result
    }
}
