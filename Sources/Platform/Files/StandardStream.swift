/// The streams that a program starts with.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case messages = 2

    /// Writes all of `text`.
    ///
    /// - Throws: ``FileError`` where the stream is closed or its device full.
    package func write(_ text: String) throws(FileError) {
        guard let code = writeAll(Array(text.utf8), to: rawValue) else { return }
        throw FileError(.write, self == .output ? "standard output" : "standard error", code: code)
    }
}
