import Foundation

/// What came of another program, which was run by its arguments, never by a shell.
package struct ProgramOutcome: Sendable {
    package let status: Int32
    package let output: [UInt8]
    private let messages: [UInt8]

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - command: its name, found as a shell would, and its arguments.
    ///   - folder: the current one where it is nil.
    ///   - input: what it reads from standard input.
    ///   - environment: what it has otherwise than this process; nil for what it has not.
    /// - Returns: nil where there is no such program, or none can be started.
    package init?(
        of command: [String],
        in folder: String? = nil,
        input: [UInt8] = [],
        environment: [String: String?] = [:]
    ) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.environment = ProcessInfo.processInfo.environment
        for (name, value) in environment { process.environment?[name] = value }
        let (out, errors) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = errors
        do {
            process.standardInput =
                input.isEmpty ? FileHandle.nullDevice : try Self.nameless(fileOf: input)
            try process.run()
        } catch { return nil }
        let handles = [out.fileHandleForReading, errors.fileHandleForReading]
        // Together: the program may fill one pipe while it waits for the other to be read.
        let read = concurrentMap(2, grain: 1, workers: 2) { number -> Data in
            (try? handles[number].readToEnd()) ?? Data()
        }
        process.waitUntilExit()
        status = process.terminationStatus
        // env's code for a program that is not there.
        guard status != 127 else { return nil }
        (output, messages) = (Array(read[0]), Array(read[1]))
    }

    /// The first line of what the program complains about.
    package var firstMessage: String {
        let text = String(decoding: messages.prefix(1000), as: UTF8.self)
        return text.split(separator: "\n").first.map(String.init) ?? ""
    }

    /// A file to be read that has no name any more. A pipe holds little, and writing to one whose reader is gone ends the
    /// process.
    private static func nameless(fileOf bytes: [UInt8]) throws -> FileHandle {
        let path = FileManager.default.temporaryDirectory.appending(path: "kindred-\(UUID().uuidString)").path
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: Data(bytes),
                attributes: [.posixPermissions: 0o600]
            ), let file = FileHandle(forReadingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        try FileManager.default.removeItem(atPath: path)
        return file
    }
}
