import Foundation
import Platform
import TestSupport
import Testing

@testable import KindredServer

/// `kindred similar --server` against a real service.
@Suite struct AskedByCommandLineTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let lines = TestService.articles.map {
            #"{"id": "\#($0.id.rawValue)", "title": "\#($0.title)", "excerpt": "\#($0.excerpt)"}"#
        }
        try folder.write("articles.jsonl", lines.joined(separator: "\n"))
        let index = try kindred([
            "index", "articles.jsonl", "--index", "archive/index.sqlite", "--model", "none",
        ])
        try #require(index.status == 0, "\(index.firstMessage)")
    }

    private func kindred(_ arguments: [String]) throws -> ProgramOutcome {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "kindred"
        )
        return try #require(
            ProgramOutcome(of: [program.path] + arguments + ["--config", "none"], in: folder.path)
        )
    }

    @Test func aServiceAnswersAsTheIndexDoes() throws {
        let running = try RunningProgram(folder)
        defer { running.kill() }
        let here = ["--corpus", "articles.jsonl", "--index", "archive/index.sqlite", "--model", "none"]
        let there = ["--server", "http://127.0.0.1:\(running.port)/"]
        for question in [
            ["a0", "--json"], ["a0", "--limit", "3", "--window", "9d", "--at-least", "2", "--json"],
            ["--text", "harbour storm \"walls\"", "--json"], ["--text", "harbour storm", "--explain"],
            ["a0", "a1", "--unlike", "a4", "--json"], ["a2", "--min-probability", "0.2", "--json"],
        ] {
            let own = try kindred(["similar"] + question + here)
            let asked = try kindred(["similar"] + question + there)
            #expect(asked.status == 0 && asked.output == own.output, "\(question): \(asked)")
            #expect(String(decoding: asked.output, as: UTF8.self).contains("a"))
        }
        // More than a pipe holds.
        let long = String(repeating: "harbour walls ", count: 6000)
        let answer = try kindred(["similar", "--text", long, "--json"] + there).output
        #expect(String(decoding: answer, as: UTF8.self).contains("\"id\":\"a"))
    }

    @Test func whatCannotBeAskedIsSaid() throws {
        let running = try RunningProgram(folder)
        let address = "http://127.0.0.1:\(running.port)"
        let unknown = try kindred(["similar", "nowhere", "--server", address])
        #expect(unknown.status == 66 && unknown.firstMessage.contains("No article has the id “nowhere”"))
        for (options, words) in [
            (["--server", "127.0.0.1"], "no address of a server"),
            (["--server", "file:///etc/passwd"], "no address of a server"),
            (["--server", address, "--only-topic", "law"], "leave the others out"),
            (["--server", address, "--limit", "1000"], "limit"),
        ] {
            let outcome = try kindred(["similar", "a0"] + options)
            #expect(outcome.status == 64 && outcome.firstMessage.contains(words), "\(outcome)")
        }
        running.kill()
        let away = try kindred(["similar", "a0", "--server", address])
        #expect(away.status == 69 && away.firstMessage.contains("cannot be asked"), "\(away)")
    }
}
