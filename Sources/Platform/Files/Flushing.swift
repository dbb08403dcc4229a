import Foundation

/// Brings what was written to an open file to the disk; `errno` says why it could not.
///
/// A signal that comes in between only means that it has to be asked again.
func isFlushed(_ descriptor: Int32) -> Bool {
    while fsync(descriptor) != 0 {
        if errno != EINTR { return false }
    }
    return true
}

/// Closes a file; `errno` says what was lost where that failed.
///
/// After a signal the file is closed all the same (close(2), on Linux), and must not be closed again.
func isClosed(_ descriptor: Int32) -> Bool { close(descriptor) == 0 || errno == EINTR }

/// Flushes folders' own entries to the disk, so that renames in them survive a power cut.
///
/// Once per folder after many renames: the entries are journalled together.
package func synchronize(folders: Set<String>) {
    for folder in folders {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { continue }
        _ = isFlushed(descriptor)
        close(descriptor)
    }
}
