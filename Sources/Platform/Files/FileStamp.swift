import Foundation

/// What tells a file's version without reading it: size, times and identity.
package struct FileStamp: Hashable, Sendable {
    /// Length in bytes.
    package var size: Int
    /// Time of the last change of content, nanoseconds since 1970.
    package var modified: Int64
    /// Time of the last change of content, name, mode or owner, nanoseconds since 1970.
    ///
    /// Programs can set `modified` back (rsync, tar, touch); they cannot set this.
    package var changed: Int64

    package init(size: Int, modified: Int64, changed: Int64) {
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    init(_ status: stat) {
        size = Int(status.st_size)
        #if canImport(Darwin)
        let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        self.modified = Self.nanoseconds(modified)
        self.changed = Self.nanoseconds(changed)
    }

    /// Wraps for years past 2262, which is harmless as stamps are only compared.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Reads the stamp of the file at `path`, following symbolic links.
    ///
    /// - Throws: ``FileError`` where the file cannot be reached.
    package init(ofFile path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.read, path) }
        self.init(status)
    }
}

/// What a path leads to, following symbolic links.
package enum PathKind: Sendable {
    case file, folder, other

    /// - Throws: ``FileError`` where nothing is there or it cannot be reached.
    package init(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(.find, path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}

/// The absolute path with every symbolic link, `.` and `..` resolved.
///
/// - Throws: ``FileError`` where the path leads nowhere.
package func realPath(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else { throw FileError(.find, path) }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Whether the file or folder belongs to the user that this process runs as.
package func isOwnedByUser(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_uid == geteuid()
}

/// Whether this process may change the file's content.
package func isWritable(file: String) -> Bool { access(file, W_OK) == 0 }

/// Whether this process may make or change entries of the folder.
package func isWritable(folder: String) -> Bool { access(folder, W_OK | X_OK) == 0 }

/// The time now, in nanoseconds since 1970, on the clock of file stamps, which like them starts again in 2262.
package func nanosecondsSince1970() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
}
