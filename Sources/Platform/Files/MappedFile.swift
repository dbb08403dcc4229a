import Foundation

/// A file's bytes, paged in by the system as they are touched.
///
/// Ready at once whatever the size, and shared by all processes that map the same file. The file must not
/// be shortened while it is mapped: touching a page that is gone ends the process. (Replacing it by rename,
/// as `writeFile` does, is safe.)
package final class MappedFile: Sendable {
    package let path: String
    /// Length in bytes.
    package let count: Int
    private nonisolated(unsafe) let base: UnsafeRawPointer?

    /// Maps the regular file at `path`, which has at most `limit` bytes.
    ///
    /// - Throws: ``FileError``, as `readFile` does.
    package init(_ path: String, limit: Int) throws(FileError) {
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
        count = Int(status.st_size)
        guard count <= limit else { throw FileError(.read, path, code: EFBIG) }
        self.path = path
        guard count > 0 else {
            base = nil
            return
        }
        guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED
        else {
            throw FileError(.read, path)
        }
        base = UnsafeRawPointer(mapped)
    }

    deinit {
        if let base { munmap(UnsafeMutableRawPointer(mutating: base), count) }
    }

    /// Lends the numbers that fill `range`, a range of bytes.
    ///
    /// - Precondition: `range` lies in the file and holds whole numbers, which begin at a multiple of their
    ///   size; the byte order is the machine's.
    package func withNumbers<Number: BitwiseCopyable & Numeric, Result>(
        _ type: Number.Type,
        at range: Range<Int>,
        _ body: (Span<Number>) -> Result
    ) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        let size = MemoryLayout<Number>.stride
        precondition(range.lowerBound.isMultiple(of: size) && range.count.isMultiple(of: size), "misaligned")
        guard let base, !range.isEmpty else {
            let none: [Number] = []
            return body(none.span)
        }
        let numbers = UnsafeBufferPointer(
            start: (base + range.lowerBound).assumingMemoryBound(to: Number.self),
            count: range.count / size
        )
        return body(numbers.span)
    }

    /// A copy of the bytes in `range`.
    package func bytes(at range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        guard let base else { return [] }
        return Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
