import Foundation
import TestSupport
import Testing

/// A page of docs/templates, or a section of one, whose commands and templates are those that the tests run.
struct TemplatePage {
    private let lines: [Substring]

    init(_ name: String) throws {
        let text = try String(
            contentsOfFile: "\(SharedData.packageFolder)/docs/templates/\(name).md",
            encoding: .utf8
        )
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private init(lines: [Substring]) { self.lines = lines }

    /// What stands below a heading of the second level.
    func section(_ heading: String) throws -> TemplatePage {
        let start = try #require(lines.firstIndex(of: "## " + heading), "no section \(heading)")
        let rest = lines[(start + 1)...]
        return TemplatePage(lines: Array(rest.prefix { !$0.hasPrefix("## ") }))
    }

    /// The first block of code after a line that begins so.
    func block(after beginning: String) throws -> String {
        let line = try #require(
            lines.firstIndex { $0.hasPrefix(beginning) },
            "no line begins with \(beginning)"
        )
        let fence = try #require(lines[line...].firstIndex { $0.hasPrefix("```") })
        return lines[(fence + 1)...].prefix { $0 != "```" }.map { $0 + "\n" }.joined()
    }

    /// The commands that people are told to type, as words.
    var commands: [[String]] {
        lines.filter { $0.hasPrefix("$ ") }
            .map { $0.dropFirst(2).split(separator: " ").map(String.init) }
    }

    /// Types the commands.
    ///
    /// - Returns: how many there were.
    @discardableResult
    func run(in folder: TemporaryFolder) throws -> Int {
        for words in commands {
            let arguments = Array(words.dropFirst())
            let outcome =
                words[0] == "kindred"
                ? try CommandLineTool.run(arguments, in: folder)
                : try CommandLineTool.run(program: "/usr/bin/env", words, in: folder)
            try #require(outcome.status == 0, "\(words.joined(separator: " ")): \(outcome.messages)")
        }
        return commands.count
    }
}

/// A program that a test needs and a machine may lack.
enum InstalledProgram {
    static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs it, and requires that it ends well.
    static func run(_ name: String, _ arguments: [String], in folder: TemporaryFolder) throws -> String {
        let outcome = try CommandLineTool.run(
            program: try #require(path(name)),
            arguments,
            in: folder,
            environment: ["LC_ALL": "C.UTF-8"]
        )
        try #require(outcome.status == 0, "\(name): \(outcome.output)\(outcome.messages)")
        return outcome.output
    }
}
