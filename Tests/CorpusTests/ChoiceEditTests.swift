import Foundation
import Platform
import TestSupport
import Testing

@testable import Corpus

/// What an editor decided, written into files: only its keys change, in the style that they have.
@Suite struct ChoiceEditTests {
    struct Edit: CustomTestStringConvertible, Sendable {
        var name: String
        var before: String
        var choices: EditorialChoices
        var after: String

        var testDescription: String { name }
    }

    private static func choices(
        _ pinned: [String] = [],
        not excluded: [String] = [],
        locked: Bool = false
    ) -> EditorialChoices {
        EditorialChoices(pinned: pinned.map { .reference($0) }, excluded: excluded, isLocked: locked)
    }

    private static func edited(
        _ text: String,
        _ choices: EditorialChoices,
        _ rules: ReadingRules = ReadingRules()
    ) throws -> String {
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md", rules))
        return String(decoding: try file.replacingChoices(with: choices), as: UTF8.self)
    }

    // MARK: - YAML

    private static let yaml: [Edit] = [
        Edit(
            name: "new keys come last",
            before: "---\ntitle: A # the title\nheat: 3\n---\nText\n",
            choices: choices(["b.md"], not: ["c: d"], locked: true),
            after:
                "---\ntitle: A # the title\nheat: 3\nrelatedPinned:\n  - \"b.md\"\nrelatedExcluded:\n  - \"c: d\"\nrelatedLocked: true\n---\nText\n"
        ),
        Edit(
            name: "behind all others, also where groups are set off",
            before: "---\ntitle: A\n\nsecured: demo\n\n---\n",
            choices: choices(locked: true),
            after: "---\ntitle: A\n\nsecured: demo\n\nrelatedLocked: true\n---\n"
        ),
        Edit(
            name: "a line more in a block",
            before: "---\nrelatedPinned:\n  - b.md # the guide\n  # older\n  - c.md\ntitle: A\n---\n",
            choices: choices(["b.md", "c.md", "d.md"]),
            after: "---\nrelatedPinned:\n  - b.md # the guide\n  # older\n  - c.md\n  - d.md\ntitle: A\n---\n"
        ),
        Edit(
            name: "a line less in a block",
            before: "---\nrelatedPinned:\n  - b.md # the guide\n  # older\n  - c.md\n\ntitle: A\n---\n",
            choices: choices(["c.md"]),
            after: "---\nrelatedPinned:\n  # older\n  - c.md\n\ntitle: A\n---\n"
        ),
        Edit(
            name: "an item goes to the end",
            before: "---\ntitle: A\nrelatedPinned:\n- 'b.md'\n- 'c.md'\n- 'd.md'\n---\n",
            choices: choices(["c.md", "d.md", "b.md"]),
            after: "---\ntitle: A\nrelatedPinned:\n- 'c.md'\n- 'd.md'\n- \"b.md\"\n---\n"
        ),
        Edit(
            name: "an item comes back in the middle",
            before: "---\ntitle: A\nrelatedPinned:\n    - b.md\n    - d.md\n---\n",
            choices: choices(["b.md", "c.md", "d.md"]),
            after: "---\ntitle: A\nrelatedPinned:\n    - b.md\n    - c.md\n    - d.md\n---\n"
        ),
        Edit(
            name: "brackets stay brackets",
            before: "---\ntitle: A\nrelatedPinned: [ größe.md, 'it''s, [no].md' ] # kept\n---\n",
            choices: choices(["größe.md", "it's, [no].md", "d.md"]),
            after: "---\ntitle: A\nrelatedPinned: [ größe.md, 'it''s, [no].md', \"d.md\" ] # kept\n---\n"
        ),
        Edit(
            name: "brackets over several lines",
            before: "---\ntitle: A\nrelatedPinned: [\n  b.md,\n  \"c.md\",\n]\nheat: 3\n---\n",
            choices: choices(["c.md", "d.md"]),
            after: "---\ntitle: A\nrelatedPinned: [\n  \"c.md\",\n  \"d.md\",\n]\nheat: 3\n---\n"
        ),
        Edit(
            name: "empty brackets are filled",
            before: "---\nrelatedExcluded: [] # none yet\ntitle: A\n---\n",
            choices: choices(not: ["b.md"]),
            after: "---\nrelatedExcluded: [\"b.md\"] # none yet\ntitle: A\n---\n"
        ),
        Edit(
            name: "nothing is filled",
            before: "---\nrelatedExcluded: # none yet\ntitle: A\n---\n",
            choices: choices(not: ["b.md"]),
            after: "---\nrelatedExcluded: # none yet\n  - \"b.md\"\ntitle: A\n---\n"
        ),
        Edit(
            name: "one word becomes a list",
            before: "---\nrelatedPinned: b, c.md # alone\ntitle: A\n---\n",
            choices: choices(["b, c.md", "d.md"]),
            after: "---\nrelatedPinned: [\"b, c.md\", \"d.md\"] # alone\ntitle: A\n---\n"
        ),
        Edit(
            name: "what is empty goes, quoted key and all",
            before: "---\ntitle: A\n\"relatedPinned\": [b.md]\n# before heat\nheat: 3\n---\nText\n",
            choices: choices(),
            after: "---\ntitle: A\n# before heat\nheat: 3\n---\nText\n"
        ),
        Edit(
            name: "a quoted key stays quoted",
            before: "---\n\"relatedPinned\": [b.md]\ntitle: A\n---\n",
            choices: choices(["b.md", "c.md"]),
            after: "---\n\"relatedPinned\": [b.md, \"c.md\"]\ntitle: A\n---\n"
        ),
        Edit(
            name: "a block goes, its own comments stay",
            before: "---\ntitle: A\nrelatedPinned:\n  # why\n  - b.md\n  - c.md\nheat: 3\n---\n",
            choices: choices(),
            after: "---\ntitle: A\n  # why\nheat: 3\n---\n"
        ),
        Edit(
            name: "locked and no longer",
            before: "---\nrelatedLocked: yes # for now\ntitle: A\n---\n",
            choices: choices(),
            after: "---\ntitle: A\n---\n"
        ),
        Edit(
            name: "locked in the place of false",
            before: "---\nrelatedLocked: false # for now\ntitle: A\n---\n",
            choices: choices(locked: true),
            after: "---\nrelatedLocked: true # for now\ntitle: A\n---\n"
        ),
        Edit(
            name: "line feeds with carriage returns, and a byte-order mark",
            before: "\u{FEFF}---\r\ntitle: A\r\nrelatedPinned:\r\n  - b.md\r\n---\r\nText\r\n",
            choices: choices(["b.md", "c.md"], locked: true),
            after:
                "\u{FEFF}---\r\ntitle: A\r\nrelatedPinned:\r\n  - b.md\r\n  - c.md\r\nrelatedLocked: true\r\n---\r\nText\r\n"
        ),
        Edit(
            name: "an old list and anchors elsewhere stay",
            before:
                "---\ntitle: &t A\nother: *t\nrelated:\n  - title: \"B\"\n    webUrl: \"https://x.example\"\nrelatedPinned: [b.md]\n---\n",
            choices: choices(["c.md"]),
            after:
                "---\ntitle: &t A\nother: *t\nrelated:\n  - title: \"B\"\n    webUrl: \"https://x.example\"\nrelatedPinned: [\"c.md\"]\n---\n"
        ),
        Edit(
            name: "an entry that is written out stays as it is",
            before:
                "---\nrelatedPinned:\n  - b.md\n  - title: 'Guide' # ours\n    webUrl: https://x.example/guide\ntitle: A\n---\n",
            choices: EditorialChoices(pinned: [
                .entry(
                    Article(
                        id: "https://x.example/guide",
                        title: "Guide",
                        links: ArticleLinks(web: "https://x.example/guide")
                    )
                ), .reference("c.md"),
            ]),
            after:
                "---\nrelatedPinned:\n  - title: 'Guide' # ours\n    webUrl: https://x.example/guide\n  - \"c.md\"\ntitle: A\n---\n"
        ),
        Edit(
            name: "other keys that come again stay, and the last one counts",
            before: "---\ntitle: Old\ntitle: New\nrelatedPinned: [b.md]\n---\n",
            choices: choices(["c.md"], locked: true),
            after:
                "---\ntitle: Old\ntitle: New\nrelatedPinned: [\"c.md\"]\nrelatedLocked: true\n---\n"
        ),
        Edit(
            name: "the same says nothing new",
            before: "---\nrelatedPinned: [b.md,c.md]\nrelatedLocked: \"true\"\nrelatedExcluded: []\n---\n",
            choices: choices(["b.md", "c.md"], locked: true),
            after: "---\nrelatedPinned: [b.md,c.md]\nrelatedLocked: \"true\"\nrelatedExcluded: []\n---\n"
        ),
    ]

    // MARK: - TOML

    private static let toml: [Edit] = [
        Edit(
            name: "new keys stand before the first table",
            before: "+++\ntitle = \"A\" # the title\n\n[extra]\nmath = true\n+++\nText\n",
            choices: choices(["b.md"], locked: true),
            after:
                "+++\ntitle = \"A\" # the title\nrelatedPinned = [\n  \"b.md\",\n]\nrelatedLocked = true\n\n[extra]\nmath = true\n+++\nText\n"
        ),
        Edit(
            name: "an item more and one less",
            before: "+++\nrelatedPinned = ['b.md', \"c.md\",] # kept\ntitle = \"A\"\n+++\n",
            choices: choices(["c.md", "d \"e\".md"]),
            after: "+++\nrelatedPinned = [\"c.md\", \"d \\\"e\\\".md\",] # kept\ntitle = \"A\"\n+++\n"
        ),
        Edit(
            name: "several lines",
            before: "+++\r\ntitle = \"A\"\r\nrelatedExcluded = [\r\n    \"b.md\"\r\n]\r\n+++\r\n",
            choices: choices(not: ["b.md", "c.md"]),
            after:
                "+++\r\ntitle = \"A\"\r\nrelatedExcluded = [\r\n    \"b.md\",\r\n    \"c.md\"\r\n]\r\n+++\r\n"
        ),
        Edit(
            name: "a key goes",
            before:
                "+++\ntitle = \"A\"\nrelatedPinned = \"b.md\" # alone\nrelatedLocked = true\nheat = 3\n+++\n",
            choices: choices(),
            after: "+++\ntitle = \"A\"\nheat = 3\n+++\n"
        ),
        Edit(
            name: "one word becomes a list",
            before: "+++\ntitle = \"A\"\nrelatedPinned = 'b.md'\nrelatedLocked = false\n+++\n",
            choices: choices(["b.md", "c.md"], locked: true),
            after: "+++\ntitle = \"A\"\nrelatedPinned = [\"b.md\", \"c.md\"]\nrelatedLocked = true\n+++\n"
        ),
    ]

    // MARK: - JSON

    private static let json: [Edit] = [
        Edit(
            name: "new keys on lines of their own",
            before: "{\n    \"title\": \"A\",\n    \"heat\": 3\n}\n\nText\n",
            choices: choices(["b.md"], locked: true),
            after:
                "{\n    \"title\": \"A\",\n    \"heat\": 3,\n    \"relatedPinned\": [\n        \"b.md\"\n    ],\n    \"relatedLocked\": true\n}\n\nText\n"
        ),
        Edit(
            name: "one line",
            before: "{\"title\": \"A\", \"relatedPinned\": [\"b.md\"], \"heat\": 3}\nText\n",
            choices: choices(["b.md", "c.md"], not: ["d.md"]),
            after:
                "{\"title\": \"A\", \"relatedPinned\": [\"b.md\", \"c.md\"], \"heat\": 3, \"relatedExcluded\": [\"d.md\"]}\nText\n"
        ),
        Edit(
            name: "keys go from the beginning, the middle and the end",
            before:
                "{\r\n  \"relatedLocked\": true,\r\n  \"title\": \"A\",\r\n  \"relatedPinned\": [ \"b.md\" ],\r\n  \"heat\": 3,\r\n  \"relatedExcluded\": \"c.md\"\r\n}\r\n",
            choices: choices(),
            after: "{\r\n  \"title\": \"A\",\r\n  \"heat\": 3\r\n}\r\n"
        ),
        Edit(
            name: "null is filled",
            before: "---json\n{\n  \"relatedPinned\": null,\n  \"title\": \"A\"\n}\n---\n",
            choices: choices(["b.md"]),
            after: "---json\n{\n  \"relatedPinned\": [\n    \"b.md\"\n  ],\n  \"title\": \"A\"\n}\n---\n"
        ),
        Edit(
            name: "several lines",
            before: "{\n  \"title\": \"A\",\n  \"relatedPinned\": [\n    \"b, ]\",\n    \"c\"\n  ]\n}\n",
            choices: choices(["c", "d"]),
            after: "{\n  \"title\": \"A\",\n  \"relatedPinned\": [\n    \"c\",\n    \"d\"\n  ]\n}\n"
        ),
    ]

    @Test(arguments: yaml + toml + json)
    func onlyWhatIsDecidedChanges(edit: Edit) throws {
        #expect(try Self.edited(edit.before, edit.choices) == edit.after)
        #expect(try Self.edited(edit.after, edit.choices) == edit.after, "a second edit changed something")
    }

    @Test func theKeysAreThoseThatTheSiteReads() throws {
        var rules = ReadingRules()
        rules.names = try FieldNames(mapping: ["pinned=extra.pins,pins", "locked=extra.keep"])
        #expect(
            try Self.edited("---\ntitle: A\nextra:\n  pins: [b]\n---\n", Self.choices(["b", "c"]), rules)
                == "---\ntitle: A\nextra:\n  pins: [b, \"c\"]\n---\n"
        )
        #expect(
            try Self.edited("---\npins: b\nextra:\n  heat: 1\n---\n", Self.choices(locked: true), rules)
                == "---\nextra:\n  heat: 1\n  keep: true\n---\n"
        )
        #expect(
            try Self.edited("+++\ntitle = \"A\"\n[extra]\nkeep = true\n+++\n", Self.choices(["b"]), rules)
                == "+++\ntitle = \"A\"\n[extra]\npins = [\n  \"b\",\n]\n+++\n"
        )
    }

    @Test func anEntryThatIsWrittenOutCanComeBack() throws {
        let guide = Article(
            id: "https://x.example/guide",
            title: "A \"guide\": to, [all]",
            links: ArticleLinks(web: "https://x.example/guide"),
            topics: ["law"]
        )
        let choices = EditorialChoices(pinned: [.entry(guide)])
        let texts = [
            "---\ntitle: A\n---\n", "---\ntitle: A\nrelatedPinned: [b.md]\n---\n",
            "+++\ntitle = \"A\"\n+++\n",
            "+++\ntitle = \"A\"\nrelatedPinned = [\"b.md\"]\n+++\n", "{\"title\": \"A\"}\n",
        ]
        for text in texts {
            let edited = try Self.edited(text, choices)
            let file = try #require(try MarkdownFile(Array(edited.utf8), path: "a.md"))
            let read = try file.article(relativePath: "a.md") { Issue.record("\($0)") }
            #expect(read.choices == choices, "\(edited)")
        }
    }

    // MARK: - Refusals

    @Test(arguments: [
        ("---\nrelatedPinned: &p [b.md]\nothers: *p\n---\n", 2, "an anchor"),
        ("---\nothers: &p [b.md]\nrelatedPinned: *p\n---\n", 3, "an alias"),
        ("---\nrelatedPinned: !mine [b.md]\n---\n", 2, "a tag"),
        ("---\nrelatedPinned: [\n  b.md, # one\n]\n---\n", 2, "comments"),
        ("+++\nrelatedPinned = [\n  \"b.md\", # one\n]\n+++\n", 2, "comments"),
        ("---\nrelatedPinned: [b.md]\nrelatedPinned: [x.md]\n---\n", 3, "twice"),
        ("---\nrelatedPinned: [b.md]\nrelatedPinned: []\n---\n", 3, "twice"),
        ("---\nrelatedPinned: >\n  b.md\n---\n", 2, "several lines"),
        ("---\nrelatedPinned: [b.md, 5]\n---\n", 2, "can be read"),
        ("---\n{relatedPinned: [b.md]}\n---\n", 2, "one `key: value` a line"),
        ("---\nrelatedPinned:\n  - &p b.md\nothers: *p\n---\n", 2, "depend on it"),
        ("+++\n[[relatedPinned]]\ntitle = \"B\"\nwebUrl = \"https://x.example\"\n+++\n", 2, "as tables"),
    ])
    func whatCannotBeChangedSafelyIsRefused(text: String, line: Int, reason: String) throws {
        let problem = #expect(throws: InputProblem.self) { try Self.edited(text, Self.choices(["c.md"])) }
        #expect(problem?.kind == .uneditable && problem?.path == "a.md")
        #expect(problem?.line == line)
        #expect(problem?.problem.contains(reason) == true, "\(String(describing: problem))")
        #expect(problem?.problem.contains("relatedPinned") == true)
    }

    @Test func aMisspeltKeyGoesOnLocking() throws {
        let text = "---\ntitle: A\nrelatedLockd: true\n---\n"
        let problem = #expect(throws: InputProblem.self) { try Self.edited(text, Self.choices()) }
        #expect(problem?.problem.contains("`relatedLockd` locks the list") == true)
        #expect(try Self.edited(text, Self.choices(locked: true)) == text)
    }

    // MARK: - Any front matter

    @Test(arguments: FrontMatterGenerator.Language.allCases)
    func nothingElseChangesInAnyFrontMatter(language: FrontMatterGenerator.Language) throws {
        var generator = FrontMatterGenerator(seed: 20_261_130)
        var edits = 0
        for number in 0..<200 {
            let text = generator.next(language).text
            let first = Self.choices(["a\(number).md", "ü, \"b\": [c]"], locked: number % 2 == 0)
            let second = Self.choices(["ü, \"b\": [c]", "d"], not: ["e/f.md"])
            do {
                let added = try Self.edited(text, first)
                let changed = try Self.edited(added, second)
                let without = try Self.edited(changed, Self.choices())
                #expect(without == text, "\(number): \(text)")
                #expect(try Self.choices(in: added) == first)
                #expect(try Self.choices(in: changed) == second)
                // New keys come in at one place, and what there was stands before and behind it.
                let (old, new) = (Array(text.utf8), Array(changed.utf8))
                let before = zip(old, new).prefix { $0 == $1 }.count
                let behind = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
                #expect(before + behind >= old.count, "\(number): \(text) became \(changed)")
                edits += 1
            } catch let problem as InputProblem where problem.kind == .uneditable {
                continue
            }
        }
        // Refusals are right here and there, but most must go.
        #expect(edits > 160)
    }

    /// Every fortieth of the real files, which have long lists.
    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func realFilesComeBackAsTheyWere() throws {
        let files = CorpusContents(reading: [SharedData.everyday + "/articles"]).articles.enumerated()
            .filter { $0.offset % 40 == 0 }.compactMap(\.element.origin?.path)
        try #require(files.count > 50)
        let failures = concurrentMap(files.count) { number -> String? in
            do {
                let text = try String(contentsOfFile: files[number], encoding: .utf8)
                let added = try Self.edited(text, Self.choices(["a.md"], not: ["b.md"], locked: true))
                let changed = try Self.edited(added, Self.choices(["c.md", "a.md"]))
                let without = try Self.edited(changed, Self.choices())
                return without == text ? nil : "\(files[number]): other lines changed"
            } catch {
                return "\(error)"
            }
        }
        #expect(failures.compactMap(\.self) == [])
    }

    private static func choices(in text: String) throws -> EditorialChoices {
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
        return try file.article(relativePath: "a.md") { _ in }.choices
    }

    // MARK: - Files

    @Test func aFileIsWrittenWholeAndOnlyWhereItIsAsItWasRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\nrelatedLocked: true\n---\nText\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let link = folder.path + "/link.md"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a.md")

        let file = try ArticleFile(path: link)
        try file.write(Self.choices(["b.md"]))

        #expect(
            try String(contentsOfFile: path, encoding: .utf8)
                == "---\ntitle: A\nrelatedPinned:\n  - \"b.md\"\n---\nText\n"
        )
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "a.md")
        // It has changed since it was read.
        let problem = #expect(throws: InputProblem.self) { try file.write(Self.choices(["c.md"])) }
        #expect(problem?.kind == .changedMeanwhile)
    }
}
