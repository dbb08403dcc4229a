import Foundation
import TestSupport
import Testing

/// What readers clicked, on the command line; and questions about several articles.
@Suite struct FeedbackCommandTests {
    /// The small site with lists that readers saw: they click their own story's articles, wherever these stand.
    private func siteWithClicks() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.site()
        var lines: [String] = []
        for (story, other) in [("face", "flood"), ("flood", "face")] {
            for query in 1...3 {
                let own = [1, 2, 3].filter { $0 != query }.map { "\"\(story)-\($0).md\"" }
                for showing in 0..<12 {
                    let turned = (0..<3).map { (own + ["\"\(other)-1.md\""])[($0 + showing) % 3] }
                    let id = "\(story)\(query)-\(showing)"
                    let shown = turned.joined(separator: ",")
                    lines.append(
                        #"{"type":"impression","id":"\#(id)","article":"\#(story)-\#(query).md","shown":[\#(shown)],"#
                            + #""experiment":"x","teams":["A","B","A"]}"#
                    )
                    lines.append(#"{"type":"click","impression":"\#(id)","entry":\#(own[showing % 2])}"#)
                }
            }
        }
        try folder.write("clicks.jsonl", lines.joined(separator: "\n") + "\nnonsense\n")
        return folder
    }

    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder)
    }

    @Test func evaluateSaysWhichRankingReadersPrefer() throws {
        let folder = try siteWithClicks()
        let json = try run(
            "evaluate",
            "--interleaved",
            "clicks.jsonl",
            "--json",
            "--samples",
            "500",
            in: folder
        )
        #expect(json.status == 0 && json.messages.contains("clicks.jsonl:145"))
        let result = try #require(try json.jsonLines().first)
        #expect(result["experiment"] as? String == "x" && result["clicked"] as? Int == 72)
        let wins = try #require(result["wins"] as? [String: Int])
        #expect((wins["A"] ?? 0) + (wins["B"] ?? 0) == 72 && wins["A"] == 48)
        let text = try run("evaluate", "--interleaved", "clicks.jsonl", in: folder)
        #expect(text.output.contains("x: 72 lists, 72 clicked") && text.output.contains("wins    A 48  B 24"))
        #expect(try run("evaluate", "--interleaved", "none.jsonl", in: folder).status == 66)
        // As where the site's settings name a corpus.
        #expect(
            try run("evaluate", "site", "--interleaved", "clicks.jsonl", in: folder).output == text.output
        )
        #expect(try run("evaluate", in: folder).status == 64)
        try folder.write("stray.jsonl", #"{"type":"click","impression":"1","entry":"b"}"#)
        let stray = try run("evaluate", "--interleaved", "stray.jsonl", in: folder)
        #expect(stray.status == 65 && stray.messages.contains("1 click on what no list"))
    }

    @Test func tuneLearnsFromClicks() throws {
        let folder = try siteWithClicks()
        let tuned = try run("tune", "site", "--feedback", "clicks.jsonl", "--dry-run", "--json", in: folder)
        #expect(tuned.status == 0)
        // Of the 18 pairs that were shown, 12 are of one story.
        #expect(
            tuned.messages.contains("72 lists that readers saw: 18 pairs clicked more or less than expected")
        )
        try folder.write(
            "few.jsonl",
            #"{"type":"impression","id":"1","article":"face-1.md","shown":["face-2.md"]}"#
        )
        let few = try run("tune", "site", "--feedback", "few.jsonl", "--dry-run", in: folder)
        #expect(few.status == 65 && few.messages.contains("more have to be shown"))
        #expect(try run("tune", "site", "--feedback", "clicks.jsonl", "--lists", in: folder).status == 64)
    }

    @Test func severalArticlesAreAskedForAtOnce() throws {
        let folder = try TemporaryFolder.site()
        func listed(_ arguments: String...) throws -> [String] {
            let outcome = try CommandLineTool.run(
                ["similar", "--corpus", "site", "--json"] + arguments,
                in: folder
            )
            #expect(outcome.status == 0, "\(outcome.messages)")
            let related = try outcome.jsonLines().first?["related"] as? [[String: Any]] ?? []
            return related.compactMap { $0["id"] as? String }
        }
        #expect(try listed("face-1.md", "flood-1.md").count >= 4)
        let both = try listed("face-1.md", "flood-1.md", "--limit", "4")
        #expect(Set(both) == ["face-2.md", "face-3.md", "flood-2.md", "flood-3.md"])
        let unlike = try listed("face-1.md", "flood-1.md", "--unlike", "flood-2.md", "--limit", "2")
        #expect(Set(unlike) == ["face-2.md", "face-3.md"])
        #expect(try listed("face-1.md", "--text", "river flood market square", "--limit", "1").first != nil)
        let table = try run("similar", "face-1.md", "--unlike", "choir.md", "--corpus", "site", in: folder)
        #expect(
            table.output.hasPrefix(
                "like    City bans facial recognition by police\nunlike  Choir wins prize\n"
            )
        )
        let unknown = try run("similar", "face-1.md", "--unlike", "no.md", "--corpus", "site", in: folder)
        #expect(unknown.status == 66)
    }
}
