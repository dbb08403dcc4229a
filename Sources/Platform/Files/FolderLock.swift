import Foundation

/// Holds a folder against other processes that ask for the same.
///
/// The lock goes with the process, however it ends, and leaves no file behind. Where the folder cannot be
/// opened or locked (some network file systems) there is no lock, and nothing is reported.
package struct FolderLock: Sendable {
    private let descriptor: Int32

    /// Waits until the folder is free.
    ///
    /// - Parameter wait: called after each failed attempt with the number of attempts, from 0; sleeps, or
    ///   answers false to give up.
    /// - Returns: nil where `wait` gave up.
    package init?(_ folder: String, wait: (Int) -> Bool) {
        descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var attempts = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
            guard wait(attempts) else {
                close(descriptor)
                return nil
            }
            attempts += 1
        }
    }

    /// Lets the next process in; to be called once.
    package func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
