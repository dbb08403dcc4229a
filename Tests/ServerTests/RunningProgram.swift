import Foundation
import TestSupport

/// `kindred-server` over an archive in a folder.
struct RunningProgram: Sendable {
    let process: Process
    let port: Int

    static func process(_ folder: TemporaryFolder, _ arguments: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "kindred-server")
        process.arguments =
            [
                "--archive", folder.path + "/archive", "--model", "none", "--listen", "127.0.0.1:0",
                "--token-file", try folder.tokenFile("cms: \(TestService.token)\n"),
            ] + arguments
        return process
    }

    /// Starts it and waits until it says where it listens.
    init(_ folder: TemporaryFolder, _ arguments: [String] = []) throws {
        process = try Self.process(folder, arguments)
        let log = Pipe()
        process.standardError = log
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains(" ready") {
            let data = log.fileHandleForReading.availableData
            guard !data.isEmpty else { throw NotStarted(log: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        // The rest of the log must not fill the pipe.
        log.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        let address = text.split(separator: "address=127.0.0.1:").last?.prefix { $0.isNumber }
        guard let port = address.flatMap({ Int($0) }) else { throw NotStarted(log: text) }
        self.port = port
    }

    private struct NotStarted: Error { let log: String }

    func kill() {
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
