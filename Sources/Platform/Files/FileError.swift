import Foundation

/// A system call on a file that failed: which, on what, and why.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Operation: String, Sendable { case find, read, write }

    package let operation: Operation
    package let path: String
    /// The system's `errno`.
    package let code: Int32

    package init(_ operation: Operation, _ path: String, code: Int32? = nil) {
        self.operation = operation
        self.path = path
        self.code = code ?? errno
    }

    /// The system's own words, such as "Permission denied".
    package var reason: String { code == ELOOP ? "nested too deep" : String(cString: strerror(code)) }

    /// Whether a name is not UTF-8.
    package var isBadName: Bool { code == EILSEQ }

    /// Whether the file exceeded the reader's limit.
    package var isTooLarge: Bool { code == EFBIG && operation == .read }

    /// Whether something other than a file was to be read.
    package var isIrregular: Bool { code == EINVAL || code == EISDIR }

    /// Whether nothing is at the path.
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    package var description: String { "cannot \(operation.rawValue) \(path): \(reason)" }
}
