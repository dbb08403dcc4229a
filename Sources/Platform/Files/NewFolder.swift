import Foundation

/// Makes a folder, and those above it, where they are missing, and brings their names to the disk: at a power cut, what was
/// flushed in a folder is lost where the folder's own name was not.
///
/// - Throws: ``FileError``, also where something else is at the path.
package func makeFolder(_ path: String) throws(FileError) {
    if isFolder(path) { return }
    let parent = splitPath(path).folder
    if parent != path { try makeFolder(parent) }
    if mkdir(path, 0o777) != 0 {
        let failure = FileError(.write, path)
        // Another process may have been faster, and so has a path that ends with a slash.
        guard failure.code == EEXIST, isFolder(path) else { throw failure }
    }
    synchronize(folders: [parent])
}

private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
