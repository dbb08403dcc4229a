import Foundation

/// A system call on a file that failed: which, on what, and why.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, as a verb: "read", "write", "rename".
    package let operation: String
    package let path: String
    /// The system's `errno`.
    package let code: Int32

    package init(_ operation: String, _ path: String, code: Int32? = nil) {
        self.operation = operation
        self.path = path
        self.code = code ?? errno
    }

    /// The system's own words, such as "Permission denied".
    package var reason: String { String(cString: strerror(code)) }

    /// Whether the file exceeded the reader's limit.
    package var isTooLarge: Bool { code == EFBIG && operation == "read" }

    /// Whether nothing is at the path.
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    package var description: String { "cannot \(operation) \(path): \(reason)" }
}
