import CPlatform
import Foundation

/// Waits for files in some folders, and below, to be written, renamed or removed.
///
/// Where the system does not tell (it is not Linux, or has no watches left), it looks again twice a second.
package struct FolderChanges: ~Copyable {
    private let descriptor: Int32
    private var isTold: Bool

    /// Milliseconds after which it looks again where nobody tells.
    private static let interval: Int32 = 500
    /// Milliseconds in which further changes belong to the first: programs write in several steps.
    private static let pause: Int32 = 30

    /// - Parameter folders: absolute paths.
    package init(in folders: [String]) {
        let descriptor = folder_changes_open()
        self.descriptor = descriptor
        isTold = descriptor >= 0 && Self.isWatching(folders, descriptor)
    }

    /// Watches further folders; those that are watched already stay so.
    package mutating func watch(_ folders: [String]) {
        guard descriptor >= 0 else { return }
        if !Self.isWatching(folders, descriptor) { isTold = false }
    }

    /// Whether the system tells of changes in all of the folders that are there.
    private static func isWatching(_ folders: [String], _ descriptor: Int32) -> Bool {
        var isTold = true
        for folder in folders where folder_changes_watch(descriptor, folder) < 0 && errno != ENOENT {
            isTold = false
        }
        return isTold
    }

    /// Waits at most a fifth of a second, so that an interrupt is noticed.
    ///
    /// - Returns: whether something may have changed.
    package mutating func wait() -> Bool {
        guard isTold else {
            usleep(UInt32(Self.interval) * 1000)
            return true
        }
        guard folder_changes_wait(descriptor, 200) == 1 else { return false }
        while folder_changes_wait(descriptor, Self.pause) == 1 {}
        return true
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// A folder and all below it that are not hidden; absolute. Symbolic links are not followed.
package func folders(below folder: String) -> [String] {
    var folders = [folder]
    _ = FolderWalk(
        folder,
        isEntered: {
            folders.append("\(folder)/\($0)")
            return true
        },
        isWanted: { _ in false }
    )
    return folders
}
