import ArgumentParser
import CommandArguments
import Foundation
import TestSupport
import Testing

@testable import KindredCommand

/// How the values of a file become arguments, on a program that has every kind of option.
@Suite struct SiteCommandLineTests {
    private struct Tool: ParsableCommand {
        static let configuration = CommandConfiguration(subcommands: [Work.self])

        struct Work: ParsableCommand {
            @Flag(inversion: .prefixedNo) var dates = true
            @Flag(inversion: .prefixedNo) var earlier = false
            @Flag(name: .shortAndLong) var loud = false
            @Option(name: .shortAndLong) var size = 3
            @Option var names: [String] = []
            @Option(parsing: .upToNextOption) var corpus: [String] = []
            @Argument var rest: [String] = []
        }
    }

    /// What the program would be given for a file and a command line.
    private func arguments(_ yaml: String, _ typed: String) throws -> [String] {
        struct Dump: Decodable { var command: CommandSignature }
        let program = try JSONDecoder().decode(Dump.self, from: Data(Tool._dumpHelp().utf8)).command
        let folder = try TemporaryFolder()
        let file = try SiteFile(try folder.write("kindred.yml", yaml), program)
        let words = typed.split(separator: " ").map(String.init)
        let line = SiteCommandLine(try #require(TypedArguments(words, program)), file)
        _ = try Tool.parseAsRoot(line.arguments)
        return line.arguments
    }

    @Test(arguments: [
        // Flags with an opposite.
        ("dates: false", "work", "work --no-dates"), ("dates: true", "work", "work --dates"),
        ("dates: false", "work --dates", "work --dates"),
        ("dates: true", "work --no-dates", "work --no-dates"),
        ("earlier: true", "work --no-earlier", "work --no-earlier"),
        // Flags without one.
        ("loud: true", "work", "work --loud"), ("loud: false", "work", "work"),
        ("loud: true", "work --no-loud", "work"), ("loud: true", "work -l", "work -l"),
        ("loud: false", "work --no-loud a", "work a"),
        // Options, by either name, with the value attached or behind.
        ("size: 5", "work", "work --size=5"), ("size: 5", "work --size 4", "work --size 4"),
        ("size: 5", "work --size=4 a", "work --size=4 a"), ("size: 5", "work -s 4 a", "work -s 4 a"),
        ("size: 5", "work -ls 4", "work -ls 4"), ("size: -5", "work", "work --size=-5"),
        // A list that is typed replaces the file's.
        ("names: [a, b]", "work", "work --names=a --names=b"),
        ("names: [a, b]", "work --names c", "work --names c"),
        // Options come behind what is typed, and before what is no option.
        ("size: 5", "work a -- --size b", "work a --size=5 -- --size b"),
        ("size: 5", "work a --names --", "work a --names --size=5 --"),
        ("corpus: [/x]", "work a --corpus b c", "work a --corpus b c"),
        ("corpus: [/x, /y]", "work a", "work a --corpus=/x --corpus=/y"),
    ])
    func whatIsTypedWins(yaml: String, typed: String, expected: String) throws {
        if typed.hasSuffix("--names --") {
            // An option without its value takes none from the file.
            #expect(throws: (any Error).self) { try arguments(yaml, typed) }
            return
        }
        #expect(try arguments(yaml, typed).joined(separator: " ") == expected)
    }

    @Test func oppositesAreNoKeys() throws {
        #expect(throws: (any Error).self) { try arguments("no-dates: true", "work") }
    }

    @Test func aWordIsNearToFew() {
        let words = ["limit", "min-probability", "model", "corpus"]
        #expect(
            words.nearest(to: "limits") == "limit" && words.nearest(to: "minProbability") == "min-probability"
        )
        #expect(words.nearest(to: "Corpsu") == "corpus" && words.nearest(to: "window") == nil)
        #expect(words.nearest(to: "") == nil && words.nearest(to: String(repeating: "x", count: 9999)) == nil)
    }
}
