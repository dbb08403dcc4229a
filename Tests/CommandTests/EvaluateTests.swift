import CommandArguments
import Foundation
import TestSupport
import Testing

@Suite struct EvaluateTests {
    /// The site of two stories, with its pairs judged.
    private func judgedSite() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        var rows = ["query-id\tdoc-id\tgrade"]
        for story in ["face", "flood"] {
            for (a, b) in [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)] {
                rows.append("\(story)-\(a).md\t\(story)-\(b).md\t1")
            }
        }
        rows.append("choir.md\tface-1.md\t0")
        try folder.write("site/qrels.tsv", rows.joined(separator: "\n") + "\n")
        return folder
    }

    private func evaluate(
        _ arguments: [String],
        in folder: TemporaryFolder
    ) throws -> (record: [String: Any], outcome: CommandLineTool.Outcome) {
        let outcome = try CommandLineTool.run(
            ["evaluate", "site", "--samples", "200", "--json"] + arguments,
            in: folder
        )
        return (try outcome.jsonLines().first ?? [:], outcome)
    }

    private func measures(_ record: [String: Any], _ method: String) -> [String: Double]? {
        (record["methods"] as? [[String: Any]])?.first { $0["name"] as? String == method }?["measures"]
            as? [String: Double]
    }

    @Test func figuresOfAllMethods() throws {
        let folder = try judgedSite()
        let (record, outcome) = try evaluate([], in: folder)
        #expect(outcome.status == 0)
        let methods = try #require(record["methods"] as? [[String: Any]])
        #expect(
            methods.map { $0["name"] as? String } == [
                "default", "terms", "tfidf", "bm25", "recency", "random",
            ]
        )
        #expect(methods.allSatisfy { $0["seconds"] is Double && $0["interval"] is [String: Any] })
        // The stories share no words, so every lexical method finds them; choir has no related article.
        #expect(measures(record, "default")?["R@10"] == 2.0 / 3)
        #expect(record["queries"] as? Int == 7 && record["stories"] as? Int == 3)
        #expect(record["queriesWithoutRelevant"] as? Int == 1)
        #expect((record["comparisons"] as? [Any])?.count == 15)
        let lists = try #require(record["lists"] as? [String: Any])
        #expect(lists["lists"] as? Int == 7 && lists["unrelatedEntries"] as? Int == 0)
    }

    @Test func theTableSaysWhatIsBetter() throws {
        let folder = try judgedSite()
        let outcome = try CommandLineTool.run(
            ["evaluate", "site", "--method", "default", "--method", "random", "--measure", "ndcg@3"],
            in: folder
        )
        #expect(outcome.status == 0)
        for text in [
            "7 queries in 3 stories", "nDCG@3", "default − random", "1 query has no related", "graded 0",
        ] {
            #expect(outcome.output.contains(text), "\(text): \(outcome.output)")
        }
    }

    @Test func runsWrittenAreScoredAlikeWhenReadBack() throws {
        let folder = try judgedSite()
        let (first, _) = try evaluate(
            ["--method", "default", "--method", "bm25", "--run-out", "runs"],
            in: folder
        )
        #expect(try folder.text("runs/default.run").hasPrefix("face-1.md Q0 face-"))
        try folder.write(
            "theirs.run",
            try folder.text("runs/bm25.run").replacing(" bm25\n", with: " theirs\n")
        )
        let (second, outcome) = try evaluate(
            ["--method", "default", "--run", "theirs.run", "--run", "runs/default.run"],
            in: folder
        )
        #expect(outcome.status == 0)
        #expect(measures(second, "theirs") == measures(first, "bm25"))
        // Its tag is taken by our own method.
        #expect(measures(second, "default.run") == measures(first, "default"))
    }

    /// `default` is the ranking that `relate` uses, cut off nowhere.
    @Test func defaultRanksAsRelateDoes() throws {
        let folder = try judgedSite()
        _ = try evaluate(["--method", "default", "--run-out", "runs"], in: folder)
        let lines = try CommandLineTool.run(
            ["relate", "site", "--json", "--limit", "100", "--min-probability", "0", "--diversity", "0"],
            in: folder
        ).jsonLines()
        var related: [String: [String]] = [:]
        for line in lines {
            let entries = line["related"] as? [[String: Any]] ?? []
            related[line["id"] as? String ?? ""] = entries.compactMap { $0["id"] as? String }
        }
        var ranked = related.mapValues { _ in [String]() }
        for line in try folder.text("runs/default.run").split(separator: "\n") {
            let columns = line.split(separator: " ").map(String.init)
            ranked[columns[0], default: []].append(columns[2])
        }
        #expect(ranked == related && ranked.count == 7)
    }

    @Test func articlesOwnListsAreNoInput() throws {
        let folder = try judgedSite()
        let before = try evaluate(["--run-out", "before"], in: folder).record
        // The very list that would mislead most: the other story's headlines.
        for (name, other) in [("face-1", "flood-1"), ("face-2", "flood-2"), ("flood-1", "face-1")] {
            let text = try folder.text("site/\(name).md")
            let entry =
                "related:\n  - title: \"\(other) River floods old town, facial recognition\"\n---\n\(name)"
            let listed = text.replacing("---\n\(name)", with: entry)
            #expect(listed != text)
            try folder.write("site/\(name).md", listed)
        }
        let after = try evaluate(["--run-out", "after"], in: folder).record
        #expect((before["articles"] as? Int) == 7 && (after["articles"] as? Int) == 7)
        for method in ["default", "tfidf", "bm25", "recency", "random"] {
            #expect(try folder.text("before/\(method).run") == folder.text("after/\(method).run"))
        }
        // Such words in the excerpt would have changed the ranking, so the test can fail.
        let text = try folder.text("site/face-1.md")
        try folder.write(
            "site/face-1.md",
            text.replacing("excerpt: \"", with: "excerpt: \"River floods old town, facial recognition. ")
        )
        _ = try evaluate(["--run-out", "changed"], in: folder)
        #expect(try folder.text("before/bm25.run") != folder.text("changed/bm25.run"))
    }

    @Test func noDatesMeansNone() throws {
        let folder = try judgedSite()
        let record = try evaluate(["--no-dates"], in: folder).record
        #expect(measures(record, "recency") == nil && measures(record, "default") != nil)
    }

    @Test func seedsAveragesAndListOptionsCount() throws {
        let folder = try judgedSite()
        let base = try evaluate([], in: folder).record
        let seeded = try evaluate(["--seed", "5"], in: folder).record
        #expect(measures(base, "random") != measures(seeded, "random"))
        #expect(measures(base, "bm25") == measures(seeded, "bm25"))
        let interval = { (record: [String: Any]) in
            "\((record["comparisons"] as? [[String: Any]])?.compactMap { $0["interval"] } ?? [])"
        }
        #expect(interval(base) != interval(seeded))
        let byQuery = try evaluate(["--average", "query"], in: folder).record
        #expect(byQuery["average"] as? String == "query")
        #expect(measures(byQuery, "default")?["R@10"] == 6.0 / 7)
        let lists = { (record: [String: Any]) in record["lists"] as? [String: Any] ?? [:] }
        #expect(lists(base)["entries"] as? Int == 12)
        #expect(lists(try evaluate(["--limit", "1"], in: folder).record)["entries"] as? Int == 6)
        #expect(lists(try evaluate(["--min-probability", "1"], in: folder).record)["entries"] as? Int == 0)
        #expect(try evaluate(["--no-lists"], in: folder).record["lists"] == nil)
        // A copy of an article under another address is folded, not listed.
        let copy = try folder.text("site/face-1.md").replacing("news.example/face-1", with: "other.example/x")
        try folder.write("site/zcopy.md", copy)
        #expect(lists(try evaluate([], in: folder).record)["duplicateEntries"] as? Int == 0)
    }

    @Test func runsFromElsewhereAreChecked() throws {
        let folder = try judgedSite()
        try folder.write(
            "theirs.run",
            "face-1.md Q0 face-1.md 1 9 t\nface-1.md Q0 nowhere.md 2 8 t\nface-1.md Q0 face-2.md 3 7 t\n"
                + "lost.md Q0 face-2.md 1 7 t\n"
        )
        let arguments = ["--method", "tfidf", "--run", "theirs.run", "--measure", "RR@10"]
        let (record, outcome) = try evaluate(arguments + ["--average", "query"], in: folder)
        #expect(outcome.status == 0)
        for text in ["\"lost.md\"", "\"nowhere.md\"", "ranked under themselves"] {
            #expect(outcome.messages.contains(text), "\(text): \(outcome.messages)")
        }
        // The article itself is passed over, so the right one is second.
        #expect(abs((measures(record, "t")?["RR@10"] ?? 0) - 0.5 / 7) < 1e-12)
        #expect(try evaluate(arguments + ["--strict"], in: folder).outcome.status == 65)
    }

    @Test func reportsAreWritten() throws {
        let folder = try judgedSite()
        let outcome = try evaluate(["--report", "report.html"], in: folder).outcome
        #expect(outcome.status == 0 && outcome.messages.contains("report.html"))
        let html = try folder.text("report.html")
        #expect(html.contains("City bans facial recognition by police") && html.contains("</html>"))
        let lost = try evaluate(["--report", "no/such/folder/report.html"], in: folder).outcome
        // The figures are printed before the report fails.
        #expect(lost.status == 74 && lost.messages.contains("no/such/folder") && !lost.output.isEmpty)
    }

    @Test func splitsNeverShareAStory() throws {
        let folder = try judgedSite()
        let all = try evaluate(["--method", "tfidf"], in: folder).record["queries"] as? Int
        var (sum, judged) = (0, 0)
        for side in ["tune", "held-out"] {
            let (record, outcome) = try evaluate(["--method", "tfidf", "--split", side], in: folder)
            // The coin may put all three stories on one side.
            #expect(
                outcome.status == 0 || outcome.messages.contains("no judged query is on the \(side) side")
            )
            sum += record["queries"] as? Int ?? 0
            judged += record["judgedPairs"] as? Int ?? 0
        }
        #expect(sum == all)
        // 12 pairs within stories and one graded 0 between two: each is judged on its query's side only.
        #expect(judged == 13)
        try folder.write(
            "site/stories.tsv",
            "article-id\tstory\tsplit\nface-1.md\tface\ttune\nface-2.md\tface\ttune\nface-3.md\tface\ttune\n"
                + "choir.md\tchoir\ttune\nflood-1.md\tflood\theld-out\nflood-2.md\tflood\theld-out\n"
                + "flood-3.md\tflood\theld-out\n"
        )
        let (tune, outcome) = try evaluate(["--split", "tune"], in: folder)
        #expect(tune["queries"] as? Int == 4 && outcome.messages.contains("stories.tsv"))
        #expect(try evaluate(["--split", "held-out"], in: folder).record["queries"] as? Int == 3)
        // All articles are of 2021-03-02.
        let later = try evaluate(["--split-date", "2021-03-02"], in: folder).record
        #expect(later["queries"] as? Int == 7 && later["split"] as? String == "held-out")
        #expect(try evaluate(["--split-date", "2022-01-01"], in: folder).outcome.status == 65)
        #expect(
            try evaluate(["--split-date", "2022-01-01", "--split", "tune"], in: folder).record["queries"]
                as? Int == 7
        )
    }

    @Test func unknownIDsAreCountedAndNamed() throws {
        let folder = try judgedSite()
        let judged = try folder.text("site/qrels.tsv") + "gone.md\tface-1.md\t1\nface-1.md\tlost.md\t1\n"
        try folder.write("site/qrels.tsv", judged)
        let (record, outcome) = try evaluate(["--method", "tfidf"], in: folder)
        #expect(outcome.status == 0 && record["queries"] as? Int == 8)
        #expect(
            outcome.messages.contains("1 query is in no article") && outcome.messages.contains("gone.md")
        )
        #expect(outcome.messages.contains("lost.md"))
        let strict = try evaluate(["--method", "tfidf", "--strict"], in: folder).outcome
        #expect(strict.status == 65 && strict.output.isEmpty && strict.messages.contains("gone.md"))
    }

    @Test func judgementsAndRunsOfAnotherCorpusAreRefused() throws {
        let folder = try judgedSite()
        try folder.write("other.tsv", "q\td\tg\nx\ty\t1\n")
        let other = try evaluate(["--qrels", "other.tsv"], in: folder).outcome
        #expect(other.status == 65 && other.messages.contains("another corpus"))
        try folder.write("other.run", "x Q0 y 1 1 t\n")
        let run = try evaluate(["--method", "tfidf", "--run", "other.run"], in: folder)
        #expect(run.outcome.status == 65 && run.outcome.messages.contains("other.run"))
        // The rest is measured all the same.
        #expect(measures(run.record, "tfidf") != nil)
        try folder.write("nan.run", "face-1.md Q0 face-2.md 1 nan t\n")
        let nan = try evaluate(["--method", "tfidf", "--run", "nan.run"], in: folder).outcome
        #expect(nan.status == 65 && nan.messages.contains("nan.run:1: the score"))
    }

    @Test func badJudgementsAreNamedByLine() throws {
        let folder = try judgedSite()
        for (text, message) in [
            ("", "no judgements in it"), ("a\tb\tc\nface-1.md\tface-2.md\t-1\n", ":2: the grade -1"),
            (
                "face-1.md 0 face-2.md 1\nface-1.md 0 face-2.md 0\n",
                ":2: \"face-1.md\" and \"face-2.md\" were judged"
            ),
        ] {
            try folder.write("bad.tsv", text)
            let outcome = try evaluate(["--qrels", "bad.tsv"], in: folder).outcome
            #expect(outcome.status == 65 && outcome.messages.contains(message), "\(outcome.messages)")
        }
        let none = try evaluate(["--qrels", "none.tsv"], in: folder).outcome
        #expect(none.status == 66 && none.messages.contains("none.tsv"))
    }

    @Test func nothingThatIsReadIsOverwritten() throws {
        let folder = try judgedSite()
        _ = try evaluate(["--run-out", "runs"], in: folder)
        for arguments in [
            ["--report", "site/qrels.tsv"], ["--report", "site/face-1.md"],
            ["--run", "runs/bm25.run", "--report", "runs/bm25.run"],
            ["--run", "runs/bm25.run", "--run-out", "runs"],
        ] {
            let outcome = try evaluate(arguments, in: folder).outcome
            #expect(outcome.status == 64 && outcome.messages.contains("overwritten"), "\(arguments)")
        }
        #expect(try folder.text("site/qrels.tsv").hasPrefix("query-id"))
    }

    @Test func aRankingTiesWithItself() throws {
        let folder = try judgedSite()
        _ = try evaluate(["--method", "bm25", "--run-out", "runs"], in: folder)
        let (record, _) = try evaluate(
            [
                "--method", "bm25", "--run", "runs/bm25.run", "--run", "./runs/bm25.run", "--measure",
                "AP@1000",
            ],
            in: folder
        )
        // One file is one run, however it is called.
        let comparisons = try #require(record["comparisons"] as? [[String: Any]])
        #expect(comparisons.count == 1 && comparisons[0]["ties"] as? Int == 7)
        #expect(comparisons[0]["difference"] as? Double == 0)
    }

    @Test func storiesOfOtherJudgementsAreNoticed() throws {
        let folder = try judgedSite()
        try folder.write("stories.tsv", "article-id\tstory\nq\tw\n")
        let (record, outcome) = try evaluate(["--stories", "stories.tsv"], in: folder)
        #expect(outcome.status == 0 && outcome.messages.contains("7 queries are in no story"))
        #expect((record["warnings"] as? [String])?.count == 1)
        #expect(try evaluate(["--stories", "stories.tsv", "--strict"], in: folder).outcome.status == 65)
        #expect(try evaluate(["--stories", "none.tsv"], in: folder).outcome.status == 66)
    }

    @Test func usageErrorsSayWhatThereIs() throws {
        let folder = try judgedSite()
        for (arguments, message) in [
            (["--method", "embedding"], "needs a model"),
            (["--method", "magic"], "There are: default"),
            (["--measure", "F1"], "nDCG@k"), (["--qrels", ""], "--qrels"), (["--split", "both"], "tune"),
            (["--samples", "1"], "--samples"), (["--split-date", "yesterday"], "2021-03-02"),
            (["--no-dates", "--method", "recency"], "nothing but dates"), (["--average", "mode"], "story"),
        ] {
            let outcome = try evaluate(arguments, in: folder).outcome
            #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
        }
        try FileManager.default.removeItem(atPath: folder.path("site/qrels.tsv"))
        let missing = try evaluate([], in: folder).outcome
        #expect(missing.status == 64 && missing.messages.contains("--qrels"))
    }
}
