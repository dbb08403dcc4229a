import Foundation
import TestSupport
import Testing

@Suite struct TuneTests {
    /// Stories of three; editors relate what shares the second half of a title and never mind the first.
    private func judgedSite() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var lines: [String] = []
        var rows = ["query-id\tdoc-id\tgrade"]
        for story in 0..<30 {
            for number in 0..<3 {
                let id = "s\(story)-\(number)"
                let day = 10 + (story * 7 + number) % 18
                lines.append(
                    #"{"id":"\#(id)","title":"daily\#(number) digest\#(number) about subject\#(story)","#
                        + #""excerpt":"what happened with subject\#(story) and place\#(story % 5) today","#
                        + #""publishedDateTime":"2021-03-\#(day)"}"#
                )
                for other in 0..<3 where other != number { rows.append("\(id)\ts\(story)-\(other)\t1") }
            }
        }
        try folder.write("site/articles.jsonl", lines.joined(separator: "\n") + "\n")
        try folder.write("site/qrels.tsv", rows.joined(separator: "\n") + "\n")
        return folder
    }

    private func tune(_ arguments: [String], in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(["tune", "site/articles.jsonl"] + arguments, in: folder)
    }

    @Test func learnsComparesAndSavesBesideTheIndex() throws {
        let folder = try judgedSite()
        // Weights that rank by nothing but time, so that there is something to learn.
        try folder.write(
            "poor.json",
            #"{"format":"kindred relatedness 1","origin":"","models":{"none":{"bias":-2,"minimumProbability":0.5,"weights":{"within1Day":1}}}}"#
        )
        let outcome = try tune(["--weights", "poor.json", "--json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let record = try #require(try outcome.jsonLines().first)
        #expect(record["isBetter"] as? Bool == true)
        #expect(record["queries"] as? Int == 90 && record["stories"] as? Int == 30)
        let saved = "site/.kindred/articles.jsonl.relatedness.json"
        let text = try folder.text(saved)
        #expect(text.contains("\"terms\"") && text.contains("judged pairs of site/articles.jsonl"))
        // The same judgements give the same bytes.
        _ = try tune(["--weights", "poor.json"], in: folder)
        #expect(try folder.text(saved) == text)

        let related = try CommandLineTool.run(["relate", "site/articles.jsonl"], in: folder)
        #expect(related.messages.contains("Weights: "))
        let own = try related.jsonLines().map { "\($0)" }
        let shipped = try CommandLineTool.run(
            ["relate", "site/articles.jsonl", "--weights", "shipped"],
            in: folder
        )
        #expect(!shipped.messages.contains("Weights: "))
        #expect(try shipped.jsonLines().map { "\($0)" } != own)
    }

    @Test func whatRanksNoBetterIsRefused() throws {
        let folder = try judgedSite()
        let first = try tune(["--save", "good.json", "--force"], in: folder)
        #expect(first.status == 0, "\(first.messages)")
        // Nothing is left to gain on the same judgements.
        let second = try tune(["--weights", "good.json", "--save", "again.json"], in: folder)
        #expect(second.status == 1 && second.messages.contains("no better"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("again.json")))
        let dry = try tune(["--dry-run"], in: folder)
        #expect(dry.status == 0)
        #expect(
            !FileManager.default.fileExists(
                atPath: folder.path("site/.kindred/articles.jsonl.relatedness.json")
            )
        )
        #expect(dry.output.contains("before") && dry.output.contains("min-probability"))
    }

    @Test func whatCannotBeLearnedFromIsNamed() throws {
        let folder = try judgedSite()
        #expect(try tune(["--folds", "1"], in: folder).status == 64)
        #expect(try tune(["--dry-run", "--force"], in: folder).status == 64)
        try folder.write("one.tsv", "query-id\tdoc-id\tgrade\ns1-0\ts1-1\t1\ns1-1\ts1-0\t1\n")
        let one = try tune(["--qrels", "one.tsv"], in: folder)
        #expect(one.status == 65 && one.messages.contains("only one story"))
        try folder.write("bad.json", "{}")
        let bad = try tune(["--weights", "bad.json"], in: folder)
        #expect(bad.status == 65 && bad.messages.contains("bad.json"))
        let small = try tune(["--unrelated", "site/articles.jsonl"], in: folder)
        #expect(small.status == 65 && small.messages.contains("--unrelated needs"))
    }

    @Test func storiesThatAreHeldOutAreLeftAlone() throws {
        let folder = try judgedSite()
        var rows = ["article-id\tstory\tsplit"]
        for story in 0..<30 {
            for number in 0..<3 {
                rows.append("s\(story)-\(number)\tst\(story)\t\(story < 20 ? "tune" : "held-out")")
            }
        }
        try folder.write("site/stories.tsv", rows.joined(separator: "\n") + "\n")
        let record = try #require(try tune(["--dry-run", "--json"], in: folder).jsonLines().first)
        #expect(record["stories"] as? Int == 20)
    }
}
