import Foundation
import TestSupport
import Testing

@Suite struct ImportTests {
    private let run = { (arguments: [String], folder: TemporaryFolder, input: String) in
        try CommandLineTool.run(arguments, in: folder, input: input)
    }

    private static func feed(_ items: [(title: String, text: String)]) -> String {
        let entries = items.enumerated().map { place, item in
            """
            <item><title>\(item.title)</title><link>https://harbour.example/\(place + 1)/</link>
            <description>\(item.text)</description><pubDate>0\(place % 9 + 1) Mar 2024 10:00:00 GMT</pubDate></item>
            """
        }
        return
            "<rss><channel><title>Harbour Post</title><link>https://harbour.example/</link>\(entries.joined())</channel></rss>"
    }

    private static let items = [
        (
            "Ferry to the islands stops running",
            "The ferry company ends its island route after the pier collapsed."
        ),
        (
            "Pier collapse ends island ferry route",
            "Engineers say the ferry pier collapsed; islands are cut off."
        ),
        ("School adds music lessons", "Pupils will learn the violin and the trumpet."),
        ("Islands cut off without the ferry", "Islanders wait for a new ferry and a new pier."),
    ]

    @Test func aFeedIsReadRelatedAndComesBackEqual() throws {
        let folder = try TemporaryFolder()
        try folder.write("feed.xml", Self.feed(Self.items))
        let imported = try run(
            ["import", "feed.xml", "--config", "none", "--output", "feed.jsonl"],
            folder,
            ""
        )
        #expect(
            imported.status == 0 && imported.output.isEmpty
                && imported.messages.contains("4 articles in feed.xml")
        )
        let piped = try run(["import", "-", "--config", "none"], folder, Self.feed(Self.items))
        #expect(try piped.output == folder.text("feed.jsonl") && piped.messages.contains("standard input"))
        let direct = try run(["relate", "feed.xml", "--json", "--at-least", "1"], folder, "")
        let lines = try run(["relate", "feed.jsonl", "--json", "--at-least", "1"], folder, "")
        #expect(direct.status == 0 && direct.output == lines.output)
        let lists = try direct.jsonLines()
        #expect(lists.count == 4 && lists[0]["id"] as? String == "https://harbour.example/1/")
        let first = try #require((lists[0]["related"] as? [[String: Any]])?.first)
        #expect(
            ["https://harbour.example/2/", "https://harbour.example/4/"].contains(first["id"] as? String)
        )
        // Every other command reads it as well.
        let similar = try run(
            ["similar", "--corpus", "feed.xml", "--text", "violin lessons at school"],
            folder,
            ""
        )
        #expect(similar.output.contains("School adds music lessons"))
        let check = try run(["check", "feed.xml"], folder, "")
        #expect(check.status == 0 && check.output.contains("4 articles"))
    }

    @Test func whatIsWrongIsSaidAndTheRestIsThere() throws {
        let folder = try TemporaryFolder()
        try folder.write("table.csv", "id,title,author\n1,A,x\n2,,y\n3,C,z\n")
        let outcome = try run(["import", "table.csv", "missing.xml", "--config", "none"], folder, "")
        #expect(outcome.status == 65)
        #expect(try outcome.jsonLines().map { $0["title"] as? String } == ["A", "C"])
        #expect(outcome.messages.contains("table.csv:3") && outcome.messages.contains("missing.xml"))
        #expect(outcome.messages.contains("keys that nobody reads: \"author\""))
        let nothing = try run(["import", "-", "--config", "none"], folder, "no table")
        #expect(nothing.status == 65 && nothing.messages.contains("no articles"))
        let mapped = try run(
            ["import", "table.csv", "--field", "excerpt=author", "--config", "none"],
            folder,
            ""
        )
        #expect(!mapped.messages.contains("nobody reads"))
    }

    @Test func exportsInFoldersAreNoArticlesUnlessNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("site/a.md", "---\ntitle: A\n---\nText\n")
        try folder.write("site/feed.xml", Self.feed(Self.items))
        try folder.write("site/package.json", "{}")
        #expect(try run(["check", "site"], folder, "").output.contains("1 article\n"))
        #expect(try run(["check", "site", "site/feed.xml"], folder, "").output.contains("5 articles"))
        #expect(try run(["check", "site/*.xml"], folder, "").output.contains("4 articles"))
    }
}

@Suite struct BuiltSiteCommandTests {
    /// Built HTML with its sitemap, as generators leave it.
    private func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let pages = [
            (
                "ferry/index", "Ferry to the islands stops",
                "The ferry ends its island route after the pier collapsed."
            ),
            (
                "pier/index", "Pier collapse ends island ferry",
                "Engineers say the ferry pier collapsed; islands are cut off."
            ),
            ("music", "School adds music lessons", "Pupils will learn the violin and the trumpet."),
        ]
        for (name, title, text) in pages {
            try folder.write(
                "public/\(name).html",
                "<!doctype html><html lang=en><title>\(title) | Post</title><main><h1>\(title)</h1><p>\(text)</main>"
            )
        }
        try folder.write("public/404.html", "<title>Not found</title>")
        let addresses = ["ferry/", "pier/", "music"].map { "<url><loc>https://x.example/\($0)</loc></url>" }
        try folder.write("public/sitemap.xml", "<urlset>\(addresses.joined())</urlset>")
        return folder
    }

    @Test func aSitemapMakesArticlesOfAFolderOfHTML() throws {
        let folder = try site()
        let outcome = try CommandLineTool.run(
            ["relate", "public/sitemap.xml", "public", "--format", "data", "--at-least", "1"],
            in: folder
        )
        let lists =
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: [[String: String]]]
        #expect(lists?.keys.sorted() == ["ferry/index.html", "music.html", "pier/index.html"])
        #expect(
            lists?["ferry/index.html"]?.first == [
                "title": "Pier collapse ends island ferry", "url": "/pier/",
            ]
        )
        #expect(outcome.messages.contains("passed over: 1 that the sitemap does not name"))
        // A page that changes is read again; the others, and the sitemap, stay as they were.
        try folder.write("public/music.html", "<title>The pier has music</title>")
        let shown = try CommandLineTool.run(["relate", "public/sitemap.xml", "public"], in: folder)
        #expect(
            shown.output.contains("The pier has music") && shown.output.contains("Ferry to the islands stops")
        )
        #expect(shown.messages.contains("nothing was changed") && !shown.messages.contains("--write"))
        let imported = try CommandLineTool.run(
            ["import", "public/sitemap.xml", "--config", "none"],
            in: folder
        )
        #expect(
            try imported.jsonLines().map { $0["url"] as? String } == [
                "https://x.example/ferry/", "https://x.example/pier/", "https://x.example/music",
            ]
        )
        #expect(imported.messages.contains("3 articles in public/sitemap.xml"))
    }

    @Test func theIndexIsNotPublished() throws {
        let folder = try site()
        #expect(try CommandLineTool.run(["index", "public/sitemap.xml"], in: folder).status == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path("public/.kindred/sitemap.xml.sqlite")))
        try FileManager.default.removeItem(atPath: folder.path("public/.kindred"))
        try folder.write("public/index.html", "<title>Start</title>")
        #expect(try CommandLineTool.run(["index", "public/sitemap.xml"], in: folder).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path("public/.kindred")))
        #expect(FileManager.default.fileExists(atPath: folder.path(".kindred/public.sitemap.xml.sqlite")))
        let info = try CommandLineTool.run(["index", "public/sitemap.xml", "--info"], in: folder)
        #expect(info.status == 0 && info.output.contains(".kindred/public.sitemap.xml.sqlite"))
    }

    @Test func anAddressWithoutAFileLeavesTheIndexOfUse() throws {
        let folder = try site()
        try FileManager.default.removeItem(atPath: folder.path("public/music.html"))
        // A file that has just been written counts as changing still.
        Thread.sleep(forTimeInterval: 0.05)
        func ask() throws -> CommandLineTool.Outcome {
            try CommandLineTool.run(
                [
                    "similar", "https://x.example/ferry/", "--corpus", "public/sitemap.xml", "--verbose",
                    "--at-least", "1",
                ],
                in: folder
            )
        }
        let before = try ask()
        #expect(try CommandLineTool.run(["index", "public/sitemap.xml"], in: folder).status == 0)
        let after = try ask()
        #expect(!before.messages.contains("answered by the index") && before.output.contains("Pier"))
        #expect(after.messages.contains("answered by the index") && after.output == before.output)
    }

    @Test func nothingIsWrittenIntoHTML() throws {
        let folder = try site()
        let before = try folder.bytes("public/ferry/index.html")
        for mode in ["--write", "--diff", "--check"] {
            let outcome = try CommandLineTool.run(["relate", "public/sitemap.xml", mode], in: folder)
            #expect(
                outcome.status == 64 && outcome.messages.contains("HTML without front matter has no place")
            )
        }
        #expect(try folder.bytes("public/ferry/index.html") == before)
        let bare = try CommandLineTool.run(["relate", "public"], in: folder)
        #expect(bare.status == 66 && bare.messages.contains("name the site's sitemap"))
    }
}

@Suite struct StandardInputTests {
    private static let lines = """
        {"id":"a","title":"Ferry to the islands stops","url":"/a/"}
        {"id":"b","title":"Pier collapse stops island ferry","url":"/b/"}
        {"id":"c","title":"School adds music lessons","url":"/c/"}

        """

    private func run(_ arguments: String..., in folder: TemporaryFolder? = nil) throws
        -> CommandLineTool.Outcome
    {
        try CommandLineTool.run(arguments, in: try folder ?? TemporaryFolder(), input: Self.lines)
    }

    @Test func articlesComeFromStandardInput() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("lines.jsonl", Self.lines)
        let piped = try run("relate", "-", "--at-least", "1", in: folder)
        let named = try run("relate", file, "--at-least", "1", in: folder)
        #expect(piped.status == 0 && piped.output == named.output && piped.output.contains("\"id\":\"a\""))
        let similar = try run("similar", "c", "--corpus", "-", "--json", in: folder)
        #expect(try similar.jsonLines().first?["id"] as? String == "c")
        #expect(try run("check", "-").output.hasPrefix("3 articles"))
        #expect(try run("relate", "-", "--summary").output.hasPrefix("lists                 3"))
        let explained = try run("explain", "a", "b", "--corpus", "-")
        #expect(explained.status == 0 && explained.output.contains("ferry"))
        let qrels = try folder.write("qrels.tsv", "a\tb\t1\n")
        let measured = try run("evaluate", "-", "--qrels", qrels, "--no-lists", in: folder)
        #expect(measured.status == 0 && measured.output.contains("nDCG"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                ".kindred", "lines.jsonl", "qrels.tsv",
            ]
        )
    }

    @Test func newArticlesComeFromItAgainstAnArchive() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "archive/old.md",
            "---\ntitle: Island ferry stops again\n---\nThe ferry stops at the pier.\n"
        )
        let outcome = try run("relate", "-", "--corpus", "archive", "--at-least", "1", in: folder)
        let lists = try outcome.jsonLines()
        #expect(lists.map { $0["id"] as? String } == ["a", "b", "c"])
        #expect((lists[0]["related"] as? [[String: Any]])?.first?["id"] as? String == "old.md")
        // The archive's index knows nothing of it.
        #expect(try run("check", "archive", in: folder).output.hasPrefix("1 article\n"))
        #expect(try run("relate", "archive", "--json", in: folder).jsonLines().count == 1)
    }

    @Test(arguments: [
        ["relate", "-", "--write"], ["relate", "-", "--diff"], ["relate", "-", "--check"],
        ["relate", "-", "--undo"],
        ["relate", "-", "--watch"], ["relate", ".", "--watch", "--corpus", "-"], ["judge", "-"],
    ])
    func whatNeedsFilesSaysSo(arguments: [String]) throws {
        let outcome = try CommandLineTool.run(arguments, in: try TemporaryFolder(), input: Self.lines)
        #expect(outcome.status == 64 && outcome.messages.contains("Standard input"))
    }

    @Test func noIndexIsMadeOfIt() throws {
        let folder = try TemporaryFolder()
        for arguments in [["index", "-"], ["relate", "-", "--index", "x.sqlite"]] {
            let outcome = try CommandLineTool.run(arguments, in: folder, input: Self.lines)
            #expect(outcome.status == 65 && outcome.messages.contains("cannot be read again"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}

@Suite struct ListFormatTests {
    private func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, title, day) in [
            ("ferry", "Ferry to the islands stops", 1), ("pier", "Pier collapse stops island ferry", 2),
            ("islands", "Islands cut off without their ferry", 3), ("music", "School adds music lessons", 4),
        ] {
            try folder.write(
                "site/news/\(name).md",
                "---\ntitle: \"\(title)\"\ndate: 2024-03-0\(day)\n---\n\(title).\n"
            )
        }
        return folder
    }

    private func relate(_ folder: TemporaryFolder, _ more: String...) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(["relate", "site"] + more, in: folder)
    }

    @Test func dataIsWrittenOnlyWhereAListChanged() throws {
        let folder = try site()
        let arguments = ["--format", "data", "--output", "data/related.json", "--at-least", "1"]
        let outcome = try CommandLineTool.run(["relate", "site"] + arguments, in: folder)
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let text = try folder.text("data/related.json")
        let data = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: String]]]
        )
        #expect(Set(data.keys) == ["news/ferry.md", "news/pier.md", "news/islands.md", "news/music.md"])
        #expect(data["news/ferry.md"]?.first?["path"] != nil && data["news/ferry.md"]?.first?["title"] != nil)
        let before = try FileManager.default.attributesOfItem(atPath: folder.path("data/related.json"))
        let again = try CommandLineTool.run(["relate", "site"] + arguments, in: folder)
        let after = try FileManager.default.attributesOfItem(atPath: folder.path("data/related.json"))
        #expect(again.messages.contains("had them already"))
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
        // The articles are as they were.
        #expect(try !folder.text("site/news/ferry.md").contains("related"))
    }

    @Test func noFragmentReplacesAnother() throws {
        let folder = try site()
        try folder.write("site/news/ferry.html", "---\ntitle: Ferry, as HTML\n---\n<p>The ferry stops.</p>\n")
        let outcome = try relate(folder, "--format", "html", "--output", "related", "--at-least", "1")
        #expect(outcome.status == 74)
        #expect(
            outcome.messages.contains(
                "news/ferry.md: its fragment would be related/news/ferry.html, which is that of news/ferry.html"
            )
        )
        let known = try folder.text("related/news/ferry.html")
        #expect(known.contains("<li>") && outcome.messages.contains("4 files written"))
    }

    @Test func aPartReplacesItsOwnLists() throws {
        let folder = try site()
        let arguments = [
            "--format", "data", "--output", "related.yaml", "--at-least", "1", "--entry-style", "paths",
        ]
        _ = try CommandLineTool.run(["relate", "site"] + arguments, in: folder)
        let whole = try folder.text("related.yaml")
        _ = try CommandLineTool.run(
            ["relate", "site/news/ferry.md", "--corpus", "site"] + arguments,
            in: folder
        )
        #expect(try folder.text("related.yaml") == whole)
        try FileManager.default.removeItem(atPath: folder.path("site/news/music.md"))
        _ = try CommandLineTool.run(["relate", "site", "--since", "2024-03-03"] + arguments, in: folder)
        let since = try folder.text("related.yaml")
        #expect(!since.contains("\"news/music.md\":") && since.contains("\"news/ferry.md\":"))
    }

    @Test func lockedArticlesKeepTheirOwn() throws {
        let folder = try site()
        try folder.write(
            "site/news/own.md",
            "---\ntitle: Ferry stops at the islands\nrelatedLocked: true\n---\nFerry.\n"
        )
        #expect(try !relate(folder, "--format", "data").output.contains("\"news/own.md\": "))
    }

    @Test func nobodyElsesFileIsReplaced() throws {
        let folder = try site()
        for (name, text) in [("related.json", "{\"mine\": 1}"), ("related.yaml", "mine: 1\n")] {
            try folder.write(name, text)
            let outcome = try relate(folder, "--format", "data", "--output", name)
            #expect(outcome.status == 74 && outcome.messages.contains("was not written by"))
            #expect(try folder.text(name) == text)
        }
        try folder.write("out/news/ferry.html", "mine")
        let outcome = try relate(folder, "--format", "html", "--output", "out")
        #expect(try outcome.status == 74 && folder.text("out/news/ferry.html") == "mine")
    }

    @Test func fragmentsFollowTheirPages() throws {
        let folder = try site()
        let first = try relate(folder, "--format", "html", "--output", "out", "--at-least", "1")
        #expect(first.status == 0 && first.messages.contains("4 files written"))
        #expect(try folder.text("out/news/ferry.html").contains("<li>"))
        try folder.write("out/other.html", "mine")
        try FileManager.default.removeItem(atPath: folder.path("site/news/music.md"))
        let second = try relate(folder, "--format", "html", "--output", "out", "--at-least", "1")
        #expect(second.messages.contains("1 removed"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out/news/music.html")))
        #expect(try folder.text("out/other.html") == "mine")
    }

    @Test func tablesHaveARowAnEntry() throws {
        let folder = try site()
        try folder.write(
            "site/news/quoted.md",
            "---\ntitle: 'The \"island\", its ferry, its pier'\ndate: 2024-03-05\n---\nIsland ferry pier.\n"
        )
        let rows = try relate(folder, "--format", "csv", "--at-least", "2").output.split(separator: "\n")
        #expect(rows[0] == "article,place,related,title,url,published,probability,pinned,fallback")
        #expect(rows.contains { $0.contains("\"The \"\"island\"\", its ferry, its pier\"") })
        #expect(rows.dropFirst().allSatisfy { $0.hasPrefix("news/") })
    }

    @Test(arguments: [
        ["--format", "html"], ["--format", "data", "--write"], ["--format", "csv", "--json"],

        ["--format", "text", "--summary"], ["--watch", "--diff"], ["--format", "xml"],
    ]) func whatDoesNotGoTogetherIsSaid(_ arguments: [String]) throws {
        #expect(try CommandLineTool.run(["relate", "site"] + arguments, in: try site()).status == 64)
    }
}

@Suite struct WatchTests {
    /// Waits for a file to be as it should, at most as long as a slow machine needs.
    private func wait(for path: String, _ isRight: (String) -> Bool) throws -> String {
        for _ in 0..<600 {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            if isRight(text) { return text }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func anArticleThatIsSavedGetsItsList() throws {
        let folder = try TemporaryFolder()
        for (name, title) in [
            ("ferry", "Ferry to the islands stops"), ("pier", "Pier collapse stops island ferry"),
        ] {
            try folder.write("site/\(name).md", "---\ntitle: \(title)\n---\n\(title).\n")
        }
        try folder.write("err", "")
        let process = Process()
        process.executableURL = URL(filePath: CommandLineTool.path)
        process.arguments = [
            "relate", "site", "--write", "--watch", "--at-least", "1", "--model", "none", "--config", "none",
        ]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
        try process.runHearingSignals()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        #expect(try wait(for: folder.path("err")) { $0.contains("Watching") }.contains("2 articles"))
        let draft = "---\ntitle: Islands without a ferry\n---\nThe island ferry stops.\n"
        try FileManager.default.createDirectory(
            atPath: folder.path("site/new"),
            withIntermediateDirectories: true
        )
        try folder.write("site/new/islands.md", draft)
        let saved = try wait(for: folder.path("site/new/islands.md")) { $0.contains("related:") }
        #expect(saved.contains("ferry.md") || saved.contains("pier.md"))
        // As editors save: a new file takes the place of the old one.
        try folder.write("site/new/.islands.tmp", saved.replacing("without a ferry", with: "and their ferry"))
        #expect(rename(folder.path("site/new/.islands.tmp"), folder.path("site/new/islands.md")) == 0)
        let messages = try wait(for: folder.path("err")) {
            $0.components(separatedBy: "new/islands.md: ").count > 2
        }
        #expect(messages.components(separatedBy: "new/islands.md: ").count == 3)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(
            try folder.text("site/ferry.md")
                == "---\ntitle: Ferry to the islands stops\n---\nFerry to the islands stops.\n"
        )
    }
}
