import Foundation
import TestSupport
import Testing

/// An index that is named by the address of a database.
@Suite struct DatabaseIndexTests {
    #if Postgres
    @Test func everyCommandAnswersAsFromAFile() throws {
        let (site, other) = (try TemporaryFolder.site(), try TemporaryFolder.site())
        let database = try TestedDatabase.emptySchema()
        func both(_ arguments: [String]) throws {
            let a = try CommandLineTool.run(arguments + ["--index", database], in: site)
            let b = try CommandLineTool.run(arguments, in: other)
            #expect(a.status == b.status && a.output == b.output, "\(arguments): \(a.messages)")
        }
        try both(["index", "site"])
        try both(["relate", "site", "--json", "--min-probability", "0"])
        try both(["relate", "site", "--write", "--min-probability", "0"])
        for name in ["site/face-1.md", "site/choir.md"] { #expect(try site.text(name) == other.text(name)) }
        try both(["relate", "site", "--check", "--min-probability", "0"])
        try both(["similar", "site/flood-1.md", "--corpus", "site", "--json"])
        try both(["explain", "site/flood-1.md", "site/flood-2.md", "--corpus", "site"])
        try site.write(
            "site/choir.md",
            "---\ntitle: River flood reaches the choir\n---\nThe market square is under water.\n"
        )
        try other.write("site/choir.md", try site.text("site/choir.md"))
        try both(["similar", "site/flood-1.md", "--corpus", "site", "--json"])
        try both(["relate", "site", "--undo"])
        #expect(try !site.text("site/face-1.md").contains("related:"))

        // Without files at hand: the database knows from what it was made.
        let elsewhere = try TemporaryFolder()
        let found = try CommandLineTool.run(
            ["similar", "--text", "river flood", "--index", database],
            in: elsewhere
        )
        #expect(found.status == 0 && found.output.contains("River floods old town"), "\(found.messages)")
        let info = try CommandLineTool.run(["index", "--info", "--index", database], in: elsewhere)
        #expect(info.status == 0 && info.output.contains("articles  7"), "\(info.messages)")
        let sound = try CommandLineTool.run(["index", "--verify", "--index", database], in: elsewhere)
        #expect(sound.status == 0, "\(sound.output)\(sound.messages)")
    }

    @Test(arguments: [
        ("postgres://app@127.0.0.1:1/none", EX_UNAVAILABLE, "cannot be reached"),
        ("postgres://app:secret@127.0.0.1:1/none", EX_UNAVAILABLE, "postgres://app@127.0.0.1:1/none"),
        ("postgres://", EX_USAGE, "postgres://user@host/database"),
        ("postgres:///database", EX_USAGE, "postgres://user@host/database"),
        ("postgres://h/d?schema=a\"b", EX_USAGE, "postgres://user@host/database"),
    ])
    func whatCannotBeOpenedSaysWhy(_ address: String, _ status: Int32, _ message: String) throws {
        let outcome = try CommandLineTool.run(["index", "site", "--index", address], in: .site())
        #expect(outcome.status == status, "\(outcome.messages)")
        #expect(
            outcome.messages.contains(message) && !outcome.messages.contains("secret"),
            "\(outcome.messages)"
        )
    }

    @Test func whereNoArchiveIsNoneIsMade() throws {
        let database = try TestedDatabase.emptySchema()
        let outcome = try CommandLineTool.run(["index", "--info", "--index", database], in: .site())
        #expect(
            outcome.status == EX_NOINPUT && outcome.messages.contains("there is no index"),
            "\(outcome.messages)"
        )
    }
    #else
    @Test func aBuildWithoutPostgreSQLSaysSo() throws {
        let outcome = try CommandLineTool.run(
            ["index", "site", "--index", "postgres://app@127.0.0.1/none"],
            in: .site()
        )
        #expect(
            outcome.status == EX_USAGE && outcome.messages.contains("--traits Postgres"),
            "\(outcome.messages)"
        )
    }
    #endif
}
