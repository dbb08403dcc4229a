import Foundation
import TestSupport
import Testing

@Suite struct SiteFileTests {
    /// A site with a kindred.yml, whose embedding is off unless `settings` say otherwise.
    private func site(_ settings: String, model: String = "model: none\n") throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        try folder.write("kindred.yml", settings + model)
        return folder
    }

    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder, findsSettings: true)
    }

    private func lengths(_ outcome: CommandLineTool.Outcome) throws -> [Int] {
        try outcome.jsonLines().map { ($0["related"] as? [Any] ?? []).count }
    }

    /// key -> (value, origin) of `config --show --json`.
    private func settings(_ arguments: [String], in folder: TemporaryFolder) throws -> [String: String] {
        let outcome = try run(["config", "--show", "--json"] + arguments, in: folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let list = try #require(try outcome.jsonLines().first?["settings"] as? [[String: Any]])
        var found: [String: String] = [:]
        for item in list {
            let key = try #require(item["key"] as? String)
            let values = try #require(item["values"] as? [String])
            let line = (item["line"] as? Int).map { ":\($0)" } ?? ""
            found[key] = values.joined(separator: " ") + " (\(item["origin"] ?? "")\(line))"
        }
        return found
    }

    @Test func whatTheServiceIsStartedWithIsNotTheCommandLines() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("kindred.yml", "corpus: site\nserver:\n  listen: 127.0.0.1:9\n  origin: [a, b]\n")
        let outcome = try CommandLineTool.run(["config", "--show"], in: folder, findsSettings: true)
        #expect(outcome.status == 0 && !outcome.output.contains("127.0.0.1"), "\(outcome.messages)")
        // Which service is asked is said where one asks.
        #expect(!outcome.output.contains("server") && !outcome.output.contains("unlike"))
    }

    @Test func theFileSetsWhatIsNotTyped() throws {
        let folder = try site("# one entry a list\ncorpus: site\nlimit: 1\n")
        let fromFile = try run(["relate", "--json"], in: folder)
        #expect(fromFile.status == 0, "\(fromFile.messages)")
        #expect(try lengths(fromFile) == [0, 1, 1, 1, 1, 1, 1])
        #expect(try lengths(run(["relate", "--json", "--limit", "2"], in: folder)).max() == 2)
        #expect(try lengths(run(["relate", "--json", "--limit=2"], in: folder)).max() == 2)
        #expect(
            try lengths(run(["relate", "--json", "--config", "none", "--model", "none", "site"], in: folder))
                .max() == 2
        )
        // A named article is looked for among the file's corpus.
        #expect(try lengths(run(["relate", "site/face-1.md", "--json"], in: folder)) == [1])
        #expect(try run(["similar", "face-1.md", "--json"], in: folder).jsonLines().count == 1)
        #expect(try run(["explain", "face-1.md", "face-2.md"], in: folder).status == 0)
        #expect(try run(["index"], in: folder).messages.contains("7 articles indexed"))
        #expect(try run(["index", "--verify"], in: folder).status == 0)
        try folder.write("site/qrels.tsv", "query-id\tdoc-id\tgrade\nface-1.md\tface-2.md\t1\n")
        #expect(try run(["evaluate", "--json", "--no-lists"], in: folder).status == 0)
    }

    @Test func withoutFileAndCorpusTheUsageErrorIsTheUsualOne() throws {
        let folder = try TemporaryFolder.site()
        let outcome = try run(["evaluate", "--config", "none"], in: folder)
        #expect(outcome.status == 64 && outcome.messages.contains("Missing expected argument '<corpus>"))
    }

    @Test func everyValueTellsWhereItComesFrom() throws {
        let folder = try site("limit: 7\ncorpus: [site]\nstrict: true\n")
        let all = try settings([], in: folder)
        #expect(all["limit"] == "7 (file:1)" && all["model"] == "none (file:4)")
        #expect(all["corpus"] == "\(folder.path("site")) (file:2)" && all["strict"] == "true (file:3)")
        #expect(all["embedding-precision"] == "int8 (default)" && all["seed"] == "1 (default)")
        #expect(all["write"] == nil && all["json"] == nil && all["help"] == nil)

        let relate = try settings(["relate", "--limit", "3", "site", "-q"], in: folder)
        #expect(relate["limit"] == "3 (command line)" && relate["model"] == "none (file:4)")
        #expect(relate["quiet"] == "true (command line)" && relate["embedding-precision"] == "int8 (default)")
        #expect(relate["strict"] == "true (file:3)")
        let evaluate = try settings(
            ["evaluate", "--no-strict", "--method", "terms", "--method", "bm25"],
            in: folder
        )
        #expect(evaluate["corpus"] == "\(folder.path("site")) (file:2)")
        #expect(evaluate["strict"] == "false (command line)")
        #expect(evaluate["method"] == "terms bm25 (command line)")

        let bare = try settings(["--config", "none"], in: folder)
        #expect(bare["limit"]?.hasSuffix("(default)") == true && bare["corpus"] == " (default)")
        let text = try run(["config", "--show"], in: folder)
        #expect(text.output.contains("settings file  kindred.yml\n"))
        #expect(text.output.contains("7") && text.output.contains("(kindred.yml:1)"))
    }

    @Test func flagsOfTheFileCanBeSwitchedOff() throws {
        let folder = try site("corpus: site\nstrict: true\nno-lists: true\nmethod: [terms]\n")
        try folder.write(
            "site/qrels.tsv",
            "query-id\tdoc-id\tgrade\nface-1.md\tface-2.md\t1\nface-1.md\tnone\t1\n"
        )
        let strict = try run(["evaluate", "--json"], in: folder)
        #expect(strict.status == 65)
        let lenient = try run(["evaluate", "--json", "--no-strict"], in: folder)
        #expect(lenient.status == 0, "\(lenient.messages)")
        // A repeated option that is typed replaces the file's whole list.
        let text = try run(["evaluate", "--no-strict", "--method", "bm25", "--method", "tfidf"], in: folder)
        #expect(
            text.output.contains("bm25") && text.output.contains("tfidf") && !text.output.contains("terms")
        )
        #expect(try run(["evaluate", "--no-such-flag"], in: folder).status == 64)
    }

    @Test func entryFieldsMayBeAList() throws {
        let folder = try site("corpus: site\nentry-fields: [title, webUrl]\n")
        let entry = try run(["relate", "--json"], in: folder).jsonLines()[1]["related"] as? [[String: Any]]
        #expect(Set(try #require(entry?.first).keys) == ["id", "probability", "reasons", "title", "webUrl"])
        try folder.write("kindred.yml", "limit: 1\nentry-fields: title,webURL\n")
        let wrong = try run(["relate", "site"], in: folder)
        #expect(wrong.status == 78 && wrong.messages.contains("kindred.yml:2: entry-fields: "))
        #expect(wrong.messages.contains("did you mean webUrl?"), "\(wrong.messages)")
    }

    @Test(arguments: [
        (
            "limit: 4\nmin_probabilty: 1\n", 2,
            "no setting \"min_probabilty\"; did you mean `min-probability`?"
        ),
        ("qqqqqqqq: 1\n", 1, "`kindred config --show` lists them all"),
        ("limit: 4\n\nwrite: true\n", 3, "`write` says what one run is to do"),
        ("report: /etc/passwd\n", 1, "`report` says what one run is to do"),
        ("embedding-precision: int9\n", 1, "did you mean int8?"),
        ("precision: int8\n", 1, "high, balanced, full"), ("strict: 1\n", 1, "neither true nor false"),
        ("limit: [1, 2]\n", 1, "it takes one value, not 2"),
        ("limit:\n", 1, "has an empty value"),
        ("limit: {a: 1}\n", 1, "is a mapping"),
        ("limit: 1\nlimit: 2\n", 1, "stands there twice"),
        ("corpus:\n  - !drafts/**\n", 2, "put what starts with ! in quotes"),
        ("corpus:\n  - *.md\n", 2, "starts with * or & needs quoting"),
        ("- a\n", 1, "no list of `key: value` lines"),
        ("model: \"a\\0b\"\n", 1, "NUL"),
    ])
    func whatIsWrongWithTheFileIsNamedByLine(text: String, line: Int, message: String) throws {
        let folder = try site(text, model: "")
        for command in [["relate", "site"], ["index", "site"], ["config", "--show"]] {
            let outcome = try run(command, in: folder)
            #expect(outcome.status == 78 && outcome.output.isEmpty)
            #expect(
                outcome.messages.contains("kindred.yml:\(line): ") && outcome.messages.contains(message),
                "\(outcome.messages)"
            )
        }
        // Help never depends on it.
        #expect(try run(["relate", "--help"], in: folder).status == 0)
        #expect(try run(["--version"], in: folder).status == 0)
    }

    @Test func aValueThatTheCommandRefusesIsTheFilesFault() throws {
        let folder = try site("limit: many\nsamples: 5\nmin-probability: 3\n")
        let relate = try run(["relate", "site"], in: folder)
        #expect(relate.status == 78)
        #expect(
            relate.messages.contains("kindred.yml:1: limit: the value 'many' is invalid; correct the line"),
            "\(relate.messages)"
        )
        #expect(
            relate.messages.contains("kindred.yml:3: min-probability: must be from 0 to 1; correct the line")
        )
        // A command that has no such option does not mind, nor one that is told otherwise.
        #expect(try run(["index", "site"], in: folder).status == 0)
        #expect(
            try run(["relate", "site", "--limit", "2", "--min-probability", "0.1"], in: folder).status == 0
        )
        // What was typed wrong is still the typist's fault.
        let typed = try run(["relate", "site", "--limit", "0", "--min-probability", "0.1"], in: folder)
        #expect(typed.status == 64 && !typed.messages.contains("kindred.yml"))
        let all = try run(["config", "--show"], in: folder)
        #expect(all.status == 78)
        for line in 1...3 { #expect(all.messages.contains("kindred.yml:\(line): "), "\(all.messages)") }
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let folder = try site("corpus: [./site, more/extra.jsonl]\nindex: .kindred/all.sqlite\n")
        try folder.write("more/extra.jsonl", "{\"id\":\"e\",\"title\":\"Extra flood in the old town\"}\n")
        try folder.write("deep/er/x", "")
        let below = try CommandLineTool.run(
            program: "/bin/bash",
            ["-c", "cd deep/er && exec \"$0\" index --json", CommandLineTool.path],
            in: folder
        )
        let record = try #require(try below.jsonLines().first)
        #expect(
            record["articles"] as? Int == 8
                && record["index"] as? String == folder.path(".kindred/all.sqlite")
        )
        // Another corpus has nothing to do with the site's index.
        let other = try run(["index", "more/extra.jsonl", "--json"], in: folder).jsonLines()
        #expect(other.first?["index"] as? String == folder.path("more/.kindred/extra.jsonl.sqlite"))
        #expect(try run(["index", "--verify"], in: folder).status == 0)
        // A file that is named elsewhere keeps its own folder.
        let elsewhere = try TemporaryFolder()
        let named = try run(
            ["config", "--show", "--json", "--config", folder.path("kindred.yml")],
            in: elsewhere
        )
        #expect(named.output.contains("\"\(folder.path)/site\""))
        #expect(try run(["config", "--show", "--config", "nowhere.yml"], in: elsewhere).status == 78)
    }

    @Test func patternsChooseFilesAndNewOnesAreFound() throws {
        let folder = try site("corpus: [\"site/**/f*-?.md\", \"!site/flood-3.md\", \"!site/drafts\"]\n")
        try folder.write("site/drafts/flood-9.md", "---\ntitle: Draft flood\n---\n")
        try folder.write("site/sub/deep/face-9.md", "---\ntitle: Facial recognition again\n---\n")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("site/face-8.md"),
            withDestinationPath: folder.path("site/choir.md")
        )
        let ids = try run(["relate", "--json"], in: folder).jsonLines().compactMap { $0["id"] as? String }
        #expect(
            ids == [
                "face-1.md", "face-2.md", "face-3.md", "flood-1.md", "flood-2.md", "sub/deep/face-9.md",
            ]
        )
        #expect(FileManager.default.fileExists(atPath: folder.path("site/.kindred/index.sqlite")))
        #expect(try run(["index", "--verify"], in: folder).status == 0)
        try folder.write("site/new/flood-7.md", "---\ntitle: New flood\n---\n")
        #expect(
            try run(["index", "--verify"], in: folder).output.contains("new      \(folder.path)/site/new/")
        )
        #expect(try run(["index", "--json"], in: folder).jsonLines().first?["added"] as? Int == 1)
        // On the command line as well.
        let typed = try run(
            ["index", "site/*.md", "!site/f*", "--config", "none", "--model", "none"],
            in: folder
        )
        #expect(typed.messages.contains("1 article indexed"), "\(typed.messages)")
        let nothing = try run(["index", "site/*.txt", "--config", "none", "--model", "none"], in: folder)
        #expect(nothing.status == 66 && nothing.messages.contains("no article file matches the pattern"))
    }

    @Test func hostileFilesAreRefusedAtOnce() throws {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            bomb +=
                "a\(level): &a\(level) ["
                + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        let deep = "corpus: " + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        let huge = String(repeating: "# padding\n", count: 1_000_000)
        for (text, message) in [
            (bomb, "stand for more than"), (deep, "nested deeper"), (huge, "larger than"),
            ("\"a", "not valid YAML"),
            ("corpus: \u{FFFE}\n", "YAML"),
            (
                "exclude-provider: [\((0..<2001).map { "p\($0)" }.joined(separator: ", "))]\n",
                "more than 2000 values"
            ),
        ] {
            let folder = try site(text, model: "")
            let outcome = try run(["relate", "site"], in: folder)
            #expect(
                outcome.status == 78 && outcome.messages.contains(message),
                "\(outcome.messages.prefix(300))"
            )
        }
        let folder = try site("")
        try folder.write("kindred.yml", [0x61, 0x3A, 0x20, 0xFF, 0x0A])
        #expect(
            try run(["relate", "site"], in: folder).messages.contains(
                "kindred.yml:1: the text is not valid UTF-8"
            )
        )
        // No terminal acts on what is in the file.
        try folder.write("kindred.yml", "\"\\e[31mlimit\": 4\n")
        #expect(try !run(["relate", "site"], in: folder).messages.contains("\u{1B}"))
    }

    @Test func theFileOfAnotherUserIsPassedOver() throws {
        let folder = try site("limit: 1\n")
        guard geteuid() == 0 else { return }
        chown(folder.path("kindred.yml"), 65534, 65534)
        let outcome = try run(["relate", "site", "--json", "--model", "none"], in: folder)
        #expect(outcome.messages.contains("belongs to another user"))
        #expect(try lengths(outcome).max() == 2)
        let named = try run(["relate", "site", "--json", "--config", "kindred.yml"], in: folder)
        #expect(try lengths(named).max() == 1)
    }

    @Test func bareConfigWorksWithoutAFile() throws {
        let folder = try TemporaryFolder()
        let outcome = try CommandLineTool.run(["config", "--show"], in: folder)
        #expect(outcome.status == 0 && outcome.output.contains("settings file  none"))
        #expect(outcome.output.contains("(default of ") && outcome.output.contains("embedding-precision"))
        #expect(try CommandLineTool.run(["config", "--show", "dance"], in: folder).status == 64)
    }
}
