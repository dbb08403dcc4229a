import Foundation
import TestSupport
import Testing

@Suite struct RelateTests {
    private func ids(_ line: [String: Any]) -> [String] {
        (line["related"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    @Test func previewShowsListsAndChangesNothing() throws {
        let folder = try TemporaryFolder.site()
        let before = try folder.text("site/face-1.md")
        let outcome = try CommandLineTool.run(["relate", "site"], in: folder)
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains("Facial recognition ban divides police")
                && outcome.output.contains("nothing close enough")
        )
        #expect(outcome.messages.contains("nothing was changed"))
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(try folder.text("site/face-1.md") == before)
    }

    @Test func jsonHasOneLineAnArticleInOrder() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try CommandLineTool.run(["relate", "site", "--json"], in: folder)
        let lines = try outcome.jsonLines()
        #expect(
            lines.compactMap { $0["id"] as? String }
                == ["choir", "face-1", "face-2", "face-3", "flood-1", "flood-2", "flood-3"].map { $0 + ".md" }
        )
        #expect(ids(lines[0]) == [])
        #expect(Set(ids(lines[1])) == ["face-2.md", "face-3.md"])
        let entry = try #require((lines[1]["related"] as? [[String: Any]])?.first)
        #expect(
            Set(entry.keys) == [
                "id", "probability", "language", "reasons", "title", "excerpt", "publishedDateTime", "webUrl",
                "provider",
            ]
        )
        #expect(try CommandLineTool.run(["relate", "site", "--json"], in: folder).output == outcome.output)
    }

    @Test func writeThenCheckThenWriteAgain() throws {
        let folder = try TemporaryFolder.site()
        let check = try CommandLineTool.run(["relate", "site", "--check"], in: folder)
        #expect(check.status == 1)
        #expect(check.output.split(separator: "\n").count == 6)
        #expect(check.output.contains("site/face-1.md\n"))

        let write = try CommandLineTool.run(["relate", "site", "--write"], in: folder)
        #expect(write.status == 0 && write.messages.contains("6 files written, 1 already right"))
        let text = try folder.text("site/face-1.md")
        #expect(
            text.contains("related:\n  - title: \"")
                && text.contains("\n\nsecured: \"face-1\"\n---\nface-1\n")
        )
        #expect(try !folder.text("site/choir.md").contains("related:"))

        #expect(try CommandLineTool.run(["relate", "site", "--check"], in: folder).status == 0)
        let again = try CommandLineTool.run(["relate", "site", "--write"], in: folder)
        #expect(again.messages.contains("0 files written, 7 already right"))
        #expect(try folder.text("site/face-1.md") == text)
    }

    @Test func lockedListsAreLeftAloneAndCounted() throws {
        let folder = try TemporaryFolder.site()
        let text = try folder.text("site/face-1.md").replacing(
            "secured:",
            with: "relatedLocked: true\nsecured:"
        )
        try folder.write("site/face-1.md", text)
        let check = try CommandLineTool.run(["relate", "site", "--check"], in: folder)
        #expect(check.status == 1 && !check.output.contains("face-1.md"))
        #expect(check.messages.contains("5 lists of 7 would change, 1 locked"))
        let write = try CommandLineTool.run(["relate", "site", "--write"], in: folder)
        #expect(write.status == 0 && write.messages.contains("5 files written, 1 already right, 1 locked"))
        #expect(try folder.text("site/face-1.md") == text)
    }

    @Test func entriesAreWrittenWithTheWantedKeys() throws {
        let folder = try TemporaryFolder.site()
        let fields = ["--entry-fields", "webUrl, title"]
        let write = try CommandLineTool.run(["relate", "site", "--write"] + fields, in: folder)
        #expect(write.status == 0 && write.messages.contains("6 files written"))
        #expect(
            try folder.text("site/face-1.md").contains("related:\n  - webUrl: \"https://news.example/face-")
        )
        #expect(try !folder.text("site/face-1.md").contains("    excerpt:"))
        #expect(try CommandLineTool.run(["relate", "site", "--check"] + fields, in: folder).status == 0)
        #expect(try CommandLineTool.run(["relate", "site", "--check"], in: folder).status == 1)

        let json = try CommandLineTool.run(["relate", "site", "--json"] + fields, in: folder).jsonLines()
        let entry = try #require((json[1]["related"] as? [[String: Any]])?.first)
        #expect(Set(entry.keys) == ["id", "probability", "reasons", "webUrl", "title"])
        for (wrong, message) in [
            ("title,excrept", "did you mean excerpt?"), ("excerpt", "title among its keys"),
            ("title,excerpt,title", "has title twice"), ("title,", "entries have no key"),
        ] {
            let outcome = try CommandLineTool.run(["relate", "site", "--entry-fields", wrong], in: folder)
            #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
        }
    }

    @Test func theDiffAppliesToWhatWriteWrites() throws {
        let folder = try TemporaryFolder.site()
        // Also line ends of the other kind, and no line end at the end.
        try folder.write("site/face-2.md", try folder.text("site/face-2.md").replacing("\n", with: "\r\n"))
        try folder.write("site/face-3.md", String(try folder.text("site/face-3.md").dropLast()))
        try folder.write(
            "site/flood-1.md",
            try folder.text("site/flood-1.md").replacing(
                "secured:",
                with: "related:\n  - title: \"Old\"\n    url: /old/\n\nsecured:"
            )
        )
        let diff = try CommandLineTool.run(
            ["relate", "site", "--diff", "--output", "lists.diff"],
            in: folder
        )
        #expect(diff.status == 0 && diff.output.isEmpty)
        let copy = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder.path("site"), toPath: copy.path("site"))
        let apply = try CommandLineTool.run(
            program: "/usr/bin/env",
            ["git", "apply", "--whitespace=nowarn", folder.path("lists.diff")],
            in: copy
        )
        #expect(apply.status == 0, "\(apply.messages)")
        #expect(try CommandLineTool.run(["relate", "site", "--write"], in: folder).status == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("site"))
        where name.hasSuffix(".md") {
            #expect(try copy.bytes("site/" + name) == folder.bytes("site/" + name), "\(name)")
        }
    }

    @Test func oneArticleAgainstItsFolderAndAgainstAnother() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("drafts/new.md", "---\ntitle: Police drop facial recognition\n---\n")
        let own = try CommandLineTool.run(["relate", "site/face-1.md", "--json"], in: folder).jsonLines()
        #expect(own.count == 1 && Set(ids(own[0])) == ["face-2.md", "face-3.md"])
        let other = try CommandLineTool.run(
            ["relate", "drafts/new.md", "--corpus", "site", "--json"],
            in: folder
        ).jsonLines()
        #expect(other.count == 1 && Set(ids(other[0])) == ["face-1.md", "face-2.md", "face-3.md"])
        #expect(
            try CommandLineTool.run(["relate", "drafts", "--corpus", "site", "--write"], in: folder).status
                == 0
        )
        #expect(try folder.text("drafts/new.md").contains("related:\n"))
        #expect(try !folder.text("site/face-1.md").contains("related:\n"))
    }

    @Test func jsonLinesInJSONLinesOut() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("new.jsonl", "{\"id\":\"n\",\"title\":\"Facial recognition cameras for police\"}\n")
        let outcome = try CommandLineTool.run(
            ["relate", "new.jsonl", "--corpus", "site", "--limit", "2", "--output", "out.jsonl"],
            in: folder
        )
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(try folder.text("out.jsonl").hasPrefix("{\"id\":\"n\",\"related\":[{"))
        let write = try CommandLineTool.run(
            ["relate", "new.jsonl", "--corpus", "site", "--write"],
            in: folder
        )
        #expect(write.status == 64 && write.messages.contains("not edited in place"))
    }

    @Test func sharedURLsWarnAndAreNotListedUnderEachOther() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("site/face-copy.md", try folder.text("site/face-1.md"))
        let outcome = try CommandLineTool.run(["relate", "site", "--json"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("warning: ") && outcome.messages.contains("same URL"))
        for line in try outcome.jsonLines() {
            let listed = ids(line)
            #expect(!(listed.contains("face-1.md") && listed.contains("face-copy.md")))
            if ["face-1.md", "face-copy.md"].contains(line["id"] as? String ?? "") {
                #expect(Set(listed).isDisjoint(with: ["face-1.md", "face-copy.md"]))
            }
        }
    }

    @Test func badFilesAreNamedAndTheRestIsWritten() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("site/bad.md", "---\ntitle: \"A\n---\n")
        try folder.write("site/open.md", "---\ntitle: A\n")
        for _ in 0..<2 {
            let outcome = try CommandLineTool.run(["relate", "site", "--write"], in: folder)
            #expect(outcome.status == 0)
            #expect(
                outcome.messages.contains(
                    "warning: 1 front matter is not valid, 1 front matter is never closed; "
                        + "`kindred check site` says which\n"
                ),
                "\(outcome.messages)"
            )
        }
        let check = try CommandLineTool.run(["check", "site"], in: folder)
        #expect(check.status == 65)
        for problem in [
            "site/bad.md:2: the front matter is not valid YAML: ",
            "site/open.md:1: the front matter that opens here is never closed; ",
        ] {
            #expect(check.output.contains(problem), "\(check.output)")
        }
        #expect(try CommandLineTool.run(["relate", "site", "--check", "--strict"], in: folder).status == 65)
        #expect(try CommandLineTool.run(["relate", "site", "--check"], in: folder).status == 0)
        #expect(try folder.text("site/bad.md") == "---\ntitle: \"A\n---\n")
        #expect(try folder.text("site/face-1.md").contains("related:\n"))
    }

    @Test func aFullDiskLeavesFilesWhole() throws {
        let folder = try TemporaryFolder.site()
        let body = String(repeating: "long body\n", count: 20_000)
        try folder.write("site/face-1.md", try folder.text("site/face-1.md") + body)
        let before = try folder.bytes("site/face-1.md")
        #expect(try CommandLineTool.run(["index", "site"], in: folder).status == 0)
        // No file may grow beyond 100 KB here: writing fails half way, as on a full disk.
        let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" relate site --write"
        let outcome = try CommandLineTool.run(
            program: "/bin/bash",
            ["-c", script, CommandLineTool.path],
            in: folder
        )
        #expect(
            outcome.status == 74 && outcome.messages.contains("face-1.md: cannot write: "),
            "\(outcome.messages)"
        )
        #expect(try folder.bytes("site/face-1.md") == before)
        // The small files were written all the same, and nothing is left behind.
        #expect(try folder.text("site/face-2.md").contains("related:\n"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("site"))
        #expect(!names.contains { $0.hasSuffix("kindred-tmp") })
    }

    /// Run by root, the tool is started as another user, whom permissions bind.
    @Test func filesThatMayNotBeReadOrWrittenAreNamed() throws {
        let folder = try TemporaryFolder.site()
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o000], ofItemAtPath: folder.path("site/choir.md"))
        try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.path("site/face-1.md"))
        var command = [CommandLineTool.path, "relate", "site", "--write"]
        if geteuid() == 0 {
            for path in [folder.path]
                + (try manager.subpathsOfDirectory(atPath: folder.path)).map(folder.path)
            {
                chown(path, 65534, 65534)
            }
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + command
            let check = try CommandLineTool.run(
                program: "/usr/bin/env",
                command.dropLast(3) + ["--version"],
                in: folder
            )
            // The checkout may lie where others may not look.
            guard check.status == 0 else { return }
        }
        let outcome = try CommandLineTool.run(program: "/usr/bin/env", command, in: folder)
        #expect(outcome.status == 74, "\(outcome.messages)")
        #expect(outcome.messages.contains("choir.md: cannot read: Permission denied; "))
        #expect(outcome.messages.contains("face-1.md: cannot write: Permission denied; "))
        #expect(try folder.text("site/face-2.md").contains("related:\n"))
        #expect(try !folder.text("site/face-1.md").contains("related:\n"))
    }

    @Test func aKilledRunLosesNothing() throws {
        let folder = try TemporaryFolder()
        for number in 0..<300 {
            try folder.write(
                "site/\(number).md",
                "---\ntitle: Flood story \(number % 7)\nexcerpt: Part \(number)\n---\nBody\n"
            )
        }
        let reference = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder.path("site"), toPath: reference.path("site"))
        _ = try CommandLineTool.run(["relate", "site", "--write"], in: reference)
        for delay in [0.02, 0.05, 0.1, 0.15, 0.2, 0.3] {
            let process = Process()
            process.executableURL = URL(filePath: CommandLineTool.path)
            process.arguments = ["relate", "site", "--write", "--quiet"]
            process.currentDirectoryURL = URL(filePath: folder.path)
            try process.run()
            Thread.sleep(forTimeInterval: delay)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            for number in 0..<300 {
                let text = try folder.text("site/\(number).md")
                let old = "---\ntitle: Flood story \(number % 7)\nexcerpt: Part \(number)\n---\nBody\n"
                #expect(try text == old || text == reference.text("site/\(number).md"))
            }
        }
        #expect(try CommandLineTool.run(["relate", "site", "--write"], in: folder).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("site"))
        #expect(!names.contains { $0.hasSuffix("kindred-tmp") })
        #expect(try CommandLineTool.run(["index", "site", "--verify"], in: folder).status == 0)
    }
}
