import Foundation
import TestSupport
import Testing

@Suite struct SimilarTests {
    @Test func byPathIDAndURL() throws {
        let folder = try TemporaryFolder.site()
        let named = ["site/face-1.md", "face-1.md", "https://news.example/face-1"]
        let outputs = try named.map {
            try CommandLineTool.run(["similar", $0, "--corpus", "site"], in: folder)
        }
        #expect(outputs.allSatisfy { $0.status == 0 && $0.output == outputs[0].output })
        #expect(outputs[0].output.contains("2021-03-02  News  Facial recognition ban divides police"))
    }

    @Test func byTextInAnyScript() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try CommandLineTool.run(
            ["similar", "--text", "river FLOOD", "--corpus", "site", "--json"],
            in: folder
        )
        let line = try #require(try outcome.jsonLines().first)
        #expect((line["related"] as? [Any])?.count == 3)
        for text in ["🦆", "人脸识别", "الوجه"] {
            let empty = try CommandLineTool.run(["similar", "--text", text, "--corpus", "site"], in: folder)
            #expect(empty.status == 0 && empty.output.isEmpty && empty.messages.contains("nothing"))
        }
    }

    @Test func anUnknownNameSuggestsNearOnes() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try CommandLineTool.run(["similar", "flood", "--corpus", "site"], in: folder)
        #expect(
            outcome.status == 66 && outcome.messages.contains("did you mean")
                && outcome.messages.contains("flood-1.md")
        )
    }

    @Test func answersOfTheIndexAreThoseOfAllArticles() throws {
        let folder = try TemporaryFolder.site()
        // A file that has just been written counts as changing still.
        Thread.sleep(forTimeInterval: 0.05)
        func ask(_ arguments: [String]) throws -> CommandLineTool.Outcome {
            try CommandLineTool.run(
                ["similar", "--corpus", "site", "--verbose", "--explain"] + arguments,
                in: folder
            )
        }
        let questions = [
            ["site/face-1.md"], ["face-2.md"], ["https://news.example/face-1", "--json"],
            ["--text", "river flood", "--limit", "3"], ["face-1.md", "--min-probability", "0.5"],
        ]
        let before = try questions.map(ask)
        #expect(before.allSatisfy { !$0.messages.contains("answered by the index") && $0.status == 0 })
        #expect(try CommandLineTool.run(["index", "site"], in: folder).status == 0)
        let after = try questions.map(ask)
        #expect(after.allSatisfy { $0.messages.contains("answered by the index") })
        #expect(after.map(\.output) == before.map(\.output))
        // A new file is seen at once.
        try folder.write("site/new.md", "---\ntitle: Facial recognition ban divides police again\n---\n")
        let changed = try ask(questions[0])
        #expect(
            !changed.messages.contains("answered by the index") && changed.output.contains("police again")
        )
        // Whoever makes all lists keeps as much as `index` does.
        Thread.sleep(forTimeInterval: 0.05)
        #expect(try CommandLineTool.run(["relate", "site", "--write"], in: folder).status == 0)
        Thread.sleep(forTimeInterval: 0.05)
        #expect(try CommandLineTool.run(["relate", "site", "--check"], in: folder).status == 0)
        let again = try ask(questions[0])
        #expect(again.messages.contains("answered by the index") && again.output == changed.output)
    }

    @Test func usageErrorsSayWhatIsMissing() throws {
        let folder = try TemporaryFolder.site()
        for arguments in [
            ["similar"], ["similar", "a", "--text", " "], ["similar", "a", "--limit", "0"],
            ["relate", "site", "--write", "--diff"], ["relate", "site", "--json", "--check"],
            ["explain", "a"], ["nonsense"],
        ] {
            let outcome = try CommandLineTool.run(arguments, in: folder)
            #expect(
                outcome.status == 64 && outcome.messages.contains("Usage:"),
                "\(arguments): \(outcome.messages)"
            )
        }
    }
}

@Suite struct ExplainTests {
    @Test func contributionsAddUp() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try CommandLineTool.run(
            ["explain", "site/face-1.md", "site/face-2.md", "--json"],
            in: folder
        )
        let record = try #require(try outcome.jsonLines().first)
        let terms = try #require(record["terms"] as? [[String: Any]])
        let sum = terms.reduce(0) { $0 + ($1["contribution"] as? Double ?? 0) }
        let signals = try #require(record["signals"] as? [[String: Any]])
        let cosine = signals.first { $0["name"] as? String == "terms" }?["value"] as? Double
        #expect(abs(sum - (cosine ?? -1)) < 1e-6)
        let base = try #require(record["base"] as? Double)
        let logOdds = signals.reduce(base) { $0 + ($1["logOdds"] as? Double ?? 0) }
        #expect(abs(logOdds - (record["logOdds"] as? Double ?? 99)) < 1e-4)
        let probability = try #require(record["probability"] as? Double)
        #expect(abs(probability - 1 / (1 + exp(-logOdds))) < 1e-4)
        #expect(record["verdict"] as? String == "listed, number 1")
        #expect(record["daysApart"] as? Double == 0)
        let table = try CommandLineTool.run(["explain", "site/face-1.md", "site/face-2.md"], in: folder)
        #expect(
            table.output.contains("facial") && table.output.contains("words in common")
                && table.output.contains("together")
        )
        let none = try CommandLineTool.run(["explain", "site/face-1.md", "site/choir.md"], in: folder)
        #expect(none.status == 0 && none.output.contains("share no word"))
    }
}

@Suite struct IndexTests {
    @Test func countsInfoAndVerify() throws {
        let folder = try TemporaryFolder.site()
        let first = try CommandLineTool.run(["index", "site"], in: folder)
        #expect(
            first.status == 0
                && first.messages.contains(
                    "7 articles indexed from 7 files: 7 new, 0 changed, 0 deleted, 0 unchanged"
                )
        )
        try FileManager.default.removeItem(atPath: folder.path("site/choir.md"))
        try folder.write("site/face-1.md", "---\ntitle: Other\n---\n")
        #expect(try CommandLineTool.run(["index", "site", "--verify"], in: folder).status == 1)
        let second = try CommandLineTool.run(["index", "site", "--json"], in: folder)
        let record = try #require(try second.jsonLines().first)
        #expect(
            record["changed"] as? Int == 1 && record["deleted"] as? Int == 1
                && record["unchanged"] as? Int == 5
        )
        let info = try CommandLineTool.run(["index", "site", "--info"], in: folder)
        #expect(info.output.contains("articles  6"))
        let verify = try CommandLineTool.run(["index", "site", "--verify"], in: folder)
        #expect(verify.status == 0 && verify.output.contains("sound"))
    }

    @Test func twoAtOnceBothSucceed() throws {
        let folder = try TemporaryFolder.site()
        let script =
            "\"$0\" index site --model none & a=$!; \"$0\" relate site --model none --write & b=$!; wait $a && wait $b"
        let outcome = try CommandLineTool.run(
            program: "/bin/bash",
            ["-c", script, CommandLineTool.path],
            in: folder
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try CommandLineTool.run(["index", "site", "--verify"], in: folder).status <= 1)
        #expect(try CommandLineTool.run(["relate", "site", "--check"], in: folder).status == 0)
    }

    @Test func badIndexFilesAreRefusedAndNotTouched() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("junk", String(repeating: "junk", count: 1000))
        let outcome = try CommandLineTool.run(["relate", "site", "--index", "junk"], in: folder)
        #expect(outcome.status == 73 && outcome.messages.contains("junk: this is no Kindred index"))
        #expect(try folder.text("junk").hasPrefix("junkjunk"))
        #expect(try CommandLineTool.run(["index", "site", "--info"], in: folder).status == 66)
    }

    @Test func streamsThatCannotBeWrittenAreErrorsAndNoCrash() throws {
        let folder = try TemporaryFolder.site()
        for (command, status) in [
            ("relate site > /dev/full", 74), ("relate site --json >&-", 74),
            ("similar face-1.md --corpus site > /dev/full", 74), ("index site --info > /dev/full", 74),
            ("relate site --write 2>&-", 0), ("relate site --json 2>/dev/full", 0),
        ] as [(String, Int32)] {
            _ = try CommandLineTool.run(["index", "site"], in: folder)
            let outcome = try CommandLineTool.run(
                program: "/bin/bash",
                ["-c", "\"$0\" \(command)", CommandLineTool.path],
                in: folder
            )
            #expect(outcome.status == status, "\(command): \(outcome.messages)")
        }
    }

    @Test func verifySeesNewFilesAndSimilarLeavesNoEmptyIndex() throws {
        let folder = try TemporaryFolder.site()
        _ = try CommandLineTool.run(["index", "site"], in: folder)
        try folder.write("site/new.md", "---\ntitle: New\n---\n")
        let verify = try CommandLineTool.run(["index", "site", "--verify"], in: folder)
        #expect(verify.status == 1 && verify.output.contains("new      "))
        try folder.write("empty/x.txt", "")
        #expect(
            try CommandLineTool.run(["similar", "--text", "x", "--corpus", "empty"], in: folder).status == 66
        )
        #expect(!FileManager.default.fileExists(atPath: folder.path("empty/.kindred")))
    }

    @Test func anIndexThatIsNamedSaysWhatToChooseFrom() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("drafts/new.md", "---\ntitle: Police drop facial recognition\n---\n")
        #expect(try CommandLineTool.run(["index", "site", "--index", "i.sqlite"], in: folder).status == 0)
        let outcome = try CommandLineTool.run(
            ["relate", "drafts/new.md", "--index", "i.sqlite", "--json"],
            in: folder
        )
        #expect(outcome.output.contains("face-1.md") && outcome.messages.contains("choosing from"))
        let info = try CommandLineTool.run(["index", "--info", "--index", "i.sqlite"], in: folder)
        #expect(info.output.contains("articles  7"))
    }

    @Test func aFileThatIsTooLargeSettles() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("site/big.md", "---\ntitle: A\n---\n" + String(repeating: "x", count: 17 << 20))
        try FileManager.default.setAttributes(
            [.modificationDate: Date() - 60],
            ofItemAtPath: folder.path("site/big.md")
        )
        Thread.sleep(forTimeInterval: 0.05)
        for expected in [8, 0] {
            let outcome = try CommandLineTool.run(["index", "site", "--json"], in: folder)
            #expect(outcome.status == 0 && outcome.messages.contains("larger than 16 MB"))
            #expect(try outcome.jsonLines().first?["added"] as? Int == expected)
            #expect(try outcome.jsonLines().first?["changed"] as? Int == 0)
        }
        #expect(try CommandLineTool.run(["index", "site", "--verify"], in: folder).status == 0)
    }

    @Test func nothingToReadIsNoInput() throws {
        let folder = try TemporaryFolder()
        try folder.write("empty/note.txt", "x")
        let empty = try CommandLineTool.run(["index", "empty"], in: folder)
        #expect(empty.status == 65 || empty.status == 66)
        #expect(empty.messages.contains("holds no articles"))
        let missing = try CommandLineTool.run(["relate", "none"], in: folder)
        #expect(missing.status == 66 && missing.messages.contains("none"))
    }

    @Test func versionAndHelpWithExamples() throws {
        let folder = try TemporaryFolder()
        #expect(try CommandLineTool.run(["--version"], in: folder).output == "0.2.0\n")
        for command in [[], ["index"], ["relate"], ["similar"], ["explain"]] {
            let help = try CommandLineTool.run(command + ["--help"], in: folder)
            #expect(help.status == 0 && help.output.contains("EXAMPLES"))
        }
    }
}
