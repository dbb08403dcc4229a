import Foundation

/// One entry that a walk found.
package struct WalkedFile: Sendable {
    /// Path below the walked folder, components joined by "/".
    package var relativePath: String
    package var stamp: FileStamp
}

/// What a walk found and what it passed over.
package struct FolderWalk: Sendable {
    /// Regular files, ascending by relative path in byte order, the same on every machine.
    package private(set) var files: [WalkedFile] = []
    /// Relative paths of symbolic links, which are never followed: inside the folder their target is walked anyway, and
    /// outside it they would lead away from what the user named.
    package private(set) var links: [String] = []
    /// Relative paths of hidden entries whose names are wanted.
    package private(set) var hidden: [String] = []
    /// Folders in which an interrupted run left temporary files, or another one has some now; absolute.
    package private(set) var foldersWithTemporaries: Set<String> = []
    /// Folders and entries that could not be read.
    package private(set) var failures: [FileError] = []

    /// Walks `folder`, skipping hidden entries and those for which `isWanted` is false.
    ///
    /// - Parameters:
    ///   - folder: an absolute path.
    ///   - depthLimit: folders nested deeper are reported in `failures`.
    ///   - isEntered: receives a folder's relative path; where it answers false, what is below is passed over.
    ///   - isWanted: receives a file's name.
    package init(
        _ folder: String,
        depthLimit: Int = 64,
        isEntered: (String) -> Bool = { _ in true },
        isWanted: (String) -> Bool
    ) {
        walk(folder, prefix: "", depth: depthLimit, isEntered, isWanted)
        files.sort { $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8) }
        links.sort()
        hidden.sort()
    }

    private mutating func walk(
        _ folder: String,
        prefix: String,
        depth: Int,
        _ isEntered: (String) -> Bool,
        _ isWanted: (String) -> Bool
    ) {
        guard depth > 0 else {
            failures.append(FileError(.read, folder, code: ELOOP))
            return
        }
        guard let stream = opendir(folder) else {
            failures.append(FileError(.read, folder))
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let (name, isUTF8) = Self.name(of: &entry.pointee)
            guard !name.hasPrefix(".") else {
                if name.hasSuffix(temporarySuffix) { foldersWithTemporaries.insert(folder) }
                if isUTF8, name.utf8.count > 2, isWanted(name) { hidden.append(prefix + name) }
                continue
            }
            guard isUTF8 else {
                // Text cannot name it, so it cannot be opened; but who wanted it should know.
                if isWanted(name) || entry.pointee.d_type == UInt8(DT_DIR) {
                    failures.append(FileError(.read, "\(folder)/\(name)", code: EILSEQ))
                }
                continue
            }
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else {
                // Removed since it was listed: not there, so nothing to report.
                if errno != ENOENT { failures.append(FileError(.read, path)) }
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where isEntered(prefix + name):
                walk(path, prefix: "\(prefix)\(name)/", depth: depth - 1, isEntered, isWanted)
            case S_IFLNK: links.append(prefix + name)
            case S_IFREG where isWanted(name):
                files.append(WalkedFile(relativePath: prefix + name, stamp: FileStamp(status)))
            default: break
            }
        }
    }

    /// An entry's name, with replacement characters where it is not UTF-8.
    private static func name(of entry: inout dirent) -> (name: String, isUTF8: Bool) {
        withUnsafePointer(to: &entry.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                if let name = String(validatingCString: $0) { return (name, true) }
                return (String(cString: $0), false)
            }
        }
    }
}
