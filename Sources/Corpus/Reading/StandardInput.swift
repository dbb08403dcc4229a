package import Platform
import Synchronization

/// Standard input in the place of a file: it is read once, since it cannot be read again.
package enum StandardInput {
    /// What stands for it among paths; a file of this name is `./-`.
    package static let path = "-"

    private static let content = Mutex<[UInt8]?>(nil)

    /// - Throws: ``FileError``; code `EFBIG` where it has more than `limit` bytes.
    package static func bytes(limit: Int) throws(FileError) -> [UInt8] {
        try content.withLock { kept throws(FileError) in
            if let kept { return kept }
            let bytes = try readStandardInput(limit: limit)
            kept = bytes
            return bytes
        }
    }
}

/// The content of a file of articles, or of standard input.
///
/// - Throws: ``FileError``; code `EFBIG` where it has more than `limit` bytes.
func readSource(_ path: String, limit: Int) throws(FileError) -> FileContent {
    guard path == StandardInput.path else { return try readFile(path, limit: limit) }
    let bytes = try StandardInput.bytes(limit: limit)
    return FileContent(bytes: bytes, stamp: FileStamp(size: bytes.count, modified: 0, changed: 0))
}
