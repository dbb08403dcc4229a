import Foundation

/// A file's bytes, and the stamp that it had when they were read.
package struct FileContent: Sendable {
    package var bytes: [UInt8]
    package var stamp: FileStamp

    package init(bytes: [UInt8], stamp: FileStamp) { (self.bytes, self.stamp) = (bytes, stamp) }
}

/// Reads standard input to its end.
///
/// - Throws: ``FileError``; code `EFBIG` where it has more than `limit` bytes.
package func readStandardInput(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let got = portion.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw FileError(.read, "standard input") }
        if got == 0 { return bytes }
        guard bytes.count + got <= limit else { throw FileError(.read, "standard input", code: EFBIG) }
        bytes += portion[..<got]
    }
}

/// Reads a whole file of at most `limit` bytes.
///
/// - Throws: ``FileError``; code `EFBIG` where the file is larger than `limit`, `EISDIR` or `EINVAL` where it
///   is no regular file (a pipe or a device could block or never end).
package func readFile(_ path: String, limit: Int) throws(FileError) -> FileContent {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(.read, path, code: EISDIR)
    default: throw FileError(.read, path, code: EINVAL)
    }
    let stamp = FileStamp(status)
    guard stamp.size <= limit else { throw FileError(.read, path, code: EFBIG) }

    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: stamp.size) { buffer, count in
        while count < buffer.count {
            let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            if got < 0 {
                if errno == EINTR { continue }
                failure = errno
                return
            }
            if got == 0 { return }
            count += got
        }
    }
    guard failure == 0 else { throw FileError(.read, path, code: failure) }
    return FileContent(bytes: bytes, stamp: stamp)
}
