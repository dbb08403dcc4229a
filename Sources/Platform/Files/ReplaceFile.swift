import CPlatform
import Foundation

/// How a safe replacement ended.
package enum Replacement: Sendable {
    /// The new bytes are in place; the stamp is the new file's, nil where it could not be read.
    case done(FileStamp?)
    /// Somebody changed the file after `expected` was taken; it was left as it is.
    case changedMeanwhile
}

/// Ending of the temporary files beside the article files; hidden, so that no walk reads them as articles.
package let temporarySuffix = ".kindred-tmp"

/// The replacement of a file's content, in two steps, so that at every instant the path holds either all old
/// or all new bytes.
///
/// `init` writes a temporary file in the same folder with the original's mode, group and, where that is allowed, owner; `flush` brings it to the
/// disk; `commit` checks that the original is still what it was, and renames. A crash leaves at most a hidden
/// temporary file. Many files go faster step by step than one by one, since the disk takes them all at once.
package struct StagedReplacement: Sendable {
    private let path: String
    private let temporary: String
    private let expected: FileStamp

    /// Prepares the replacement of `path` with `bytes`.
    ///
    /// - Parameters:
    ///   - path: a regular file; a symbolic link must be resolved first, or the link itself would be replaced.
    ///   - expected: the stamp that the file had when it was read.
    /// - Returns: nil where the file has another stamp by now.
    /// - Throws: ``FileError``; nothing is left behind then.
    package init?(_ path: String, with bytes: [UInt8], expecting expected: FileStamp) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.write, path) }
        guard FileStamp(status) == expected else { return nil }
        // A read-only file is its owner's wish, although a rename would get past it.
        guard access(path, W_OK) == 0 else { throw FileError(.write, path) }

        temporary = temporaryPath(beside: path)
        self.path = path
        self.expected = expected
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(.write, path) }
        var code = writeAll(bytes, to: descriptor)
        // A new file's group may be its folder's. Who may write a file of somebody else's, by its group or as anybody,
        // may not give files away: the new one is then the writer's, as it is after most editors and git. But where not
        // even the group can be kept, others would lose what they may do, and the write must not happen.
        var made = stat()
        if code == nil, fstat(descriptor, &made) != 0 { code = errno }
        if code == nil, (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid),
            fchown(descriptor, status.st_uid, status.st_gid) != 0
        {
            let isGroupKept =
                made.st_gid == status.st_gid || fchown(descriptor, uid_t.max, status.st_gid) == 0
            if !isGroupKept { code = errno }
        }
        if code == nil, fchmod(descriptor, status.st_mode & 0o7777) != 0 { code = errno }
        if !isClosed(descriptor), code == nil { code = errno }
        if let code {
            unlink(temporary)
            throw FileError(.write, path, code: code)
        }
    }

    /// Brings the new bytes of many files to the disk.
    ///
    /// - Returns: what went wrong, one place a file; such a file must not be committed.
    package static func flush(_ staged: [StagedReplacement]) -> [FileError?] {
        if staged.count >= fewestTogether, flushTogether(staged) { return staged.map { _ in nil } }
        return staged.map { $0.flushed() }
    }

    /// Files from which on flushing the whole file system is faster than file by file, though it takes what other
    /// programs have written along.
    private static let fewestTogether = 16

    private static func flushTogether(_ staged: [StagedReplacement]) -> Bool {
        Set(staged.map { splitPath($0.temporary).folder }).allSatisfy { folder in
            let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return flush_file_system(descriptor) == 0
        }
    }

    private func flushed() -> FileError? {
        let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return FileError(.write, path) }
        defer { close(descriptor) }
        return isFlushed(descriptor) ? nil : FileError(.write, path)
    }

    /// Gives the replacement up.
    package func abandon() { unlink(temporary) }

    /// Puts the new bytes in place.
    ///
    /// - Precondition: they were flushed.
    /// - Throws: ``FileError``; the original is whole then.
    package func commit() throws(FileError) -> Replacement {
        var status = stat()
        guard stat(path, &status) == 0, FileStamp(status) == expected else {
            unlink(temporary)
            return .changedMeanwhile
        }
        guard rename(temporary, path) == 0 else {
            let failure = FileError(.write, path)
            unlink(temporary)
            throw failure
        }
        return .done(try? FileStamp(ofFile: path))
    }
}

/// A name that no other process uses, of a length that any file system takes.
func temporaryPath(beside path: String) -> String {
    "\(splitPath(path).folder)/.\(getpid())-\(UInt64.random(in: 0...UInt64.max))\(temporarySuffix)"
}

/// Removes the temporary files and folders that runs which no longer exist left in `folder`.
///
/// - Parameter includesOwn: whether those count that have this process' number, to be asked for before it makes any: in a
///   container, run after run has the same one.
/// - Returns: how many were removed.
@discardableResult
package func removeLeftovers(in folder: String, includesOwn: Bool = true) -> Int {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return 0 }
    var removed = 0
    for name in names where name.hasPrefix(".") && name.hasSuffix(temporarySuffix) {
        guard let owner = name.dropFirst().split(separator: "-").first, let process = pid_t(owner) else {
            continue
        }
        let isGone = process == getpid() ? includesOwn : kill(process, 0) != 0 && errno == ESRCH
        guard isGone else { continue }
        // A folder, where one was to be replaced.
        if (try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")) != nil { removed += 1 }
    }
    return removed
}

/// A path's folder ("." where it names none) and its last component.
package func splitPath(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
}

/// Writes all bytes; returns the `errno` of the call that failed.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count {
            let count = write(descriptor, buffer.baseAddress! + written, buffer.count - written)
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            written += count
        }
        return nil
    }
}
