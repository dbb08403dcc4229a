import Foundation
import TestSupport
import Testing

@testable import KindredServer

/// What docs/recipes.md has is run against a real service.
@Suite struct RecipeTests {
    private struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    private let folder: TemporaryFolder
    private static let recipes = SharedData.packageFolder + "/docs/service"

    init() throws { folder = try TemporaryFolder() }

    private static func isInstalled(_ program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    private func process(
        _ program: String,
        _ arguments: [String],
        _ running: RunningProgram,
        _ environment: [String: String] = [:]
    ) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["KINDRED_URL": "http://127.0.0.1:\(running.port)", "KINDRED_TOKEN": TestService.token])
        { $1 }
        .merging(environment) { $1 }
        return process
    }

    private func run(
        _ program: String,
        _ arguments: [String],
        _ running: RunningProgram,
        _ environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = process(program, arguments, running, environment)
        let (output, errors) = (folder.path("output"), folder.path("errors"))
        for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try folder.text("output"),
            errors: try folder.text("errors")
        )
    }

    @Test(.enabled(if: isInstalled("php"), "php is not installed"))
    func thePluginTellsTheServiceAndShowsItsList() throws {
        let running = try RunningProgram(folder)
        defer { running.kill() }
        let outcome = try run(
            "php",
            [SharedData.packageFolder + "/Tests/ServerTests/Recipes/wordpress.php", Self.recipes],
            running
        )
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("all as expected"))
    }

    @Test(.enabled(if: isInstalled("python3"), "python3 is not installed"))
    func theWebhookPassesGhostsPostsOn() throws {
        let running = try RunningProgram(folder)
        defer { running.kill() }
        let outcome = try run(
            "python3",
            [SharedData.packageFolder + "/Tests/ServerTests/Recipes/ghost.py", Self.recipes],
            running,
            ["GHOST_SECRET": "a secret of Ghost's", "PYTHONDONTWRITEBYTECODE": "1"]
        )
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("all as expected"))
    }

    @Test(.enabled(if: isInstalled("curl") && isInstalled("sh"), "curl is not installed"))
    func aFeedIsPutInByAPipe() throws {
        try folder.write(
            "feed.xml",
            """
            <?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://e.example/</link>
            <item><title>Council bans face recognition</title><link>https://e.example/1</link>
            <description>The council bans face recognition cameras of the police.</description></item>
            <item><title>Police lose face recognition cameras</title><link>https://e.example/2</link>
            <description>The ban of face recognition by the council ends cameras of the police.</description></item>
            </channel></rss>
            """
        )
        let running = try RunningProgram(folder)
        defer { running.kill() }
        // The line of the documents, with the addresses of this test.
        let document = try String(
            contentsOfFile: SharedData.packageFolder + "/docs/recipes.md",
            encoding: .utf8
        )
        let line = try #require(document.split(separator: "\n").first { $0.hasPrefix("*/10 ") })
        let command = String(line.dropFirst("*/10 * * * * ".count))
            .replacing("https://example.com/feed.xml", with: "file://\(folder.path)/feed.xml")
            .replacing("127.0.0.1:8080", with: "127.0.0.1:\(running.port)")
            .replacing("/etc/kindred/tokens", with: folder.path + "/tokens")
        let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let path = programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let outcome = try run("sh", ["-c", command], running, ["PATH": path])
        #expect(
            outcome.status == 0 && outcome.output.contains("\"stored\":2"),
            "\(outcome.output)\(outcome.errors)"
        )
        #expect(outcome.output.contains("\"failed\":0"))
        // Once more changes nothing, and the list is there.
        _ = try run("sh", ["-c", command], running, ["PATH": path])
        let list = try run(
            "curl",
            [
                "-fsS",
                "http://127.0.0.1:\(running.port)/v1/articles/https%3A%2F%2Fe.example%2F1/related?min_probability=0",
            ],
            running
        )
        #expect(list.output.contains("Police lose face recognition"), "\(list.output)\(list.errors)")
    }
}
