import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Synchronization

/// Something about all articles that takes longer than a request may: made beside questions when somebody asks for it,
/// once for each state of the archive.
///
/// Where the archive has changed since, what there is is answered, and a new one made, but never more than a fifth of the
/// time: an archive that changes all day would be busy with this alone.
final class MadeInBackground<Value: Sendable>: Sendable {
    enum Answer: Sendable {
        /// What was made last, and whether nothing has changed since it was begun.
        case made(Value, isCurrent: Bool)
        /// The first one is being made; the share that is done.
        case beingMade(Double)
    }

    private struct Made {
        let value: Value
        let generation: Int
        /// Before which no other one is begun.
        let rest: ContinuousClock.Instant
    }

    private struct State {
        var made: Made?
        var isBusy = false
        var progress = 0.0
        /// Why the last one was not made; whoever asks next is told, and the one after tries again.
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let archive: Archive
    private let make: @Sendable (Archive, @escaping @Sendable (Double) -> Void) async throws -> Value

    /// - Parameter make: receives what to tell the share that is done.
    init(
        of archive: Archive,
        _ make: @escaping @Sendable (Archive, @escaping @Sendable (Double) -> Void) async throws -> Value
    ) {
        (self.archive, self.make) = (archive, make)
    }

    /// What there is, having the next one begun where it is due.
    ///
    /// - Throws: why the last one could not be made.
    func answer() throws -> Answer {
        let generation = archive.generation
        let (answer, isDue) = try state.withLock { state -> (Answer, Bool) in
            if let failure = state.failure {
                state.failure = nil
                throw failure
            }
            let isCurrent = state.made?.generation == generation
            let isDue = !state.isBusy && !isCurrent && state.made.map { $0.rest < .now } ?? true
            if isDue { (state.isBusy, state.progress) = (true, 0) }
            guard let made = state.made else { return (.beingMade(state.progress), isDue) }
            return (.made(made.value, isCurrent: isCurrent), isDue)
        }
        if isDue { Task { await self.begin(generation) } }
        return answer
    }

    private func begin(_ generation: Int) async {
        let start = ContinuousClock.now
        do {
            let value = try await make(archive) { [weak self] share in
                self?.state.withLock { $0.progress = max($0.progress, min(share, 1)) }
            }
            let end = ContinuousClock.now
            state.withLock { state in
                state.made = Made(value: value, generation: generation, rest: end + (end - start) * 4)
                state.isBusy = false
            }
        } catch {
            state.withLock { ($0.failure, $0.isBusy) = (error, false) }
        }
    }
}

extension Response {
    /// That what was asked for is being made.
    static func beingMade(_ share: Double) -> Response {
        let json = JSONValue.object([("progress", .number(share.rounded(toPlaces: 3)))])
        var response = Response(json, status: .accepted)
        response.headers[.retryAfter] = "1"
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
