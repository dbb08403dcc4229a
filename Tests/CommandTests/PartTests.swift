import Foundation
import TestSupport
import Testing

/// Lists by `relate --part`, of which several processes make some each.
@Suite struct PartTests {
    private func run(_ part: String, _ others: String..., in folder: TemporaryFolder) throws
        -> CommandLineTool.Outcome
    {
        try CommandLineTool.run(
            ["relate", "site", "--part", part, "--searches", "found"] + others,
            in: folder
        )
    }

    private func search(_ count: Int, in folder: TemporaryFolder) throws {
        for number in 1...count {
            let outcome = try run("\(number)/\(count)", "--search-only", in: folder)
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.messages)")
        }
    }

    /// Of seven articles.
    @Test(arguments: [1, 3, 10])
    func linesOfAllPartsInTurnAreThoseOfOneRun(count: Int) throws {
        let folder = try TemporaryFolder.site()
        let whole = try CommandLineTool.run(["relate", "site", "--json"], in: folder).output
        #expect(whole.contains("face-2"))
        try search(count, in: folder)
        let parts = try (1...count).map { number in
            let outcome = try run("\(number)/\(count)", in: folder)
            #expect(outcome.status == 0, "\(outcome.messages)")
            return outcome.output.split(separator: "\n")
        }
        let lines = whole.split(separator: "\n")
        #expect(parts.map(\.count).reduce(0, +) == lines.count)
        #expect(lines.indices.map { parts[$0 % count][$0 / count] } == lines)
    }

    @Test func aSearchThatIsMadeAgainWritesTheSame() throws {
        let folder = try TemporaryFolder.site()
        try search(2, in: folder)
        func found() throws -> [Data] {
            try ["1-of-2.searches", "1-of-2.densities", "2-of-2.searches", "2-of-2.densities"].map {
                try Data(contentsOf: URL(filePath: folder.path("found/\($0)")))
            }
        }
        let before = try found()
        try search(2, in: folder)
        #expect(try found() == before)
    }

    @Test func missingAndForeignSearchesAreNamed() throws {
        let folder = try TemporaryFolder.site()
        #expect(try run("2/3", "--search-only", in: folder).status == 0)
        let missing = try run("2/3", in: folder)
        #expect(missing.status == 66 && missing.output.isEmpty)
        #expect(missing.messages.contains("found/1-of-3.densities is missing; run each part with"))

        try search(3, in: folder)
        let other = try run("2/3", "--candidates", "5", in: folder)
        #expect(other.status == 65 && other.messages.contains("1-of-3.densities was made of other articles"))
        // What only lists depend on needs no other searches.
        #expect(try run("2/3", "--limit", "1", in: folder).status == 0)

        let path = folder.path("found/3-of-3.searches")
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(try run("2/3", in: folder).status == 0)
        #expect(try run("3/3", in: folder).status == 65)

        try folder.write("site/choir.md", try folder.text("site/choir.md").replacing("Choir", with: "Band"))
        #expect(try run("2/3", in: folder).status == 65)
    }

    @Test(arguments: ["0/3", "4/3", "3", "3/", "/3", "1/0", "+1/3", "1/2/3", "1/100001", "one/two", ""])
    func aWrongPartIsRefused(part: String) throws {
        let folder = try TemporaryFolder.site()
        let outcome = try run(part, in: folder)
        #expect(outcome.status == 64 && outcome.messages.contains("is no part; write 3/16"))
    }

    @Test func whatNeedsAllListsIsRefused() throws {
        let folder = try TemporaryFolder.site()
        for option in [
            "--write", "--diff", "--check", "--undo", "--watch", "--summary", "--no-orphans", "--since=1d",
            "--honour-lists", "--format=csv", "--explain",
        ] {
            let outcome = try run("1/2", option, in: folder)
            #expect(outcome.status == 64 && outcome.messages.contains("--part"), "\(option)")
        }
        for arguments in [["--part", "1/2"], ["--searches", "found"], ["--search-only"]] {
            #expect(try CommandLineTool.run(["relate", "site"] + arguments, in: folder).status == 64)
        }
        let elsewhere = try run("1/1", "--search-only", "--corpus", "other", in: folder)
        #expect(elsewhere.status == 66)
        try folder.write("other/a.md", try folder.text("site/choir.md"))
        let outside = try run("1/1", "--search-only", "--corpus", "other", in: folder)
        #expect(outside.status == 64 && outside.messages.contains("some of those named are not in it"))
    }
}
