import CPlatform
import Foundation

/// Has files written into a folder so that at every instant it holds either all old or all new ones.
///
/// `body` writes into a new folder beside it, which gets the modes of the old one and then changes places with it. Where that cannot be
/// (`folder` holds something else too, is another user's or a mount point, or its file system cannot do it), `body`
/// writes into `folder` itself.
///
/// - Parameters:
///   - folder: it exists.
///   - names: what `folder` may hold, and loses.
/// - Throws: ``FileError``; the folder is then as it was, where the two could have changed places.
package func replaceFolder(
    _ folder: String,
    holding names: Set<String>,
    _ body: (String) throws(FileError) -> Void
) throws(FileError) {
    let target = (try? realPath(folder)) ?? folder
    guard let beside = emptyTwin(of: target, holding: names) else { return try body(folder) }
    defer { try? FileManager.default.removeItem(atPath: beside) }
    try body(beside)
    for name in names {
        var status = stat()
        guard stat("\(target)/\(name)", &status) == 0 else { continue }
        setMode(status.st_mode & 0o7777, of: "\(beside)/\(name)")
    }
    synchronize(folders: [beside])
    guard exchange_paths(beside, target) == 0 else { return try body(folder) }
    synchronize(folders: [splitPath(target).folder])
}

/// Gives a file a mode that it has after a power cut too, where that can be.
private func setMode(_ mode: mode_t, of path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if fchmod(descriptor, mode) == 0 { _ = isFlushed(descriptor) }
    close(descriptor)
}

/// A new folder beside `folder` that may stand in its place; nil where there can be none.
private func emptyTwin(of folder: String, holding names: Set<String>) -> String? {
    var status = stat()
    guard let found = try? FileManager.default.contentsOfDirectory(atPath: folder),
        names.isSuperset(of: found),
        stat(folder, &status) == 0
    else { return nil }
    removeLeftovers(in: splitPath(folder).folder, includesOwn: false)
    let beside = temporaryPath(beside: folder)
    guard mkdir(beside, 0o700) == 0 else { return nil }
    var made = stat()
    guard stat(beside, &made) == 0, (made.st_uid, made.st_gid) == (status.st_uid, status.st_gid),
        chmod(beside, status.st_mode & 0o7777) == 0
    else {
        rmdir(beside)
        return nil
    }
    return beside
}
