import Foundation
import TestSupport
import Testing

/// `relate --since`: lists of new articles, and of those that they belong in.
@Suite struct SinceTests {
    private func ids(_ outcome: CommandLineTool.Outcome) throws -> [String] {
        try outcome.jsonLines().compactMap { $0["id"] as? String }
    }

    private func relate(
        _ arguments: String...,
        in folder: TemporaryFolder,
        environment: [String: String] = [:]
    ) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(["relate", "site"] + arguments, in: folder, environment: environment)
    }

    /// Lists of what is new and what it changes, so long that both are among them.
    private func relateAffected(_ what: String, in folder: TemporaryFolder) throws -> CommandLineTool.Outcome
    {
        try relate("--min-probability", "0.1", what, "--since", "HEAD", "--refresh", "affected", in: folder)
    }

    private func git(_ arguments: String..., in folder: TemporaryFolder) throws {
        let outcome = try CommandLineTool.run(
            program: "/usr/bin/env",
            ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"] + arguments,
            in: folder,
            environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"]
        )
        #expect(outcome.status == 0, "\(arguments): \(outcome.messages)")
    }

    /// The small site in a repository, all of it committed and called `start`.
    private func repository() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        try folder.write(".gitignore", ".kindred\nignored-*\n")
        try git("init", "--quiet", in: folder)
        try git("add", ".", in: folder)
        try git("commit", "--quiet", "--message", "All", in: folder)
        try git("tag", "--annotate", "start", "--message", "Start", in: folder)
        return folder
    }

    private func edit(_ name: String, in folder: TemporaryFolder, _ old: String, _ new: String) throws {
        let text = try folder.text("site/" + name)
        try #require(text.contains(old))
        try folder.write("site/" + name, text.replacing(old, with: new))
    }

    private let published = "publishedDateTime: 2021-03-02T10:36:00Z"

    /// A repository's own settings may name programs, for whoever trusts it.
    @Test func noProgramOfARepositoryIsRun() throws {
        let folder = try repository()
        let mark = folder.path("ran")
        for setting in [
            "filter.a=b.clean", "filter.x.clean", "filter.x.process", "diff.x.textconv", "core.fsmonitor",
        ] {
            try git("config", setting, "touch \(mark); cat", in: folder)
        }
        try git("config", "filter.x.required", "true", in: folder)
        try folder.write(".gitattributes", "*.md filter=x diff=x\n")
        try edit("choir.md", in: folder, "title: ", "title: New ")
        let outcome = try relate("--since", "HEAD", "--json", in: folder)
        try #require(outcome.status == 0, "\(outcome.messages)")
        #expect(try ids(outcome) == ["choir.md"])
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    // MARK: - Dates

    @Test func newIsWhatWasPublishedThenOrLater() throws {
        let folder = try TemporaryFolder.site()
        try edit("face-1.md", in: folder, published, "publishedDateTime: 2021-03-09")
        try edit("face-2.md", in: folder, published, "publishedDateTime: 2021-03-08T23:59:59Z")
        try edit("flood-1.md", in: folder, published + "\n", "")
        let all = try relate("--json", in: folder).jsonLines()
        let outcome = try relate("--json", "--since", "2021-03-09", in: folder)
        #expect(
            outcome.status == 0 && outcome.messages.contains("1 of 7 articles new"),
            "\(outcome.messages)"
        )
        #expect(outcome.messages.contains("1 article without a date left out"))
        #expect(try ids(outcome) == ["face-1.md"])
        // The list is the one that a run over everything makes.
        let list = try #require(all.first { $0["id"] as? String == "face-1.md" })
        #expect(NSDictionary(dictionary: try outcome.jsonLines()[0]) == NSDictionary(dictionary: list))
        #expect(
            try ids(relate("--json", "--since", "2021-03-08T23:59:59Z", in: folder)) == [
                "face-1.md", "face-2.md",
            ]
        )
    }

    @Test func timesCountBackFromNow() throws {
        let folder = try TemporaryFolder.site()
        for (name, hours) in [("face-1.md", 2), ("face-2.md", 47), ("face-3.md", 49), ("choir.md", 24 * 8)] {
            let date = Date().addingTimeInterval(-3600 * Double(hours)).formatted(.iso8601)
            try edit(name, in: folder, published, "publishedDateTime: \(date)")
        }
        #expect(try ids(relate("--json", "--since", "24h", in: folder)) == ["face-1.md"])
        #expect(try ids(relate("--json", "--since", "2d", in: folder)) == ["face-1.md", "face-2.md"])
        #expect(
            try ids(relate("--json", "--since", "1w", in: folder)) == ["face-1.md", "face-2.md", "face-3.md"]
        )
    }

    @Test func nothingNewIsNoError() throws {
        let folder = try TemporaryFolder.site()
        for mode in ["--json", "--diff", "--check", "--write"] {
            let outcome = try relate(mode, "--since", "2022-01-01", "--refresh", "affected", in: folder)
            #expect(outcome.status == 0 && outcome.output.isEmpty)
            #expect(
                outcome.messages.contains("0 of 7 articles new\n")
                    && outcome.messages.contains("nothing to do"),
                "\(outcome.messages)"
            )
        }
        try folder.write("lists.json", "old")
        #expect(
            try relate("--json", "--since", "2022-01-01", "--output", "lists.json", in: folder).status == 0
        )
        #expect(try folder.text("lists.json").isEmpty)
    }

    @Test func jsonLinesKnowDatesOnly() throws {
        let folder = try TemporaryFolder.site()
        let lines = ["2021-01-01", "2021-02-01"].enumerated().map {
            "{\"id\":\"n\($0)\",\"title\":\"Police cameras\",\"publishedDateTime\":\"\($1)\"}\n"
        }
        try folder.write("new.jsonl", lines.joined())
        let dated = try CommandLineTool.run(["relate", "new.jsonl", "--since", "2021-02-01"], in: folder)
        #expect(try dated.status == 0 && ids(dated) == ["n1"])
        let ref = try CommandLineTool.run(["relate", "new.jsonl", "--since", "main"], in: folder)
        #expect(ref.status == 64 && ref.messages.contains("only a date tells what is new in JSON lines"))
    }

    // MARK: - Commits

    @Test func newIsWhatACommitDoesNotHave() throws {
        let folder = try repository()
        try edit("face-1.md", in: folder, "voted to forbid", "wants to forbid")
        try git("commit", "--quiet", "--all", "--message", "Edit", in: folder)
        // Staged, moved, untracked below a folder and under an odd name, ignored, and gone.
        try folder.write("site/staged.md", "---\ntitle: Staged\n---\n")
        try git("add", "site/staged.md", in: folder)
        try git("mv", "site/choir.md", "site/singers.md", in: folder)
        try folder.write("site/more/naïve \"name\"\n.md", "---\ntitle: Untracked\n---\n")
        try folder.write("site/ignored-1.md", "---\ntitle: Ignored\n---\n")
        try git("rm", "--quiet", "site/flood-3.md", in: folder)
        // Only the list differs, and a file outside the paths.
        try edit("flood-1.md", in: folder, "\nsecured:", "related:\n  - title: \"Old\"\n\nsecured:")
        try folder.write("elsewhere.md", "---\ntitle: Elsewhere\n---\n")
        let untracked = "more/naïve \"name\"\n.md"
        for ref in ["start", "HEAD~1"] {
            let outcome = try relate("--json", "--since", ref, in: folder)
            #expect(
                try ids(outcome) == ["face-1.md", untracked, "singers.md", "staged.md"],
                "\(outcome.messages)"
            )
        }
        #expect(
            try ids(relate("--json", "--since", "HEAD", in: folder)) == [
                untracked, "singers.md", "staged.md",
            ]
        )
        // As inside a hook, which names its repository in the environment.
        let hook = try relate(
            "--json",
            "--since",
            "HEAD",
            in: folder,
            environment: ["GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/other"]
        )
        #expect(try ids(hook) == [untracked, "singers.md", "staged.md"])
        // One file alone.
        let one = try CommandLineTool.run(
            ["relate", "site/face-1.md", "--since", "start", "--json"],
            in: folder
        )
        #expect(try ids(one) == ["face-1.md"])
    }

    /// More of them than git is asked for at a time.
    @Test func filesWithNothingButAnotherListAreNotNew() throws {
        let folder = try TemporaryFolder()
        for number in 0..<430 {
            try folder.write(
                "site/\(number).md",
                "---\ntitle: Story \(number)\n---\n" + String(repeating: "é\n", count: number)
            )
        }
        try git("init", "--quiet", in: folder)
        try git("add", ".", in: folder)
        try git("commit", "--quiet", "--message", "All", in: folder)
        for number in 0..<430 {
            try edit("\(number).md", in: folder, "\n---\n", "\nrelated:\n- title: X\n---\n")
        }
        for number in [3, 250, 429] { try edit("\(number).md", in: folder, "Story", "New story") }
        #expect(try ids(relate("--json", "--since", "HEAD", in: folder)) == ["250.md", "3.md", "429.md"])
    }

    @Test func aDateIsNoRef() throws {
        let folder = try repository()
        try git("branch", "2021-03-02", in: folder)
        let outcome = try relate("--json", "--since", "2021-03-02", in: folder)
        #expect(try ids(outcome).count == 7)
    }

    @Test func whatGitCannotTellIsSaidClearly() throws {
        let plain = try TemporaryFolder.site()
        let outside = try relate("--since", "main", in: plain)
        #expect(outside.status == 66)
        #expect(
            outside.messages.contains(
                "--since \"main\" is no date, and \(plain.path("site")) is in no git repository"
            ),
            "\(outside.messages)"
        )
        let folder = try repository()
        for ref in ["nowhere", "start..HEAD", "^start", "HEAD:site", "--all"] {
            let unknown = try relate("--since=" + ref, in: folder)
            #expect(unknown.status == (ref == "--all" ? 64 : 66), "\(ref): \(unknown.messages)")
            #expect(
                unknown.messages.contains(
                    ref == "--all" ? "no git ref is empty or begins with -" : "neither a date nor a commit"
                ),
                "\(unknown.messages)"
            )
        }
        let alone = try relate("--refresh", "affected", in: folder)
        #expect(alone.status == 64 && alone.messages.contains("--refresh needs --since"))
        let missing = try relate("--since", "start", in: folder, environment: ["PATH": folder.path("site")])
        #expect(missing.status == 69 && missing.messages.contains("git, which may know it, is not installed"))
    }

    // MARK: - Affected articles

    /// Articles of a few subjects with words in common, of which those from `firstNew` on were published later.
    ///
    /// - Parameter hasHub: half of the articles share nothing but one word, which is all that a new one says.
    private func subjects(
        _ count: Int,
        firstNew: Int,
        hasHub: Bool = false
    ) throws -> (TemporaryFolder, new: Set<String>) {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(state: 7)
        var new: Set<String> = []
        for number in 0..<count {
            // The first subject has half of them.
            let subject = number.isMultiple(of: 2) ? 0 : number % 7 + 1
            let isHub = hasHub && subject == 0
            let words = (0..<6).map { place in
                isHub
                    ? place == 0 || number >= firstNew ? "hub" : "alone\(number)word\(place)"
                    : "subject\(subject)word\(Int.random(in: 0..<14, using: &generator))"
            }
            let common = (0..<3).map { _ in "common\(Int.random(in: 0..<9, using: &generator))" }
            let isNew = number >= firstNew
            let pin = number == 5 ? "relatedPinned:\n  - \(firstNew).md\n" : ""
            let locked = number == 9 ? "relatedLocked: true\n" : ""
            try folder.write(
                "site/\(number).md",
                """
                ---
                title: \(words.prefix(3).joined(separator: " "))
                excerpt: \((words.dropFirst(3) + (isHub ? [] : common)).joined(separator: " "))
                publishedDateTime: \(isNew ? "2021-05-0\(number % 9 + 1)" : "2021-04-0\(number % 9 + 1)")
                \(pin)\(locked)---

                """
            )
            if isNew { new.insert("\(number).md") }
        }
        return (folder, new)
    }

    /// By the twin that makes every list. In the second site more articles list a new one than are looked at
    /// in any case, so the search must go on.
    @Test(arguments: [(340, 334, false), (213, 212, true)])
    func affectedAreExactlyThoseThatListANewOne(count: Int, firstNew: Int, hasHub: Bool) throws {
        let (folder, new) = try subjects(count, firstNew: firstNew, hasHub: hasHub)
        let limit = hasHub ? "120" : "10"
        let options = ["--json", "--min-probability", "0", "--diversity", "0", "--limit", limit]
        let all = try CommandLineTool.run(["relate", "site"] + options, in: folder)
        let wanted = try zip(all.jsonLines(), all.output.split(separator: "\n")).filter { line, _ in
            let listed = (line["related"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            return new.contains(line["id"] as? String ?? "") || !new.isDisjoint(with: listed)
        }
        #expect(
            wanted.count < count - 20 && wanted.count > new.count + (hasHub ? 101 : 3),
            "\(new.count), \(wanted.count)"
        )
        #expect(wanted.contains { $0.0["id"] as? String == "5.md" })
        let found = try CommandLineTool.run(
            ["relate", "site", "--since", "2021-05-01", "--refresh", "affected"] + options,
            in: folder
        )
        #expect(found.output.split(separator: "\n") == wanted.map(\.1))
        #expect(
            found.messages.contains("\(new.count) of \(count) articles new\n")
                && found.messages.contains("\(wanted.count - new.count) older articles affected"),
            "\(found.messages)"
        )
        #expect(
            try Set(ids(relate("--json", "--since", "2021-05-01", "--refresh", "new", in: folder))) == new
        )
    }

    @Test func onlyNewAndAffectedFilesAreWritten() throws {
        let (folder, new) = try subjects(60, firstNew: 57)
        try git("init", "--quiet", in: folder)
        try folder.write(".gitignore", ".kindred\n")
        // What is committed has lists, made without the new articles.
        for name in new {
            try FileManager.default.moveItem(atPath: folder.path("site/" + name), toPath: folder.path(name))
        }
        #expect(try relate("--min-probability", "0.1", "--write", in: folder).status == 0)
        try git("add", ".", in: folder)
        try git("commit", "--quiet", "--message", "All", in: folder)
        for name in new {
            try FileManager.default.moveItem(atPath: folder.path(name), toPath: folder.path("site/" + name))
        }
        let wanted = try Set(ids(relateAffected("--json", in: folder)))
        // A list that is wrong for another reason is none of this run's business.
        let stale = try #require((0..<57).first { !wanted.contains("\($0).md") && $0 != 9 })
        try edit("\(stale).md", in: folder, "related:\n", "related:\n  - title: Old\n    path: 9.md\n")
        #expect(
            try relate("--min-probability", "0.1", "--check", in: folder).output.contains(
                "site/\(stale).md\n"
            )
        )
        let before = try contents(of: folder)
        let check = try relateAffected("--check", in: folder)
        let changing = Set(check.output.split(separator: "\n").map { String($0.dropFirst("site/".count)) })
        #expect(check.status == 1 && changing.isSubset(of: wanted) && changing.count > new.count)
        #expect(try contents(of: folder) == before)
        #expect(try relateAffected("--write", in: folder).status == 0)
        let after = try contents(of: folder)
        #expect(Set(after.keys.filter { after[$0] != before[$0] }) == changing)
        #expect(after["9.md"] == before["9.md"])
        // The lists just written are no new articles, so a second run has nothing left to do.
        let again = try relateAffected("--write", in: folder)
        #expect(again.messages.contains("3 of 60 articles new\n"), "\(again.messages)")
        #expect(again.messages.contains("0 files written"))
    }

    private func contents(of folder: TemporaryFolder) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("site"))
        let texts = try names.filter { $0.hasSuffix(".md") }.map { ($0, try folder.text("site/" + $0)) }
        return Dictionary(uniqueKeysWithValues: texts)
    }
}

/// SplitMix64, so that the articles are the same each time.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
