import Archive
import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import KindredCommand

/// What `make install` does, by its script and the built executable, below a prefix with a space in it.
@Suite struct InstallTests {
    private static let script = SharedData.packageFolder + "/scripts/install"

    private func install(below prefix: String, in folder: TemporaryFolder) throws {
        let outcome = try CommandLineTool.run(
            program: Self.script,
            [CommandLineTool.path, folder.path(prefix)],
            in: folder
        )
        try #require(outcome.status == 0, "\(outcome.messages)")
    }

    private func paths(below folder: TemporaryFolder) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path))
    }

    /// The names that come behind `kindred`, those below `model` too: ["model", "list"].
    private func subcommands(
        of command: any ParsableCommand.Type = RootCommand.self,
        below parents: [String] = []
    ) throws -> [[String]] {
        try command.configuration.subcommands.flatMap { child in
            let path = parents + [try #require(child.configuration.commandName)]
            return [path] + (try subcommands(of: child, below: path))
        }
    }

    @Test func aLinkToTheExecutableFindsTheModels() throws {
        let folder = try TemporaryFolder()
        try install(below: "my programs", in: folder)
        let link = folder.path("kindred")
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: "my programs/bin/kindred"
        )
        let outcome = try CommandLineTool.run(
            program: link,
            ["model", "list", "--json"],
            in: folder,
            environment: ["KINDRED_MODELS": "", "XDG_DATA_HOME": folder.path("none")]
        )
        let folders = try outcome.jsonLines().map { $0["folder"] as? String }
        let installed = ["kindred-multilingual", "kindred-small", "kindred-static"]
        #expect(folders == installed.map { folder.path("my programs/share/kindred/models/\($0)") })
        let verified = try CommandLineTool.run(
            program: link,
            ["model", "verify", "static"],
            in: folder,
            environment: ["KINDRED_MODELS": "", "XDG_DATA_HOME": folder.path("none")]
        )
        #expect(verified.status == 0, "\(verified.messages)")
    }

    @Test func everySubcommandHasAPageAndIsCompleted() throws {
        let folder = try TemporaryFolder()
        try install(below: "my programs", in: folder)
        let share = "my programs/share"
        let bash = try folder.text("\(share)/bash-completion/completions/kindred")
        let zsh = try folder.text("\(share)/zsh/site-functions/_kindred")
        let fish = try folder.text("\(share)/fish/vendor_completions.d/kindred.fish")
        let commands = try subcommands()
        #expect(commands.contains(["relate"]) && commands.contains(["model", "list"]))
        let main = try folder.text("\(share)/man/man1/kindred.1")
        for command in commands {
            let name = (["kindred"] + command).joined(separator: "-")
            let page = try folder.text("\(share)/man/man1/\(name).1")
            #expect(page.contains("\n.TH \(name.uppercased()) 1 \""))
            #expect(page.contains("\"Kindred \(kindredVersion)\" \"Kindred\"\n"))
            let escaped = name.replacing("-", with: "\\-")
            #expect(page.contains(".SH NAME\n\(escaped) \\- ") && page.contains("\n.SH OPTIONS\n"))
            #expect(command.count > 1 || main.contains("\\fB\(escaped)\\fR(1)"))
            // bash and zsh have a function for each subcommand, fish asks for it by its words.
            let function = "\n_" + name.replacing("-", with: "_") + "() {"
            let words = "\"" + (["kindred"] + command).joined(separator: " ") + "\""
            #expect(bash.contains(function) && zsh.contains(function) && fish.contains(words), "\(name)")
        }
        let pages = try FileManager.default.contentsOfDirectory(
            atPath: folder.path("\(share)/man/man1")
        )
        #expect(pages.count == commands.count + 1)
    }

    @Test func examplesAreTypedLines() throws {
        let folder = try TemporaryFolder()
        let outcome = try CommandLineTool.run(
            program: SharedData.packageFolder + "/scripts/make-man-pages",
            [CommandLineTool.path, folder.path("pages")],
            in: folder
        )
        try #require(outcome.status == 0, "\(outcome.messages)")
        let page = try folder.text("pages/kindred-explain.1")
        let examples = try #require(page.split(separator: ".SH EXAMPLES\n", maxSplits: 1).last)
        #expect(
            examples.hasPrefix(
                """
                .EX
                kindred explain articles/a.md articles/b.md
                kindred explain a.md b.md \\-\\-corpus articles/ \\-\\-json
                .EE

                """
            )
        )
    }

    @Test func uninstallingRemovesWhatWasInstalledAndNothingElse() throws {
        let folder = try TemporaryFolder()
        try folder.write("prefix/share/man/man1/other.1", ".TH OTHER 1\n")
        try folder.write("prefix/share/doc/kindred-else/README", "of something else\n")
        let before = try paths(below: folder)
        try install(below: "prefix", in: folder)
        #expect(try paths(below: folder).isStrictSuperset(of: before))
        // As a version would have left it that had one subcommand more.
        let list = "prefix/share/doc/kindred/installed"
        try folder.write(list, "share/man/man1/kindred-gone.1\n" + folder.text(list))
        try folder.write("prefix/share/man/man1/kindred-gone.1", "")
        try install(below: "prefix", in: folder)
        #expect(!(try paths(below: folder).contains("prefix/share/man/man1/kindred-gone.1")))

        // A model of the user's own stays, with the folders that it lies in.
        try folder.write("prefix/share/kindred/models/ours/config.json", "{}")
        func remove() throws -> CommandLineTool.Outcome {
            try CommandLineTool.run(program: Self.script, ["--remove", folder.path("prefix")], in: folder)
        }
        #expect(try remove().status == 0)
        let ours = ["", "/models", "/models/ours", "/models/ours/config.json"]
        #expect(try paths(below: folder) == before.union(ours.map { "prefix/share/kindred" + $0 }))
        let again = try remove()
        #expect(again.status == 1 && again.messages.contains("Nothing to remove"))
    }
}
