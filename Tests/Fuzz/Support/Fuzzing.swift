import Foundation

/// Gives one of libFuzzer's inputs to `body`.
///
/// What `body` throws is an input that was refused, as most are.
public func give(_ bytes: UnsafePointer<UInt8>?, _ count: Int, to body: ([UInt8]) throws -> Void) -> CInt {
    do { try body(Array(UnsafeBufferPointer(start: bytes, count: count))) } catch {}
    return 0
}

/// Ends the process with a finding where something does not hold.
public func must(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError("FOUND: \(what())") }
}

/// A file of this process alone, in memory where the system has a place for that; for what is read by its path.
public final class InputFile: Sendable {
    public let folder: String
    public let path: String

    public init(_ name: String) {
        let memory = "/dev/shm"
        let place = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        folder = "\(place)/kindred-fuzz-\(getpid())"
        path = "\(folder)/\(name)"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    public func write(_ bytes: some Collection<UInt8>) { write(bytes, to: path) }

    public func write(_ bytes: some Collection<UInt8>, to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let count = Array(bytes).withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        precondition(count == bytes.count, "the input cannot be written to \(path)")
    }
}
