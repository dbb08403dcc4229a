import Storage
import Synchronization

extension Archive {
    /// Keeps up with what other processes write to the same store, until its task is cancelled. Meanwhile questions do not
    /// look at the store each time whether somebody wrote: an answer is at most as old as a notification takes, and half a
    /// minute where the connection broke without a word.
    ///
    /// Ends at once for a store that does not tell who writes; each question then looks itself.
    package func follow() async {
        while !Task.isCancelled {
            do {
                guard let listener = try await following.run({ try self.store.listener() }) else { return }
                // What was written before somebody listened.
                try await keepUp()
                isFollowing.withLock { $0 = true }
                while !Task.isCancelled {
                    let hasChanged = try await following.run {
                        try listener.wait(seconds: Self.listeningSeconds)
                    }
                    if hasChanged { try await keepUp() }
                }
            } catch {
                isFollowing.withLock { $0 = false }
                options.observer.note("what others write is looked for at each question: \(error)")
                try? await Task.sleep(for: Self.listeningPause)
            }
        }
        isFollowing.withLock { $0 = false }
    }

    /// Whether questions rely on being told what others write.
    package var isToldOfChanges: Bool { isFollowing.withLock { $0 } }

    private func keepUp() async throws { try await write { try self.keepUpNow() } }

    /// Until the connection is tried, where nothing is heard.
    private static let listeningSeconds = 2.0
    /// Until listening is tried again.
    private static let listeningPause = Duration.seconds(1)
}
