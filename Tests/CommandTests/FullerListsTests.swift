import Foundation
import TestSupport
import Testing

/// How long and how right lists shall be, and what no list shows.
@Suite struct FullerListsTests {
    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder)
    }

    private func tiers(_ line: [String: Any]?) -> [String?] {
        (line?["related"] as? [[String: Any]] ?? []).map { $0["tier"] as? String }
    }

    @Test func shortListsAreToppedUpAndMarkedEverywhere() throws {
        let folder = try TemporaryFolder.site()
        let lines = try run(["relate", "site", "--at-least", "3", "--json"], in: folder).jsonLines()
        #expect(tiers(lines[1]) == [nil, nil, "fallback"])
        let shown = try run(["relate", "site", "--at-least", "3"], in: folder)
        #expect(shown.output.contains("  fallback  "))
        let written = try run(["relate", "site", "--at-least", "3", "--write"], in: folder)
        #expect(written.status == 0)
        let text = try folder.text("site/face-1.md")
        #expect(text.ranges(of: "\n    tier: fallback\n").count == 1)
        // The same again changes nothing; without it they go.
        #expect(try run(["relate", "site", "--at-least", "3", "--check"], in: folder).status == 0)
        #expect(try run(["relate", "site", "--write"], in: folder).status == 0)
        #expect(try !folder.text("site/face-1.md").contains("tier"))
        // One question is answered alike, from the index and without it.
        let arguments = [
            "similar", "face-1.md", "--corpus", "site", "--precision", "high", "--at-least", "3", "--json",
        ]
        let stored = try run(arguments, in: folder).jsonLines()
        #expect(tiers(stored.first) == [nil, nil, "fallback"])
        #expect(
            (stored.first?["related"] as? [[String: Any]])?.map { $0["id"] as? String }
                == (lines[1]["related"] as? [[String: Any]])?.map { $0["id"] as? String }
        )
        let last = (lines[1]["related"] as? [[String: Any]])?.last?["id"] as? String ?? ""
        let why = try run(["explain", "face-1.md", last, "--corpus", "site", "--at-least", "3"], in: folder)
        #expect(why.output.contains("listed to top up, number 3"))
    }

    @Test func precisionIsAWordForANumber() throws {
        let folder = try TemporaryFolder.site()
        let entries = try ["high", "balanced", "full"].map { precision in
            try run(["relate", "site", "--precision", precision, "--json"], in: folder).jsonLines()
                .reduce(0) { $0 + tiers($1).count }
        }
        #expect(entries[0] == 12 && entries[1] >= 12 && entries[2] > entries[1])
        for command in ["relate", "similar"] {
            let name = command == "relate" ? "site" : "face-1.md"
            let both = try run(
                [command, name, "--corpus", "site", "--precision", "high", "--min-probability", "0.5"],
                in: folder
            )
            #expect(both.status == 64 && both.messages.contains("both say where lists end"))
        }
        #expect(try run(["relate", "site", "--precision", "some"], in: folder).status == 64)
        let long = try run(["relate", "site", "--at-least", "5"], in: folder)
        #expect(long.status == 64 && long.messages.contains("--at-least 5 is more than --limit 4"))

        // In kindred.yml like any other option; what is typed wins.
        try folder.write("kindred.yml", "corpus: site\nmodel: none\nprecision: full\nat-least: 2\n")
        let settings = ["--config", "kindred.yml"]
        let lines = try run(["relate", "--json"] + settings, in: folder).jsonLines()
        #expect(lines.reduce(0) { $0 + tiers($1).count } == entries[2])
        let typed = try run(
            ["relate", "--min-probability", "1", "--at-least", "0", "--json"] + settings,
            in: folder
        )
        #expect(typed.status == 0)
        #expect(try typed.jsonLines().allSatisfy { tiers($0).isEmpty })
    }

    @Test func aSummaryCountsAndNamesOrphans() throws {
        let folder = try TemporaryFolder.site()
        let plain = try run(["relate", "site", "--summary"], in: folder)
        #expect(plain.status == 0 && plain.output.contains("7, 1 of them empty"))
        #expect(plain.output.contains("articles in no list   1; -v names them"))
        #expect(!plain.output.contains("choir.md") && plain.output.contains("2 times: face-1.md"))
        let verbose = try run(["relate", "site", "--summary", "-v"], in: folder)
        #expect(verbose.output.contains("\n  choir.md\n"))
        let record = try #require(
            try run(["relate", "site", "--summary", "--json"], in: folder).jsonLines().first
        )
        #expect(record["lists"] as? Int == 7 && record["entries"] as? Int == 12)
        #expect(record["emptyLists"] as? Int == 1 && record["orphans"] as? [String] == ["choir.md"])
        let some = try run(
            ["relate", "site/choir.md", "--corpus", "site", "--summary", "--json"],
            in: folder
        )
        #expect(try some.jsonLines().first?["orphans"] == nil)
        let written = try run(["relate", "site", "--summary", "--write", "--at-least", "3"], in: folder)
        #expect(written.output.contains("topped-up lists") && written.messages.contains("files written"))
        #expect(try folder.text("site/face-1.md").contains("tier: fallback"))
        for mode in ["--diff", "--check", "--undo"] {
            #expect(try run(["relate", "site", "--summary", mode], in: folder).status == 64)
        }
    }

    @Test func noOrphansNeedsAllLists() throws {
        let folder = try TemporaryFolder.site()
        let limits = ["--limit", "1", "--json"]
        let before = try run(["relate", "site", "--summary"] + limits, in: folder).jsonLines().first
        let after = try run(["relate", "site", "--summary", "--no-orphans"] + limits, in: folder)
        let (few, many) = (
            try #require(try after.jsonLines().first?["orphans"] as? [String]),
            try #require(before?["orphans"] as? [String])
        )
        #expect(few.count < many.count && few.contains("choir.md") && after.messages.contains("got a place"))
        let part = try run(["relate", "site/face-1.md", "--corpus", "site", "--no-orphans"], in: folder)
        #expect(part.status == 0 && part.messages.contains("--no-orphans is for the lists of all articles"))
        #expect(try run(["relate", "site", "--no-orphans", "--since", "1d"], in: folder).status == 64)
        #expect(
            try run(["relate", "site", "--no-orphans", "--limit", "1", "--write"], in: folder).status == 0
        )
        let check = try run(["relate", "site", "--no-orphans", "--limit", "1", "--check"], in: folder)
        #expect(check.status == 0)
    }

    @Test func evaluateTellsWhatReadersSee() throws {
        let folder = try TemporaryFolder.site()
        try folder.write(
            "site/labels.tsv",
            """
            query-id\tdoc-id\tlabel
            face-1.md\tface-2.md\t2
            face-1.md\tface-3.md\tt
            flood-1.md\tflood-2.md\t1
            flood-1.md\tflood-3.md\tc
            choir.md\tface-1.md\t0
            choir.md\tface-2.md\t1

            """
        )
        // Labels are preferred to grades.
        try folder.write("site/qrels.tsv", "q\td\tg\nface-1.md\tface-2.md\t0\n")
        let arguments = ["evaluate", "site", "--method", "default", "--samples", "200"]
        let outcome = try run(arguments + ["--json", "--report", "report.html"], in: folder)
        let record = try #require(try outcome.jsonLines().first)
        let readers = try #require(record["readers"] as? [String: Any])
        let figures = try #require(readers["figures"] as? [String: Any])
        #expect(figures["entries"] as? Int == 4 && figures["right"] as? Double == 0.5)
        #expect(figures["same"] as? Double == 0.25 && figures["twin"] as? Double == 0.25)
        #expect(figures["copy"] as? Double == 0.25 && figures["filled"] as? Double == 2.0 / 3)
        #expect(figures["empty"] as? Int == 1 && figures["emptyThoughRelatedExist"] as? Int == 1)
        #expect((readers["curve"] as? [Any])?.isEmpty == false && (readers["fullest"] as? [Any])?.count == 4)
        #expect((record["lists"] as? [String: Any])?["orphans"] as? Int == 1)
        #expect(try folder.text("report.html").contains("<svg class=\"curve\""))
        let table = try run(arguments + ["--no-lists"], in: folder).output
        #expect(
            table.contains("lists as readers see them (3 judged queries") && table.contains("right ≥ .95")
        )
        #expect(!table.contains("articles in any list"))
    }
}
