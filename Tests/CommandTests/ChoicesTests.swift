import Foundation
import TestSupport
import Testing

/// What an editor decided holds through every command.
@Suite struct ChoicesTests {
    /// A site whose articles say what their editors want.
    private func site(_ choices: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        for (name, lines) in choices {
            let text = try folder.text("site/\(name).md")
            try folder.write(
                "site/\(name).md",
                text.replacing("---\n", with: "---\n" + lines + "\n", maxReplacements: 1)
            )
        }
        return folder
    }

    private let pins = """
        relatedPinned:
          - flood-2.md
          - title: "A guide from elsewhere"
            webUrl: "https://elsewhere.example/guide"
          - http://www.news.example/choir/?utm_source=mail
        relatedExcluded: [face-2.md, "https://news.example/face-9"]
        """

    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder)
    }

    private func list(_ line: [String: Any]?) -> [String] {
        (line?["related"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    private let wanted = ["flood-2.md", "https://elsewhere.example/guide", "choir.md", "face-3.md"]

    @Test func pinsAndExclusionsInEveryOutputOfRelate() throws {
        let folder = try site(["face-1": pins])
        let lines = try run(["relate", "site/face-1.md", "--corpus", "site", "--json"], in: folder)
            .jsonLines()
        #expect(list(lines.first) == wanted)
        let entries = lines.first?["related"] as? [[String: Any]] ?? []
        #expect(entries.map { $0["pinned"] as? Bool } == [true, true, true, nil])
        #expect(entries.map { $0["probability"] is Double } == [false, false, false, true])

        let shown = try run(["relate", "site/face-1.md", "--corpus", "site"], in: folder)
        #expect(shown.output.contains("pinned") && shown.output.contains("A guide from elsewhere"))
        #expect(!shown.output.contains("ban divides police"))

        #expect(try run(["relate", "site", "--check"], in: folder).status == 1)
        let diff = try run(["relate", "site", "--diff"], in: folder)
        #expect(diff.output.contains("+  - title: \"A guide from elsewhere\""))
        #expect(try run(["relate", "site", "--write"], in: folder).status == 0)
        let text = try folder.text("site/face-1.md")
        let titles = text.split(separator: "\n").filter { $0.hasPrefix("  - title") }
        #expect(titles.count == 5, "four entries and the pin itself")
        #expect(text.contains("webUrl: \"https://elsewhere.example/guide\""))
        #expect(
            try run(["relate", "site", "--check"], in: folder).status == 0,
            "a second run changes nothing"
        )
    }

    @Test func pinsAndExclusionsInSimilarExplainAndEvaluate() throws {
        let folder = try site(["face-1": pins])
        let similar = try run(["similar", "site/face-1.md", "--json"], in: folder).jsonLines()
        #expect(list(similar.first).prefix(3) == wanted.prefix(3))
        #expect(!list(similar.first).contains("face-2.md"))
        func verdict(_ other: String) throws -> String? {
            try run(["explain", "site/face-1.md", "site/\(other).md", "--json"], in: folder).jsonLines()
                .first?["verdict"] as? String
        }
        #expect(try verdict("choir") == "pinned by its editor, number 3")
        #expect(try verdict("face-2") == "excluded by its editor")
        #expect(try verdict("face-3")?.hasPrefix("listed") ?? false)

        try folder.write(
            "site/qrels.tsv",
            "query-id\tdoc-id\tgrade\nface-1.md\tflood-2.md\t0\nface-1.md\tface-3.md\t1\n"
        )
        let arguments = [
            "evaluate", "site", "--json", "--samples", "100", "--method", "lists", "--run-out", "runs",
        ]
        let record = try run(arguments, in: folder)
        #expect(record.status == 0, "\(record.messages)")
        let listed = try folder.text("runs/lists.run").split(separator: "\n").map {
            $0.split(separator: " ")[2]
        }
        #expect(listed.contains("face-3.md") && !listed.contains("face-2.md"))
    }

    @Test func anUnknownPinIsNamedAndTheRestHolds() throws {
        let folder = try site(["face-1": "relatedPinned: [nowhere.md, flood-1.md]"])
        let outcome = try run(["relate", "site", "--json"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("face-1.md:1") && outcome.messages.contains("nowhere.md"))
        #expect(list(try outcome.jsonLines()[1]).first == "flood-1.md")
    }

    @Test func aLockedListIsNeverTouched() throws {
        let locked = "relatedLocked: true\nrelated:\n  - title: \"By hand\""
        let folder = try site(["face-1": locked])
        let before = try folder.text("site/face-1.md")
        #expect(try run(["relate", "site", "--check"], in: folder).output.contains("face-2.md"))
        for mode in ["--check", "--diff", "--write", "--write"] {
            let outcome = try run(["relate", "site", mode], in: folder)
            #expect(!outcome.output.contains("face-1.md"), "\(mode)")
            #expect(outcome.messages.contains("1 locked"), "\(mode)")
            #expect(try folder.text("site/face-1.md") == before)
        }
        let single = try run(["relate", "site/face-1.md", "--corpus", "site", "--write"], in: folder)
        #expect(single.status == 0 && single.messages.contains("0 files written"))
        #expect(try folder.text("site/face-1.md") == before)
        let line = try run(["relate", "site", "--json"], in: folder).jsonLines()[1]
        #expect(line["locked"] as? Bool == true)
        let shown = try run(["relate", "site"], in: folder)
        #expect(shown.output.contains("locked"))
    }

    @Test func rulesHoldOnTheCommandLineAndInTheFile() throws {
        let folder = try TemporaryFolder.site()
        let plain = try run(["relate", "site", "--json"], in: folder).jsonLines()
        #expect(list(plain[1]).count == 2)
        let capped = try run(["relate", "site", "--json", "--max-per-provider", "1"], in: folder).jsonLines()
        #expect(list(capped[1]).count == 1)
        try folder.write("kindred.yml", "corpus: site\nmodel: none\nmax-per-provider: 1\n")
        let filed = try CommandLineTool.run(["relate", "--json"], in: folder, findsSettings: true).jsonLines()
        #expect(filed.map(list) == capped.map(list))
        let none = try run(["relate", "site", "--json", "--exclude-provider", "NEWS.example"], in: folder)
        #expect(try none.jsonLines().allSatisfy { list($0).isEmpty })
        for wrong in [
            ["--window", "soon"], ["--window", "-3d"], ["--max-per-provider", "0"], ["--diversity", "-1"],
            ["--published-after", "yesterday"], ["--order", "random"], ["--min-probability", "2"],
        ] {
            #expect(try run(["relate", "site"] + wrong, in: folder).status == 64, "\(wrong)")
        }
    }

    @Test func reasonsAreGivenWhereAsked() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try run(["relate", "site", "--explain"], in: folder)
        #expect(outcome.output.contains("words +") && outcome.output.contains("0.0 days apart"))
        let capped = try run(["relate", "site", "--explain", "--max-per-provider", "1"], in: folder)
        #expect(capped.output.contains("kept out: ") && capped.output.contains("(--max-per-provider)"))
        let similar = try run(["similar", "site/face-1.md", "--explain"], in: folder)
        #expect(similar.output.contains("surroundings") && similar.output.contains("facial"))
        let line = try #require(
            try run(["relate", "site", "--json"], in: folder).jsonLines().dropFirst().first
        )
        let entry = try #require((line["related"] as? [[String: Any]])?.first)
        let reasons = try #require(entry["reasons"] as? [String: Any])
        let logOdds = try #require(reasons["logOdds"] as? [String: Double])
        let probability = try #require(entry["probability"] as? Double)
        #expect(abs(probability - 1 / (1 + exp(-logOdds.values.reduce(0, +)))) < 1e-3)
        #expect(reasons["daysApart"] as? Double == 0)
        #expect((reasons["sharedTerms"] as? [String])?.contains("facial") ?? false)
    }
}
