import Foundation
import TestSupport
import Testing

/// What sites really have, and once went wrong.
@Suite struct StrangeInputTests {
    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(arguments, in: folder)
    }

    /// A day is all of it, in both directions.
    @Test func publishedOnADay() throws {
        let folder = try TemporaryFolder()
        for (name, date) in [
            ("q", "2024-08-08T12:00:00Z"), ("early", "2024-08-08T01:00:00Z"),
            ("late", "2024-08-08T23:00:00Z"),
            ("next", "2024-08-09T00:00:00Z"), ("before", "2024-08-07T23:59:00Z"),
        ] {
            try folder.write(
                "site/\(name).md",
                "---\ntitle: River flood in the \(name) hours\ndate: \(date)\n---\nFlood of \(name).\n"
            )
        }
        func listed(_ options: String...) throws -> Set<String> {
            let lists = try CommandLineTool.run(
                [
                    "relate", "site/q.md", "--corpus", "site", "--json", "--min-probability", "0", "--limit",
                    "9",
                ]
                    + options,
                in: folder
            ).jsonLines()
            let related = try #require(lists.first?["related"] as? [[String: Any]])
            return Set(related.compactMap { $0["id"] as? String })
        }
        #expect(
            try listed("--published-before", "2024-08-08").isSuperset(of: [
                "early.md", "late.md", "before.md",
            ])
        )
        #expect(!(try listed("--published-before", "2024-08-08")).contains("next.md"))
        #expect(
            try listed("--published-after", "2024-08-08", "--published-before", "2024-08-08")
                == ["early.md", "late.md"]
        )
    }

    /// The name of a publisher is shown, and does nothing else.
    @Test func namesSteerNoTerminal() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "i.jsonl",
            """
            {"id":"a","title":"City council bans face scans","provider":{"name":"N\\u001b]0;pwned\\u0007\\u001b[31m"}}
            {"id":"b","title":"City council on face scans in court"}

            """
        )
        let outcome = try run("similar", "--text", "face scans", "--corpus", "i.jsonl", in: folder)
        #expect(outcome.output.contains("City council bans face scans"))
        #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\u{7}"))
    }

    @Test func settingsOfAnotherNameAreTold() throws {
        let folder = try TemporaryFolder.site()
        try folder.write("kindred.yaml", "limit: 1\n")
        let outcome = try CommandLineTool.run(["config"], in: folder, findsSettings: true)
        #expect(outcome.messages.contains("kindred.yaml is not read; rename it to kindred.yml"))
    }

    @Test func configShowsWhatIsReadFromWhat() throws {
        let outcome = try CommandLineTool.run(["config"], in: try TemporaryFolder(), findsSettings: true)
        for (field, key) in [
            ("modified", "lastmod"), ("translationKey", "translationId"), ("status", "post_status"),
        ] {
            let row = outcome.output.split(separator: "\n").first { $0.hasPrefix(field + " ") }
            #expect(row?.contains(key) == true, "\(field)")
        }
    }
}
