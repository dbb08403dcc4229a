/// The streams that a program starts with.
package enum StandardStream: Int32, CaseIterable, Sendable {
    case output = 1
    case messages = 2

    /// What stands for a path in what is said of it.
    package var name: String { self == .output ? "standard output" : "standard error" }

    /// Writes all of `text`.
    ///
    /// - Throws: ``FileError`` where the stream is closed or its device full.
    package func write(_ text: String) throws(FileError) {
        guard let code = writeAll(Array(text.utf8), to: rawValue) else { return }
        throw FileError(.write, name, code: code)
    }
}
