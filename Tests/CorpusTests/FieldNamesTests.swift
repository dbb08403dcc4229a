import Corpus
import Foundation
import Kernels
import TestSupport
import Testing

/// Fields under other names than the standard ones.
@Suite struct FieldNamesTests {
    private static let changes: [ArticleField: [String]] = [
        .title: ["headline", "title"], .excerpt: ["dek", "summary"], .date: ["published_at", "date"],
        .topics: ["tags", "topics"], .webUrl: ["link", "permalink"], .sourceUrl: ["old_link"], .ampUrl: [],
        .provider: ["publisher"], .quality: ["score", "heat"], .locked: ["frozen"],
        .pinned: ["always", "relatedPinned"], .published: ["live"], .draft: ["hidden", "draft"], .type: [],
    ]

    private func names() throws -> FieldNames { try #require(FieldNames(Self.changes)) }

    /// Reads one file by some names.
    private func reading(
        _ text: String,
        _ name: String = "a.md",
        _ names: FieldNames
    ) throws -> SourceReading {
        let folder = try TemporaryFolder()
        try folder.write(name, text)
        return SourceReading(SourceListing([folder.path(name)]).files[0], ReadingRules(names: names))
    }

    private let article = Article(
        id: "a",
        title: "T",
        excerpt: "S",
        published: PublicationDate("2021-03-02"),
        links: ArticleLinks(web: "https://a.example/1"),
        provider: Provider(name: "N"),
        topics: ["x", "y"],
        quality: 2,
        isPublished: false,
        choices: EditorialChoices(pinned: [.reference("b")], isLocked: true)
    )

    @Test func markdownAndJSONAreReadByTheNamesGiven() throws {
        let markdown = """
            ---
            id: a
            headline: T
            dek:
            summary: S
            date: 2021-03-02
            tags: [x, y]
            permalink: https://a.example/1
            sourceUrl: https://a.example/2
            publisher: N
            score: 2
            frozen: true
            relatedLocked: false
            always: [b]
            hidden: true
            type: video
            ---
            """
        let json = """
            {"id":"a","headline":"T","dek":null,"summary":"S","date":"2021-03-02","tags":["x","y"],\
            "permalink":"https://a.example/1","sourceUrl":"https://a.example/2","publisher":"N","score":2,"frozen":true,\
            "relatedLocked":false,"always":["b"],"hidden":true,"type":"video"}
            """
        let names = try names()
        for result in [
            try reading(markdown, "a.md", names), try reading(json, "a.jsonl", names),
            // An escaped key leaves the line to Foundation's decoder.
            try reading(json.replacing("{\"id\"", with: #"{"\u0061zz":0,"id""#), "a.jsonl", names),
        ] {
            var read = try #require(result.articles.first)
            read.origin = nil
            read.page.path = nil
            #expect(read == article && result.problems.isEmpty)
        }
        #expect(try Article(json: Array(json.utf8), names: names) == article)
        // By the standard names it is another article.
        #expect(try reading(json, "a.jsonl", .standard).articles.first?.excerpt == "S")
        let untitled = json.replacing("headline", with: "kicker")
        #expect(try reading(untitled, "a.jsonl", .standard).problems.map(\.kind) == [.missingTitle])
    }

    @Test func theFirstNameWithAValueCounts() throws {
        let names = try names()
        for (keys, title) in [
            (#""title":"B","headline":"A""#, "A"), (#""headline":"A","title":"B""#, "A"),
            (#""headline":null,"title":"B""#, "B"), (#""title":"B","headline":null"#, "B"),
        ] {
            for line in ["{\"id\":\"i\",\(keys)}", "{\"\\u0061zz\":0,\"id\":\"i\",\(keys)}"] {
                #expect(try reading(line, "a.jsonl", names).articles.map(\.title) == [title])
            }
        }
        #expect(try reading("---\ntitle: B\nheadline: A\n---\n", names).articles.map(\.title) == ["A"])
        #expect(try reading("---\ntitle: B\nheadline: ~\n---\n", names).articles.map(\.title) == ["B"])
    }

    private func reading(_ text: String, _ names: FieldNames) throws -> SourceReading {
        try reading(text, "a.md", names)
    }

    @Test func linesAreReadAlikeFromTheirBytesAndByTheDecoder() throws {
        let names = try names()
        let keys =
            ArticleField.allCases.flatMap { names[$0] }
            + ArticleField.allCases.flatMap { FieldNames.standard[$0] } + ["heat", "other"]
        let values = [
            "null", "true", "false", "7", "1.5", "\"\"", "\"text\"", "\" spaced \"", "\"2021-03-02\"", "[]",
            #"["a", "b"]"#, #"{"name": "N"}"#, #"[{"url": "u", "width": 640}]"#, #"["u"]"#, #""a \" b""#,
            "[1]",
        ]
        var random = SplitMix64(seed: 3)
        func any(_ items: [String]) -> String { items[Int(random.next() % UInt64(items.count))] }
        for _ in 0..<40 {
            let lines = (0..<100).map { number in
                let members = (0..<Int(random.next() % 9)).map { _ in "\"\(any(keys))\":\(any(values))" }
                return (["\"headline\":\"T\"", "\"id\":\"n\(number)\""] + members).joined(separator: ",")
            }
            let plain = try reading(lines.map { "{\($0)}\n" }.joined(), "x.jsonl", names)
            let decoded = try reading(lines.map { "{\"\\u0061zz\":0,\($0)}\n" }.joined(), "x.jsonl", names)
            #expect(plain.articles.map(\.json) == decoded.articles.map(\.json))
            #expect(
                plain.problems.map { "\($0.line ?? 0) \($0.problem) \($0.remedy)" }
                    == decoded.problems.map { "\($0.line ?? 0) \($0.problem) \($0.remedy)" }
            )
        }
    }

    @Test func messagesNameTheKeyAndLineThatAreThere() throws {
        for (yaml, key, line) in [
            ("title: A\nexcerpt: B\ndate: 2024-3-1x\n", "`date`", 4),
            ("title: A\npublishedDateTime: ~\ndate: soon\n", "`date`", 4),
            ("title: A\npublishedDateTime: soon\ndate: 2021-03-02\n", "`publishedDateTime`", 3),
            ("title: A\nlastmod: 2021-03-02\nlast_update:\n  date: soon\npubDate: never\n", "`pubDate`", 6),
            ("title: A\nexcerpt: B\nlast_update:\n  date: soon\n", "`last_update.date`", 4),
        ] {
            let problem = try #require(try reading("---\n\(yaml)---\n", .standard).problems.first)
            #expect(problem.kind == .badDate && problem.problem.hasPrefix(key) && problem.line == line)
        }
        for line in [
            #"{"id":"a","title":"T","date":"soon"}"#, #"{"\u0061":0,"id":"a","title":"T","date":"soon"}"#,
        ] {
            #expect(
                try reading(line, "a.jsonl", .standard).problems[0].problem.hasPrefix("`date` is no date")
            )
        }

        let names = try names()
        let markdown = "---\nexcerpt: E\nheadline: \" \"\n---\n"
        #expect(try reading(markdown, names).problems.map(\.line) == [3])
        #expect(try reading("---\nx: 1\n---\n", names).problems[0].remedy == "add a `headline`")
        let choices = "---\nheadline: A\nrelatedPinned: 5\nfrozen: perhaps\ndraft: 3\nlive: 4\n---\n"
        let problems = try reading(choices, names).problems
        #expect(problems.map(\.line) == [3, 4, 6, 5])
        for (problem, key) in zip(problems, ["relatedPinned", "frozen", "live", "draft"]) {
            #expect(problem.kind == .badChoice && problem.problem.contains("`\(key)`"))
        }
    }

    @Test func listsAreWrittenByTheStandardNames() throws {
        let names = try names()
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\nheadline: A\nold_link: https://a.example/1\n---\n")
        let file = try ArticleFile(path: path, rules: ReadingRules(names: names))
        try file.write(try #require(try file.bytes(listing: [article])))
        #expect(try folder.text("a.md").contains("  - title: \"T\"\n    excerpt: \"S\"\n"))
        // The file's own keys tell the family of its links, by whatever names.
        #expect(try folder.text("a.md").contains("    sourceUrl: \"https://a.example/1\"\n"))
        #expect(try ArticleFile(path: path, rules: ReadingRules(names: names)).alreadyLists([article]))

        let locked = try folder.write("b.md", "---\nheadline: A\nfrozen: yes\n---\n")
        let lockedFile = try ArticleFile(path: locked, rules: ReadingRules(names: names))
        #expect(try lockedFile.isLocked)
        #expect { try lockedFile.bytes(listing: [article]) } throws: {
            let problem = $0 as? InputProblem
            return problem?.kind == .locked && problem?.line == 3
                && problem?.remedy.contains("`frozen`") == true
        }
        #expect(try !ArticleFile(path: locked).isLocked)
    }

    @Test func aNameMeansOneField() throws {
        #expect(FieldNames([:]) == .standard)
        #expect(FieldNames([.title: ["a"], .excerpt: ["a"]]) == nil)
        #expect(FieldNames([.title: ["a", "a"]]) == nil)
        #expect(FieldNames([.title: [""]]) == nil)
        #expect(FieldNames([.title: ["related"]]) == nil)
        #expect(FieldNames([.title: ["excerpt"], .excerpt: ["title"]]) != nil)
        // What is given to one field is taken from those that have it where nobody says otherwise.
        let names = try #require(FieldNames([.title: ["subtitle", "title"], .url: ["permalink"]]))
        #expect(!names[.excerpt].contains("subtitle") && names[.excerpt].first == "excerpt")
        #expect(names[.permalink].isEmpty)
    }

    @Test func standardNamesMeanOneFieldEach() {
        let all = ArticleField.allCases.flatMap { FieldNames.standard[$0] }
        #expect(Set(all).count == all.count && !all.contains("related"))
        #expect(ArticleField.allCases.count <= 64)
    }

    @Test func everyChangeOfNamesChangesTheFingerprint() throws {
        let all: [[ArticleField: [String]]] = [
            [:], [.title: ["headline"]], [.title: ["title", "headline"]], [.title: ["headline", "title"]],
            [.excerpt: ["a", "b"]], [.excerpt: ["a b"]], [.excerpt: ["ab"]], [.excerpt: []], [.title: []],
            [.type: ["a"], .language: ["b"]], [.type: ["b"], .language: ["a"]],
        ]
        let fingerprints = try all.map { try #require(FieldNames($0)).fingerprint }
        #expect(Set(fingerprints).count == all.count)
        #expect(try #require(FieldNames([:])).fingerprint == FieldNames.standard.fingerprint)
    }
}
