import Foundation

/// Holds a folder against other processes that ask for the same; waits until it is free.
///
/// The lock goes with the process, however it ends, and leaves no file behind. Where the folder cannot be
/// opened or locked (some network file systems) there is no lock, and nothing is reported.
package struct FolderLock: Sendable {
    private let descriptor: Int32

    package init(_ folder: String) {
        descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    /// Lets the next process in; to be called once.
    package func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
