import Archive
import Synchronization

/// Answers that were given before, for as long as the archive is as it was then.
///
/// Lists also depend on the time, as what is dated in the future may not stand in them, so an answer is kept for a minute
/// at most.
final class AnswerCache: Sendable {
    struct Answer: Sendable {
        let bytes: [UInt8]
        let entityTag: String
    }

    private struct Entries {
        var generation = -1
        var bytes = 0
        var answers: [String: (answer: Answer, made: ContinuousClock.Instant)] = [:]
    }

    private let entries = Mutex(Entries())
    private static let limit = 64 << 20
    private static let lifetime = Duration.seconds(60)

    /// - Parameter generation: of the archive's state now.
    func answer(to question: String, _ generation: Int) -> Answer? {
        entries.withLock { entries in
            guard entries.generation == generation, let entry = entries.answers[question],
                ContinuousClock.now - entry.made < Self.lifetime
            else { return nil }
            return entry.answer
        }
    }

    /// - Parameter generation: of the archive's state before the answer was made.
    func keep(_ answer: Answer, to question: String, _ generation: Int) {
        entries.withLock { entries in
            guard generation >= entries.generation else { return }
            let size = answer.bytes.count + question.utf8.count + 64
            if entries.generation != generation || entries.bytes + size > Self.limit {
                entries = Entries(generation: generation)
            }
            entries.bytes += size
            entries.answers[question] = (answer, .now)
        }
    }
}
