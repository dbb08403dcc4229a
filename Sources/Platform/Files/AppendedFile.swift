import Foundation

/// A file of lines that only grows, and of which no line is ever half there.
///
/// What was appended is durable when ``append(_:)`` returns. A line that a killed process or a full disk cut off is taken
/// out before anything is added.
package struct AppendedFile: ~Copyable {
    package let path: String
    private let descriptor: Int32
    /// Bytes of whole lines.
    private var size: Int64

    /// Opens a file, making it, readable by its owner alone, where it is missing.
    ///
    /// - Throws: ``FileError`` where it cannot be opened, or is no regular file.
    package init(_ path: String) throws(FileError) {
        let isNew = access(path, F_OK) != 0
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw FileError(.write, path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let error = FileError(.write, path, code: EINVAL)
            close(descriptor)
            throw error
        }
        guard let size = Self.wholeLines(descriptor, Int64(status.st_size)),
            size == status.st_size || ftruncate(descriptor, off_t(size)) == 0
        else {
            let error = FileError(.write, path)
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.size = size
        if isNew { synchronize(folders: [splitPath(path).folder]) }
    }

    /// Appends bytes that end with a line end.
    ///
    /// - Throws: ``FileError``; the file is then as it was.
    package mutating func append(_ bytes: [UInt8]) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw undone()
            }
            written += count
        }
        guard isFlushed(descriptor) else { throw undone() }
        size += Int64(bytes.count)
    }

    private func undone() -> FileError {
        let error = FileError(.write, path)
        _ = ftruncate(descriptor, off_t(size))
        return error
    }

    /// Bytes up to the last line end of a file, which is looked for from its end; nil where it cannot be read.
    private static func wholeLines(_ descriptor: Int32, _ size: Int64) -> Int64? {
        var end = size
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while end > 0 {
            let start = max(0, end - Int64(buffer.count))
            let count = buffer.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, Int(end - start), off_t(start))
            }
            guard count == Int(end - start) else { return nil }
            if let last = buffer[..<count].lastIndex(of: 0x0A) { return start + Int64(last) + 1 }
            end = start
        }
        return 0
    }

    deinit { close(descriptor) }
}
