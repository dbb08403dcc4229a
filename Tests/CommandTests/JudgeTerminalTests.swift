import Foundation
import TestSupport
import Testing

/// `kindred judge` with a terminal as its standard input.
@Suite struct JudgeTerminalTests {
    private struct Terminal {
        let person, program: Int32

        init() throws {
            var (person, program): (Int32, Int32) = (-1, -1)
            try #require(openpty(&person, &program, nil, nil, nil) == 0)
            (self.person, self.program) = (person, program)
        }

        var flags: tcflag_t {
            var mode = termios()
            return tcgetattr(program, &mode) == 0 ? mode.c_lflag : 0
        }

        var comesByLine: Bool { flags & tcflag_t(ICANON) != 0 }

        func type(_ keys: String) {
            let bytes = Array(keys.utf8)
            _ = bytes.withUnsafeBytes { write(person, $0.baseAddress, $0.count) }
        }

        func close() {
            for descriptor in [person, program] { Foundation.close(descriptor) }
        }
    }

    private func start(_ terminal: Terminal, in folder: TemporaryFolder) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: CommandLineTool.path)
        process.arguments = ["judge", "site", "--config", "none", "--model", "none", "--query", "face-1.md"]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle(fileDescriptor: terminal.program)
        try folder.write("out", "")
        process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
        process.standardError = FileHandle.nullDevice
        try process.runHearingSignals()
        return process
    }

    private func eventually(_ isTrue: () throws -> Bool) throws -> Bool {
        for _ in 0..<3000 {
            if try isTrue() { return true }
            usleep(20_000)
        }
        return false
    }

    private func labels(in folder: TemporaryFolder) -> [String] {
        let text = (try? folder.text("site/labels.tsv")) ?? ""
        return text.split(separator: "\n").dropFirst().map { String($0.suffix(1)) }
    }

    @Test func oneKeyAnswersAndTheTerminalIsAsItWas() throws {
        let folder = try TemporaryFolder.site()
        let terminal = try Terminal()
        defer { terminal.close() }
        let before = terminal.flags
        #expect(terminal.comesByLine)
        let process = try start(terminal, in: folder)
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        #expect(try eventually { try folder.text("out").hasSuffix("> ") && !terminal.comesByLine })
        terminal.type("2")
        #expect(try eventually { labels(in: folder) == ["2"] })
        // The insert key, which sends a 2, and an arrow are none; all is typed ahead.
        terminal.type("\u{1B}[2~t\u{1B}OC1u0q")
        try #require(try eventually { !process.isRunning })
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        #expect(labels(in: folder) == ["2", "t", "0"])
        #expect(terminal.flags == before)
    }

    @Test(arguments: [SIGINT, SIGTERM]) func anInterruptPutsTheTerminalBack(_ signal: Int32) throws {
        let folder = try TemporaryFolder.site()
        let terminal = try Terminal()
        defer { terminal.close() }
        let before = terminal.flags
        let process = try start(terminal, in: folder)
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        #expect(try eventually { try folder.text("out").hasSuffix("> ") && !terminal.comesByLine })
        terminal.type("1")
        #expect(try eventually { labels(in: folder) == ["1"] })
        kill(process.processIdentifier, signal)
        try #require(try eventually { !process.isRunning })
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        #expect(terminal.flags == before)
        #expect(labels(in: folder) == ["1"])
    }
}
