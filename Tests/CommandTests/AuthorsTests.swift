import Foundation
import TestSupport
import Testing

/// What people wrote stays, what was written can be undone, and slips are told before anything is read.
@Suite struct AuthorsTests {
    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder)
    }

    /// A list in every form that people write.
    private static let handmade = [
        "related: [/blog/2017/x/, /blog/2018/y/]\n", "related:\n  - https://a.example/1\n",
        "related: [face-2.md]\n", "related:\n  - \"A title of somebody's\"\n",
        "related:\n  - slug: x\n    note: mine\n", "related: face-2.md\n",
        "related:\n  more: [a]\n", "related:\n  - name: N\n    link: /n/\n",
    ]

    @Test(arguments: handmade)
    func handmadeListsStay(list: String) throws {
        let folder = try TemporaryFolder.site()
        let text = "---\ntitle: City debates facial recognition by police\n\(list)---\nBody\n"
        try folder.write("site/own.md", text)
        let outcome = try run("relate", "site", "--write", in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("1 written by hand and kept"), "\(outcome.messages)")
        #expect(try folder.text("site/own.md") == text)
        #expect(try folder.text("site/face-1.md").contains("related:\n"))
        #expect(try run("relate", "site", "--write", "--replace", in: folder).status == 0)
        #expect(try folder.text("site/own.md").contains("related:\n  - title: "))
        #expect(try run("relate", "site", "--undo", in: folder).status == 0)
        #expect(try folder.text("site/own.md") == text)
    }

    /// Links to elsewhere look like entries; whose they are, tells that no article of the corpus is among them.
    @Test func linksToElsewhereStay() throws {
        let folder = try TemporaryFolder.site()
        let start = "---\ntitle: City debates facial recognition by police\n"
        let own = start + "related:\n  - title: A talk\n    url: https://talks.example/1\n---\nBody\n"
        // Whoever says more about an entry has it from an article's file.
        let made = own.replacing("    url:", with: "    excerpt: About it\n    url:")
        let known = start + "related:\n  - title: Choir wins prize\n    url: /choir/\n---\nBody\n"
        for (name, text) in [("own", own), ("made", made), ("known", known)] {
            try folder.write("site/\(name).md", text)
        }
        let outcome = try run("relate", "site", "--write", in: folder)
        #expect(outcome.messages.contains("1 written by hand and kept"), "\(outcome.messages)")
        #expect(try folder.text("site/own.md") == own)
        #expect(try folder.text("site/made.md") != made)
        #expect(try folder.text("site/known.md") != known)
        #expect(try run("relate", "site", "--write", "--replace", in: folder).status == 0)
        #expect(try folder.text("site/own.md") != own)
    }

    /// What Kindred wrote stays Kindred's when all that it named is gone.
    @Test func linksToWhatIsGoneAreReplaced() throws {
        let folder = try TemporaryFolder()
        try folder.write("site/a.md", "---\ntitle: River floods town\n---\nRiver flood.\n")
        try folder.write(
            "site/b.md",
            "---\ntitle: The town counts the cost of its river\n---\nAfter the flood.\n"
        )
        #expect(try run("relate", "site", "--write", "--min-probability", "0", in: folder).status == 0)
        #expect(try folder.text("site/a.md").contains("related:"))
        try FileManager.default.moveItem(atPath: folder.path("site/b.md"), toPath: folder.path("b.md"))
        try folder.write("site/c.md", "---\ntitle: What a river flood costs a town\n---\nThe town pays.\n")
        let outcome = try run("relate", "site", "--write", "--min-probability", "0", in: folder)
        #expect(!outcome.messages.contains("by hand"), "\(outcome.messages)")
        #expect(try folder.text("site/a.md").contains("What a river flood costs"))
    }

    @Test func whoAsksForOneFileHearsOfOneFile() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("site/odd.md", "---\ntitle: Odd\ndate: nonsense\n---\n")
        try folder.write("site/b.rst", "Text")
        #expect(
            !(try run("relate", "site/choir.md", "--corpus", "site", in: folder)).messages.contains("warning")
        )
        #expect(try run("relate", "site/odd.md", "--corpus", "site", in: folder).messages.contains("no date"))
        let all = try run("relate", "site", "-v", in: folder)
        #expect(all.messages.contains("passed over 1 in formats that are not read:\n  "))
        #expect(all.messages.contains("site/b.rst"))
        let check = try CommandLineTool.run(["check", "site", "-v"], in: folder)
        #expect(check.output.contains("Passed over 1 in formats that are not read:\n  "))
    }

    @Test func twoCorporaAgreeEverywhere() throws {
        let folder = try TemporaryFolder()
        for (name, title) in [("a", "River floods old town"), ("b", "Old town cleans up after the flood")] {
            try folder.write("\(name)/x.md", "---\ntitle: \(title)\n---\nThe river and the town.\n")
        }
        let arguments = ["a", "b", "--index", "i.sqlite"]
        let index = try CommandLineTool.run(["index"] + arguments, in: folder)
        #expect(index.status == 0 && index.messages.contains("2 articles indexed"), "\(index.messages)")
        #expect(index.messages.contains("such as a/x.md"))
        let relate = ["relate"] + arguments + ["--min-probability", "0"]
        let lists = try CommandLineTool.run(relate + ["--json"], in: folder).jsonLines()
        #expect(lists.compactMap { $0["id"] as? String } == ["a/x.md", "b/x.md"])
        #expect(try CommandLineTool.run(relate + ["--check"], in: folder).status == 1)
        #expect(try CommandLineTool.run(relate + ["--write"], in: folder).status == 0)
        #expect(try folder.text("a/x.md").contains("path: \"b/x.md\""))
        #expect(try CommandLineTool.run(relate + ["--check"], in: folder).status == 0)
        #expect(
            try CommandLineTool.run(relate + ["--check", "--since", "2000-01-01"], in: folder).status == 0
        )
    }

    @Test func choicesThatNameNobodyAreTold() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("site/own.md", "---\ntitle: T\nrelatedExcluded: [nobody.md]\n---\n")
        let outcome = try run("relate", "site", in: folder)
        #expect(outcome.messages.contains("`relatedExcluded` names \"nobody.md\""), "\(outcome.messages)")
    }

    /// Left by a run that was killed; another one that is alive keeps its own.
    @Test func leftoversGoWithoutWriting() throws {
        let folder = try TemporaryFolder.site()
        let dead = "site/.999999999-1.kindred-tmp"
        let alive = "site/.\(getpid())-1.kindred-tmp"
        for command in [["index", "site"], ["relate", "site", "--check"]] {
            for name in [dead, alive] { try folder.write(name, "x") }
            _ = try CommandLineTool.run(command, in: folder)
            #expect(!FileManager.default.fileExists(atPath: folder.path(dead)))
            #expect(FileManager.default.fileExists(atPath: folder.path(alive)))
        }
    }

    @Test func undoBringsBackEveryByte() throws {
        let folder = try TemporaryFolder.site()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("site")).filter {
            $0.hasSuffix(".md")
        }
        let before = try names.map { try folder.bytes("site/" + $0) }
        #expect(try run("relate", "site", "--undo", in: folder).status == 66)
        #expect(try run("relate", "site", "--write", in: folder).status == 0)
        #expect(try names.map { try folder.bytes("site/" + $0) } != before)
        // One file first, then the others: what was not named is still kept.
        #expect(try run("relate", "site/face-1.md", "--undo", in: folder).messages.contains("1 file brought"))
        #expect(try run("relate", "site", "--undo", in: folder).status == 0)
        #expect(try names.map { try folder.bytes("site/" + $0) } == before)
        #expect(try run("relate", "site", "--undo", "--write", in: folder).status == 64)
    }

    @Test func honouredListsStandFirst() throws {
        let folder = try TemporaryFolder.site()
        try folder.write(
            "site/own.md",
            "---\ntitle: City debates facial recognition by police\nrelated: [choir.md]\n---\n"
        )
        let plain = try run("relate", "site/own.md", "--json", in: folder)
        #expect(!plain.output.contains("choir.md"))
        let outcome = try run("relate", "site/own.md", "--json", "--honour-lists", in: folder)
        let related = try #require(try outcome.jsonLines().first?["related"] as? [[String: Any]])
        #expect(related.first?["id"] as? String == "choir.md" && related.count > 1)
    }

    @Test func listsGoWhereTheSiteReadsThem() throws {
        let folder = try TemporaryFolder()
        try folder.write("site/config.toml", "base_url = \"https://z.example\"\n")
        for number in 1...3 {
            try folder.write(
                "site/content/blog/flood-\(number).md",
                "+++\ntitle = \"River floods old town \(number) times\"\n[extra]\nmood = \"wet\"\n+++\nThe river floods the town.\n"
            )
        }
        let outcome = try run("relate", "site", "--write", "--min-probability", "0", in: folder)
        #expect(outcome.status == 0)
        let text = try folder.text("site/content/blog/flood-1.md")
        let extra = try #require(text.range(of: "[extra]"))
        #expect(text[extra.upperBound...].contains("related"), "\(text)")
        #expect(text.contains("mood = \"wet\"") && text.contains("/blog/flood-"))
    }

    @Test func slipsAreToldBeforeAnythingIsRead() throws {
        let folder = try TemporaryFolder.site()
        for arguments in [["similar", "site/face-l.md"], ["explain", "site/face-l.md", "site/nobody.md"]] {
            let outcome = try CommandLineTool.run(arguments, in: folder)
            #expect(outcome.status == 66 && outcome.messages.contains("did you mean site/face-1.md?"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path(".kindred")))
        let command = try CommandLineTool.run(["relat", "site"], in: folder)
        #expect(command.status == 64 && command.messages.contains("did you mean relate?"))
        let help = try CommandLineTool.run(["config", "--help"], in: folder, findsSettings: true)
        #expect(help.status == 0 && help.output.contains("kindred config --show"))
    }

    @Test func checkTellsAllAndOthersALine() throws {
        let folder = try TemporaryFolder.site()
        for number in 0..<30 {
            try folder.write(
                "site/odd-\(number).md",
                "---\ntitle: Odd \(number)\nauthor: A\ndate: the \(number)th\n---\n"
            )
        }
        let index = try run("index", "site", in: folder)
        #expect(index.status == 0)
        #expect(index.messages.contains("30 dates were not understood; `kindred check site` says which"))
        #expect(try run("index", "site", "--strict", in: folder).status == 65)
        let check = try CommandLineTool.run(["check", "site"], in: folder)
        #expect(check.status == 0 && check.output.contains("30 dates were not understood"))
        #expect(check.output.contains("site/odd-0.md:4: `date` is no date"))
        #expect(
            check.output.contains("10 more; --verbose shows all") && check.output.contains("author  30 files")
        )
        #expect(try CommandLineTool.run(["check", "site", "--strict"], in: folder).status == 65)
        let json = try #require(
            try CommandLineTool.run(["check", "site", "--json"], in: folder).jsonLines().first
        )
        #expect((json["problems"] as? [Any])?.count == 30 && json["articles"] as? Int == 37)
        let mapped = try CommandLineTool.run(
            ["check", "site", "--json", "--field", "series=author"],
            in: folder
        )
        let unread = try #require(try mapped.jsonLines().first?["unreadKeys"] as? [[String: Any]])
        #expect(!unread.contains { $0["name"] as? String == "author" })
        #expect(try CommandLineTool.run(["check", "site", "--field", "x=y"], in: folder).status == 64)
    }

    @Test func fieldsAreMappedInTheSettings() throws {
        let folder = try TemporaryFolder()
        try folder.write("site/a.md", "---\nheadline: River floods town\n---\n")
        try folder.write("site/b.md", "---\nheadline: Town cleans up after flood\n---\n")
        try folder.write("kindred.yml", "model: none\nfields: {title: [headline, title]}\n")
        let outcome = try CommandLineTool.run(["relate", "site", "--json"], in: folder, findsSettings: true)
        #expect(outcome.status == 0 && !outcome.messages.contains("called"), "\(outcome.messages)")
        let config = try CommandLineTool.run(["config", "--json"], in: folder, findsSettings: true)
        let fields = try #require(try config.jsonLines().first?["fields"] as? [String: [String]])
        #expect(
            fields["title"] == ["headline", "title"] && fields["excerpt"]?.contains("description") == true
        )
    }
}
