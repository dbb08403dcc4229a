import Foundation
import TestSupport
import Testing

@Suite struct JudgeTests {
    private func judge(
        _ arguments: [String] = [],
        answers: [String] = [],
        in folder: TemporaryFolder
    ) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(
            ["judge", "site"] + arguments,
            in: folder,
            input: answers.map { $0 + "\n" }.joined()
        )
    }

    /// Lines of a file of labels, without the header.
    private func rows(_ name: String = "site/labels.tsv", in folder: TemporaryFolder) throws -> [[String]] {
        let lines = try folder.text(name).split(separator: "\n")
        #expect(lines.first == "query-id\tdoc-id\tlabel")
        return lines.dropFirst().map { $0.split(separator: "\t").map(String.init) }
    }

    @Test func anEveningInThreeSittings() throws {
        let folder = try TemporaryFolder.site()
        // One answer is taken back, one is none, one is skipped.
        let first = try judge(
            ["--query", "face-1.md"],
            answers: ["2", "0", "u", " T ", "yes", "s", "q", "1"],
            in: folder
        )
        #expect(first.status == 0, "\(first.messages)")
        // The article stands there once, whatever follows.
        #expect(first.output.ranges(of: "City bans facial recognition by police").count == 1)
        #expect(first.output.contains("The council voted to forbid") && first.output.contains("2021-03-02"))
        #expect(first.output.contains("\"yes\" is no answer"))
        #expect(first.messages.contains("1 article, ") && first.messages.contains("0 judged before"))
        #expect(first.messages.contains("2 labels added") && first.messages.contains("1 of them skipped"))
        let early = try rows(in: folder)
        #expect(early.map { $0[2] } == ["2", "t"])
        #expect(early.allSatisfy { $0[0] == "face-1.md" && $0[1] != "face-1.md" })

        // No q: the lines end.
        let second = try judge(["--query", "https://news.example/face-1"], answers: ["0"], in: folder)
        #expect(second.status == 0 && second.messages.contains("2 judged before"))
        let later = try rows(in: folder)
        #expect(Array(later.prefix(2)) == early && later.count == 3)

        let third = try judge(
            ["--query", "site/face-1.md"],
            answers: Array(repeating: "1", count: 20),
            in: folder
        )
        #expect(third.status == 0 && third.messages.contains("all are judged"))
        let all = try rows(in: folder)
        #expect(Set(all.map { $0[1] }).count == all.count)
        let fourth = try judge(["--query", "face-1.md"], answers: ["0"], in: folder)
        #expect(fourth.messages.contains(" 0 left") && fourth.messages.contains("nothing judged"))
        #expect(try rows(in: folder) == all)

        // What was judged is what the other commands read.
        let evaluated = try CommandLineTool.run(["evaluate", "site", "--json"], in: folder)
        #expect(evaluated.status == 0, "\(evaluated.messages)")
    }

    @Test func theLastAnswerOfAllCanBeTakenBack() throws {
        let folder = try TemporaryFolder.site()
        let arguments = ["--query", "flood-1.md", "--methods", "tfidf,bm25", "--depth", "1"]
        let open = try judge(arguments + ["--json"], in: folder).jsonLines()
        #expect(!open.isEmpty && open.allSatisfy { $0["query-id"] as? String == "flood-1.md" })
        #expect(open.allSatisfy { $0["documentTitle"] is String })
        let answers = Array(repeating: "1", count: open.count) + ["u", "0"]
        let outcome = try judge(arguments, answers: answers, in: folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try rows(in: folder).last?[2] == "0")
        #expect(try judge(arguments + ["--json"], in: folder).output.isEmpty)
    }

    @Test func equalSeedsAskTheSameAndTellNobodyWhoFoundIt() throws {
        let folder = try TemporaryFolder.site()
        func pairs(_ arguments: [String]) throws -> String {
            try judge(["--json", "--queries", "3"] + arguments, in: folder).output
        }
        let some = try pairs(["--methods", "tfidf,bm25"])
        #expect(try pairs(["--methods", "bm25,tfidf"]) == some)
        #expect(try pairs(["--methods", "tfidf,bm25", "--seed", "2"]) != some)
        #expect(Set(some.split(separator: "\n")).count == some.split(separator: "\n").count)
    }

    @Test func twoJudgesAndTheirAgreement() throws {
        let folder = try TemporaryFolder.site()
        let arguments = ["--query", "face-1.md", "--methods", "tfidf", "--depth", "4"]
        let anna = try judge(arguments + ["--judge", "anna"], answers: ["2", "1", "0"], in: folder)
        #expect(anna.status == 0, "\(anna.messages)")
        _ = try judge(arguments + ["--judge", "ben"], answers: ["1", "1", "t"], in: folder)
        #expect(try rows("site/labels-anna.tsv", in: folder).count == 3)
        #expect(!FileManager.default.fileExists(atPath: folder.path("site/labels.tsv")))

        func agreement(_ arguments: [String]) throws -> CommandLineTool.Outcome {
            try CommandLineTool.run(["judge", "--agreement"] + arguments, in: folder)
        }
        let files = ["site/labels-anna.tsv", "site/labels-ben.tsv"]
        let record = try #require(try agreement(files + ["--json"]).jsonLines().first)
        #expect(record["pairs"] as? Int == 3)
        let labels = try #require(record["labels"] as? [String: Double])
        // One of three alike; by chance 1x2 / 9; (3 - 2) / (9 - 2).
        #expect(try abs(#require(labels["kappa"]) - 1 / 7.0) < 1e-9)
        let verdict = try #require(record["verdict"] as? [String: Double])
        #expect(verdict["agreement"] == 1 && verdict["kappa"] == 1)
        let table = try agreement(files)
        #expect(table.status == 0 && table.output.contains("3 pairs judged by both"))
        #expect(table.output.contains("33.3 %") && table.output.contains("0.143"))

        try folder.write("other.tsv", "query-id\tdoc-id\tlabel\nx\ty\t1\n")
        let foreign = try agreement([files[0], "other.tsv"])
        #expect(foreign.status == 65 && foreign.messages.contains("no pair is both"))
        #expect(try agreement([files[0], "missing.tsv"]).status == 66)
        #expect(try agreement([files[0]]).status == 64)
    }

    @Test func whatCannotBeAskedIsNamed() throws {
        let folder = try TemporaryFolder.site()
        let unknown = try judge(["--query", "nobody.md"], in: folder)
        #expect(unknown.status == 66 && unknown.messages.contains("nobody.md"))
        let method = try judge(["--methods", "magic"], in: folder)
        #expect(method.status == 64 && method.messages.contains("magic is no method"))
        #expect(try judge(["--methods", "embedding"], in: folder).status == 64)
        #expect(try judge(["--judge", "../anna"], in: folder).status == 64)
        #expect(try judge(["--judge", "anna", "--labels", "x.tsv"], in: folder).status == 64)
        #expect(try judge(["--query", "choir.md", "--queries", "2"], in: folder).status == 64)
        try folder.write("bad.tsv", "query-id\tdoc-id\tlabel\nface-1.md\tface-2.md\tmaybe\n")
        let bad = try judge(["--labels", "bad.tsv"], answers: ["1"], in: folder)
        #expect(bad.status == 65 && bad.messages.contains("bad.tsv:2"))
        try folder.write("foreign.tsv", "query-id\tdoc-id\tlabel\nx\ty\t1\n")
        #expect(try judge(["--labels", "foreign.tsv"], answers: ["1"], in: folder).status == 65)
        let nowhere = try judge(["--labels", "no/such/folder.tsv"], answers: ["1"], in: folder)
        #expect(nowhere.status == 74, "\(nowhere.messages)")
        try folder.write("empty/readme.txt", "")
        #expect(try CommandLineTool.run(["judge", "empty"], in: folder).status == 66)
    }

    @Test func textsCannotActOnTheTerminal() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "site/articles.jsonl",
            #"{"id":"a","title":"River \u001b[2J flood","excerpt":"\u001b]0;title\u0007 flood water"}"# + "\n"
                + #"{"id":"b","title":"River flood again","excerpt":"flood water \u202e rises"}"# + "\n"
        )
        let outcome = try judge(["--query", "a"], answers: ["1"], in: folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.contains("River") && outcome.output.contains("rises"))
        #expect(!outcome.output.unicodeScalars.contains { [0x1B, 0x07, 0x202E].contains($0.value) })
    }
}
