import Storage
import Synchronization

extension Archive {
    /// Keeps up with what other processes write to the same store, until its task is cancelled. Meanwhile questions do not
    /// look at the store each time whether somebody wrote: an answer is at most as old as a notification takes, and half a
    /// minute where the connection broke without a word.
    ///
    /// Ends at once for a store that does not tell who writes; each question then looks itself.
    ///
    /// - Parameter patience: how long others have to compare what they stored before this process does.
    package func follow(patience: Duration = .seconds(120)) async {
        while !Task.isCancelled {
            do {
                guard let listener = try await following.run({ try self.store.listener() }) else { return }
                // What was written before somebody listened.
                var isBehind = try await keepUp()
                var end = ContinuousClock.now + patience
                isFollowing.withLock { $0 = true }
                while !Task.isCancelled {
                    let hasChanged = try await following.run {
                        try listener.wait(seconds: Self.listeningSeconds)
                    }
                    if hasChanged || isBehind { isBehind = try await keepUp() }
                    if !isBehind {
                        end = .now + patience
                    } else if end < .now {
                        // Whoever began something has not ended it, or compares by another model.
                        try compareAnewSoon()
                        end = .now + patience
                    }
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

    /// Whether ``generation`` tells what others write, too: where there are none by agreement, as where an archive lies in
    /// a file, and where this process is told.
    package var isGenerationTelling: Bool { store.path != nil || !store.isPersistent || isToldOfChanges }

    /// - Returns: whether there is something that can be answered from only once all articles are compared anew.
    private func keepUp() async throws -> Bool {
        try await write {
            try self.keepUpNow()
            let state = self.state
            return try state.rows.lacksArticles || !self.loader.isCurrent(state)
        }
    }

    /// Until the connection is tried, where nothing is heard.
    private static let listeningSeconds = 2.0
    /// Until listening is tried again.
    private static let listeningPause = Duration.seconds(1)
}
