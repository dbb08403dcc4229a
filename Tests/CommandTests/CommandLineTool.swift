import Foundation
import TestSupport

/// The built executable, run as a user runs it.
struct CommandLineTool {
    struct Outcome {
        var status: Int32
        var output: String
        var messages: String

        /// Standard output as one JSON value a line.
        func jsonLines() throws -> [[String: Any]] {
            try output.split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
            }
        }
    }

    /// Beside the test bundle, where `swift build` puts both.
    private static let builtWithTests = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "kindred").path

    /// Another build of the same sources may be tested instead: an optimized one starts many times as fast.
    static let path = ProcessInfo.processInfo.environment["KINDRED_PROGRAM"] ?? builtWithTests

    /// - Parameter findsSettings: whether the arguments are left as they are, so that the tool looks for a
    ///   kindred.yml, which may also name the model.
    static func run(
        _ arguments: [String],
        in folder: TemporaryFolder,
        input: String = "",
        environment: [String: String] = [:],
        findsSettings: Bool = false
    ) throws -> Outcome {
        var arguments = arguments
        // A kindred.yml above the temporary folder is none of a test's business.
        if let command = arguments.first,
            takingModels.contains(command) || ["train", "config", "check"].contains(command),
            !findsSettings, !arguments.contains("--config")
        {
            arguments.insert(contentsOf: ["--config", "none"], at: 1)
        }
        // By words alone unless a test says otherwise: a debug build runs models slowly.
        if let command = arguments.first, takingModels.contains(command), !arguments.contains("--model"),
            !findsSettings
        {
            arguments.insert(contentsOf: ["--model", "none"], at: 1)
        }
        // Another build may be without PostgreSQL.
        let needsDatabases = arguments.contains { $0.hasPrefix("postgres:") }
        return try run(
            program: needsDatabases ? builtWithTests : path,
            arguments,
            in: folder,
            input: input,
            environment: environment
        )
    }

    private static let takingModels: Set = [
        "index", "relate", "similar", "explain", "evaluate", "tune", "judge",
    ]

    /// Runs any program; output goes through files, since a full pipe would block it.
    static func run(
        program: String,
        _ arguments: [String],
        in folder: TemporaryFolder,
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let streams = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try streams.write("in", input)
        process.standardInput = FileHandle(forReadingAtPath: streams.path("in"))
        for name in ["out", "err"] { try streams.write(name, "") }
        process.standardOutput = FileHandle(forWritingAtPath: streams.path("out"))
        process.standardError = FileHandle(forWritingAtPath: streams.path("err"))
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try streams.text("out"),
            messages: try streams.text("err")
        )
    }
}

extension TemporaryFolder {
    /// A small site: two stories of three articles each, and one article on its own.
    static func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let articles = [
            (
                "face-1", "City bans facial recognition by police",
                "The council voted to forbid facial recognition cameras."
            ),
            (
                "face-2", "Facial recognition ban divides police",
                "Officers say cameras with facial recognition solve crimes."
            ),
            (
                "face-3", "Court limits facial recognition cameras",
                "Judges ask police for a warrant before facial recognition."
            ),
            ("flood-1", "River floods old town", "Heavy rain made the river flood the market square."),
            (
                "flood-2", "Old town cleans up after river flood",
                "Shops on the market square pump out the flood water."
            ),
            (
                "flood-3", "Insurers count cost of river flood",
                "The flood on the market square may cost millions."
            ),
            ("choir", "Choir wins prize", "Singers from the north impressed the jury."),
        ]
        for (name, title, excerpt) in articles {
            try folder.write(
                "site/\(name).md",
                """
                ---
                title: "\(title)"
                excerpt: "\(excerpt)"
                publishedDateTime: 2021-03-02T10:36:00Z
                webUrl: "https://news.example/\(name)"
                provider:
                  name: News
                  domain: news.example

                secured: "\(name)"
                ---
                \(name)

                """
            )
        }
        return folder
    }
}

extension Process {
    /// Starts the program so that it hears signals, whatever a thread of the tests blocks.
    func runHearingSignals() throws {
        var (none, own) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &own)
        defer { pthread_sigmask(SIG_SETMASK, &own, nil) }
        try run()
    }
}
