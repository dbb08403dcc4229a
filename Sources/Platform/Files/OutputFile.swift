import CPlatform
import Foundation

/// A file that is written piece by piece and stands in its place only as a whole, once it is committed; for
/// outputs that are nobody's original.
///
/// A symbolic link stays and its target is replaced; a device or a pipe, as standard output may be, is written to
/// at once. Without ``commit()`` nothing is left behind, even by a program that is killed: until then the file has no
/// name, on systems that can do that.
package struct OutputFile: ~Copyable {
    /// As people know it.
    private let name: String
    private let target: String
    /// Nil for a device or a pipe.
    private let temporary: String?
    /// Whether the file has that name already.
    private let isNamed: Bool
    /// Of the file that is replaced; nil where there is none.
    private let mode: mode_t?
    private let descriptor: Int32
    private let isOurs: Bool

    /// - Throws: ``FileError``.
    package init(_ path: String) throws(FileError) {
        let target = (try? realPath(path)) ?? path
        var status = stat()
        let exists = stat(target, &status) == 0
        let isDevice = exists && status.st_mode & S_IFMT != S_IFREG
        if !isDevice { removeLeftovers(in: splitPath(target).folder, includesOwn: false) }
        let temporary = isDevice ? nil : temporaryPath(beside: target)
        let flags = isDevice ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let unnamed = isDevice ? -1 : open_unnamed(splitPath(target).folder, 0o666)
        let descriptor = unnamed >= 0 ? unnamed : open(temporary ?? target, flags, 0o666)
        guard descriptor >= 0 else { throw FileError(.write, path) }
        name = path
        self.target = target
        self.temporary = temporary
        isNamed = unnamed < 0
        mode = exists ? status.st_mode & 0o7777 : nil
        self.descriptor = descriptor
        isOurs = true
    }

    /// Standard output, which keeps what it got.
    package static var standardOutput: OutputFile { OutputFile(StandardStream.output) }

    private init(_ stream: StandardStream) {
        (name, target, temporary, mode) = (stream.name, "", nil, nil)
        isNamed = true
        descriptor = stream.rawValue
        isOurs = false
    }

    package mutating func append(_ bytes: [UInt8]) throws(FileError) {
        if let code = writeAll(bytes, to: descriptor) { throw FileError(.write, name, code: code) }
    }

    /// Flushes what was written to the disk and puts it in place, where it is after a power cut too.
    ///
    /// - Parameter flushesName: false where many files are written: until their folders are flushed by
    ///   ``synchronize(folders:)``, a power cut may bring back what was there before.
    /// - Throws: ``FileError``; what was there before is whole then.
    package consuming func commit(flushingName flushesName: Bool = true) throws(FileError) {
        guard let temporary else { return }
        if let mode, fchmod(descriptor, mode) != 0 { throw FileError(.write, name) }
        if !isFlushed(descriptor) { throw FileError(.write, name) }
        if !isNamed, name_unnamed(descriptor, temporary) != 0 { throw FileError(.write, name) }
        if rename(temporary, target) != 0 { throw FileError(.write, name) }
        if flushesName { synchronize(folders: [splitPath(target).folder]) }
    }

    deinit {
        guard isOurs else { return }
        close(descriptor)
        // After a commit there is none by this name.
        if let temporary { unlink(temporary) }
    }
}

/// Writes a new file, or replaces one with the same all-or-nothing promise; for outputs that are nobody's
/// original.
///
/// - Parameter flushesName: as of ``OutputFile/commit(flushingName:)``.
/// - Throws: ``FileError``.
package func writeFile(
    _ path: String,
    _ bytes: [UInt8],
    flushingName flushesName: Bool = true
) throws(FileError) {
    var file = try OutputFile(path)
    try file.append(bytes)
    try file.commit(flushingName: flushesName)
}
