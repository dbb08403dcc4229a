import Foundation
import TestSupport
import Testing

/// `tune --lists`: the lists that articles have as judgements.
@Suite struct TuneListsTests {
    private func tune(
        _ arguments: String...,
        in folder: TemporaryFolder,
        corpus: String = "site"
    ) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(
            ["tune", corpus, "--dry-run", "--json", "--model", "none"] + arguments,
            in: folder
        )
    }

    private func list(_ items: [String], in name: String, of folder: TemporaryFolder) throws {
        let text = try folder.text("site/\(name).md")
        let list = "related:\n" + items.map { "  - \($0)\n" }.joined()
        try folder.write("site/\(name).md", text.replacing("\nsecured:", with: list + "\nsecured:"))
    }

    /// The small site with lists: by URL in other forms, by title, twice, by itself and of nothing known.
    private func siteWithLists() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        try list(
            ["webUrl: \"http://www.news.example/face-2/?utm_source=feed\"", "title: \"Elsewhere\""],
            in: "face-1",
            of: folder
        )
        try list(
            [
                "title: \"Court limits facial recognition cameras\"",
                "title: \"Changed since\"\n    ampWebUrl: \"https://news.example/face-3\"",
                "webUrl: \"https://news.example/face-2\"",
            ],
            in: "face-2",
            of: folder
        )
        try list(
            ["https://news.example/flood-2", "Insurers count cost of river flood"],
            in: "flood-1",
            of: folder
        )
        return folder
    }

    private let pairs = """
        query-id\tdoc-id\tgrade
        face-1.md\tface-2.md\t1
        face-2.md\tface-3.md\t1
        flood-1.md\tflood-2.md\t1
        flood-1.md\tflood-3.md\t1

        """

    @Test func listsTeachWhatTheSamePairsTeach() throws {
        let folder = try siteWithLists()
        let lists = try tune("--lists", in: folder)
        #expect(lists.status == 0, "\(lists.messages)")
        #expect(
            lists.messages.contains(
                "3 lists with 7 entries, 1 of them not in the corpus, 2 named twice or by themselves: 4 related pairs"
            ),
            "\(lists.messages)"
        )
        try folder.write("pairs.tsv", pairs)
        let judged = try tune("--qrels", "pairs.tsv", in: folder)
        #expect(judged.status == 0 && lists.output == judged.output)
        #expect(lists.output.contains("\"queries\":3,\"stories\":2"))
        // Other pairs teach something else, so equality says something.
        try folder.write("pairs.tsv", pairs.replacing("face-2.md\tface-3.md", with: "face-3.md\tface-2.md"))
        #expect(try tune("--qrels", "pairs.tsv", in: folder).output != lists.output)
    }

    @Test func jsonLinesHaveListsAsWell() throws {
        let folder = try TemporaryFolder()
        let lines = [("1", "2"), ("2", "1"), ("3", "4"), ("4", "3")].map { id, other in
            "{\"id\":\"\(id)\",\"title\":\"Words \(Int(id)! / 3) of \(id)\",\"webUrl\":\"https://x.example/\(id)\","
                + "\"related\":[{\"webUrl\":\"https://x.example/\(other)\"}]}\n"
        }
        // One has a list of no use, another is no article.
        let odd = "{\"id\":\"5\",\"title\":\"Five\",\"related\":5}\n{\"id\"\n"
        try folder.write("a.jsonl", lines.joined() + odd)
        let outcome = try tune("--lists", in: folder, corpus: "a.jsonl")
        #expect(outcome.messages.contains("4 lists with 4 entries: 4 related pairs"), "\(outcome.messages)")
        #expect(outcome.output.contains("\"queries\":4,\"stories\":2"))
        // A value that is no list stands for a list of one.
        for line in [6] {
            #expect(outcome.messages.ranges(of: "a.jsonl:\(line): ").count == 1, "\(outcome.messages)")
        }
    }

    @Test func whatIsOfNoUseIsRefused() throws {
        let folder = try TemporaryFolder.site()
        let none = try tune("--lists", in: folder)
        #expect(none.status == 65 && none.messages.contains("no article of site has a related list"))
        try list(["title: \"Elsewhere\""], in: "face-1", of: folder)
        let unknown = try tune("--lists", in: folder)
        #expect(
            unknown.status == 65
                && unknown.messages.contains("none of the 1 entry in the lists of site is an article there"),
            "\(unknown.messages)"
        )
        let both = try tune("--lists", "--qrels", "pairs.tsv", in: folder)
        #expect(both.status == 64 && both.messages.contains("exclude each other"))
    }

    /// Evaluate's `no-lists` is about something else, and stays a setting of its own.
    @Test func theSettingIsNotTheOppositeOfEvaluates() throws {
        let folder = try siteWithLists()
        try folder.write("kindred.yml", "corpus: site\nmodel: none\nlists: true\nno-lists: true\n")
        try folder.write("site/qrels.tsv", pairs)
        let tuned = try CommandLineTool.run(["tune", "--dry-run"], in: folder, findsSettings: true)
        #expect(tuned.status == 0 && tuned.messages.contains("3 lists with 7 entries"), "\(tuned.messages)")
        let evaluated = try CommandLineTool.run(["evaluate", "--json"], in: folder, findsSettings: true)
        #expect(evaluated.status == 0, "\(evaluated.messages)")
        #expect(!evaluated.output.contains("\"lists\":{"))
        try folder.write("kindred.yml", "corpus: site\nmodel: none\nlists: false\n")
        let full = try CommandLineTool.run(["evaluate", "--json"], in: folder, findsSettings: true)
        #expect(full.output.contains("\"lists\":{"), "\(full.output)")
    }
}
