import Corpus
import Foundation
import Kernels
import TestSupport
import Testing
import Yams

/// Bytes of a file with `articles` as its related list.
func edited(_ text: String, _ articles: [Article]) throws -> String {
    let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
    return String(decoding: try file.replacingRelated(with: articles), as: UTF8.self)
}

let entry = Article(
    id: "x",
    title: "It's \"new\": 100% — é",
    excerpt: "Line\nbreak\\",
    published: PublicationDate("2021-03-02T10:36:00Z"),
    links: ArticleLinks(
        original: "https://o.example/1",
        web: "https://a.example/1?a=1&b=2",
        cdnAmp: "https://c.example/1"
    ),
    type: "article",
    provider: Provider(name: "No", domain: "a.example"),
    topics: ["AI"],
    quality: 37,
    images: [
        ArticleImage(url: "https://a.example/1.jpg", width: 10, height: 20, isCached: true),
        ArticleImage(url: "u"),
    ]
)

let block = """
    related:
      - title: "It's \\"new\\": 100% — é"
        excerpt: "Line\\nbreak\\\\"
        publishedDateTime: 2021-03-02T10:36:00Z
        webUrl: "https://a.example/1?a=1&b=2"
        cdnAmpWebUrl: "https://c.example/1"
        type: article
        provider:
          name: "No"
          domain: a.example
        quality: 37
        images:
          - url: "https://a.example/1.jpg"
            width: 10
            height: 20
            isCached: true
          - url: "u"

    """

@Suite struct RelatedEditTests {
    @Test func newListsGoBeforeSecuredElseAtTheEnd() throws {
        #expect(try edited("---\ntitle: A\n---\nBody", [entry]) == "---\ntitle: A\n\(block)---\nBody")
        #expect(
            try edited("---\ntitle: A\n\nx: 1\n\n# key\nsecured: s\n---\n", [entry])
                == "---\ntitle: A\n\nx: 1\n\n\(block)\n# key\nsecured: s\n---\n"
        )
        #expect(
            try edited("---\ntitle: A\nsecured: s\nx: 1\n---\n", [entry])
                == "---\ntitle: A\n\(block)secured: s\nx: 1\n---\n"
        )
        #expect(
            try edited("---\ntitle: A\n\nx: 1\n---\n", [entry]) == "---\ntitle: A\n\nx: 1\n\n\(block)---\n"
        )
    }

    @Test(arguments: [
        "related: []\n", "related:\n", "related: ~\n", "related: [a, b]\n",
        "related:\n- title: x\n- title: y\n",
        "related:\n  - title: x\n    excerpt: \"a # b\"\n", "related: # comment\n  - title: x\n",
        "related:\n  - title: >\n      folded\n      # no comment\n",
        "related:\n  - title: \"two\n  lines\"\n",
        "related:\n  - title: \"two\nlines: in column one\"\n", "\"related\":\n  - title: x\n",
        "related :\n  - title: x\n",
        "related:\n  - title: \"x\u{85} y\"\n", "related:\n  - title: \"x\u{2028}y\"\n",
    ])
    func oldListsOfAnyStyleAreReplaced(old: String) throws {
        for (before, after) in [
            ("a: 1\n", "\n# note\nz: 1\n"), ("", "z: \"\u{2028}\"\n"), ("t: |\n  text\n\n", ""),
        ] {
            let text = "---\ntitle: A\n\(before)\(old)\(after)---\nBody\n"
            #expect(try edited(text, [entry]) == "---\ntitle: A\n\(before)\(block)\(after)---\nBody\n")
        }
    }

    @Test func entriesHaveTheWantedKeysInTheirOrder() throws {
        let text = "---\ntitle: A\nsourceUrl: u\n---\n"
        func edited(_ text: String, _ fields: [EntryField]) throws -> String {
            let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
            let fields = try #require(EntryFields(fields))
            return String(
                decoding: try file.replacingRelated(with: [entry], style: ListStyle(fields: fields)),
                as: UTF8.self
            )
        }
        let short = try edited(text, [.excerpt, .webUrl, .title])
        #expect(
            short
                == "---\ntitle: A\nsourceUrl: u\nrelated:\n  - excerpt: \"Line\\nbreak\\\\\"\n"
                + "    sourceUrl: \"https://a.example/1?a=1&b=2\"\n    title: \"It's \\\"new\\\": 100% — é\"\n---\n"
        )
        // Twice changes nothing, in whatever order, and any block may come first.
        let all = EntryFields.standard.fields
        for first in all {
            let fields = [first] + all.reversed().filter { $0 != first }
            let once = try edited(short, fields)
            #expect(try edited(once, fields) == once)
            let folder = try TemporaryFolder()
            let file = try ArticleFile(path: try folder.write("a.md", once))
            #expect(file.alreadyLists([entry], style: ListStyle(fields: try #require(EntryFields(fields)))))
            #expect(!file.alreadyLists([entry]))
        }
        #expect(try edited(short, EntryFields.standard.fields) == CorpusTests.edited(short, [entry]))
        #expect(EntryFields([.excerpt]) == nil && EntryFields([.title, .title]) == nil)
    }

    @Test func theKeyFamilyIsThatOfTheFile() throws {
        let text = try edited("---\ntitle: A\nsourceUrl: https://s.example\n---\n", [entry])
        #expect(
            text.contains(
                "    sourceUrl: \"https://a.example/1?a=1&b=2\"\n    cdnAmpUrl: \"https://c.example/1\"\n"
            )
        )
    }

    @Test func anEmptyListEmptiesButAddsNothing() throws {
        #expect(try edited("---\ntitle: A\n---\n", []) == "---\ntitle: A\n---\n")
        #expect(
            try edited("---\ntitle: A\nrelated:\n  - title: x\n    url: /x/\nz: 1\n---\n", [])
                == "---\ntitle: A\nrelated: []\nz: 1\n---\n"
        )
    }

    @Test func lineEndsMarksAndMissingLastBreakStay() throws {
        let crlf = "\u{FEFF}---\r\ntitle: A\r\nrelated:\r\n  - title: x\r\nz: 1\r\n...\r\nBody\r\nno end"
        let expected =
            "\u{FEFF}---\r\ntitle: A\r\n" + block.replacing("\n", with: "\r\n")
            + "z: 1\r\n...\r\nBody\r\nno end"
        #expect(Array(try edited(crlf, [entry]).utf8) == Array(expected.utf8))
        #expect(try edited("---\ntitle: A\n---", [entry]) == "---\ntitle: A\n\(block)---")
    }

    @Test(arguments: [
        "{title: A, related: []}\n", " title: A\n related: []\n", "title: A\nrelated:\n  - &a x\nother: *a\n",
        "title: A\nrelated: [] \n? [complex]\n: x\n",
    ])
    func whatCannotBeEditedSafelyIsRefused(yaml: String) throws {
        #expect {
            try edited("---\n\(yaml)---\n", [entry])
        } throws: { ($0 as? InputProblem)?.kind == .uneditable }
    }

    /// The lines look like a list but belong to a text that began before; YAML may not even allow them there.
    @Test(arguments: [
        "title: \"A", "title: T\nx:\t\"A", "title: T\na:b: \"A", "title: T\nx: y\rz: \"A", "title: T\nx: 'A",
        "title: T\nx: [\"A", "title: T\n? \"A", "title: T\nx: y\u{2028}z: \"A",
    ])
    func aListInsideAnotherTextIsNotTouched(start: String) throws {
        let quote = start.contains("'") ? "'" : "\""
        let text = "---\n\(start)\nrelated:\n  - title: x\n\(quote)\nz: 1\n---\n"
        let result = Result { try edited(text, [entry]) }
        if case .success(let edited) = result {
            #expect(edited.hasPrefix(String(text.dropLast(4))))
        }
    }

    /// Old lists that look simple and are not: broken ones are errors, whole ones are replaced whole.
    @Test(arguments: [
        "related:\n  - title: \"old\"\n  secured: true\n", "related:\n  - title: x\n      deep: y\n",
        "related:\n  - title: x\n   - title: y\n", "related:\n  - title: x\n    provider: p\n      name: n\n",
        "related:\n    title: x\n  - title: y\n", "related:\n  - title: \"x\n",
    ])
    func brokenListsAreErrors(old: String) throws {
        #expect {
            try edited("---\ntitle: A\n\(old)heat: 1\n---\n", [entry])
        } throws: { ($0 as? InputProblem)?.kind == .invalidFrontMatter }
    }

    @Test(arguments: [
        ("\n", ""), ("# note\n", "# note\n"), ("\n# note\n\n", "# note\n"), ("  # indented\n", ""),
    ])
    func commentsBetweenEntriesStayBehindTheList(between: String, kept: String) throws {
        let old = "related:\n  - title: x\n\(between)  - title: y\n"
        for before in ["topics:\n  - AI\n", "text: |\n  one\n", ""] {
            let text = "---\ntitle: A\n\(before)\(old)heat: 1\n---\n"
            #expect(try edited(text, [entry]) == "---\ntitle: A\n\(before)\(block)\(kept)heat: 1\n---\n")
        }
        // An old entry behind a list that is right otherwise is not overlooked.
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n\(block)\(between)  - title: y\nheat: 1\n---\n")
        #expect(try ArticleFile(path: path).alreadyLists([entry]) == false)
    }

    /// Shapes in which YAML sees more, or less, than lines show; each must go to the parser.
    @Test(arguments: [
        "# c\r  - title: \"evil\"\n", "# c\u{85}  - title: \"evil\"\n", "\r  - title: \"evil\"\n",
        "\u{2028}  - title: \"evil\"\n", ": v\n",
    ])
    func hiddenEntriesAreNotOverlooked(behind: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n\(block)\(behind)---\n")
        #expect(try ArticleFile(path: path).alreadyLists([entry]) == false)
        if let file = try? MarkdownFile(Array("---\ntitle: A\n\(block)\(behind)---\n".utf8), path: path) {
            #expect(!file.skippedList)
        }
    }

    @Test(arguments: [
        "\"related\":\n  - title: old\n    id: x\n", "related :\n  - title: old\n    id: x\n",
        "related: [{title: old, id: x}]\n",
    ])
    func listsOfAnySpellingAreEmptied(old: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n\(old)---\n")
        #expect(try ArticleFile(path: path).alreadyLists([]) == false)
        #expect(try edited("---\ntitle: A\n\(old)---\n", []) == "---\ntitle: A\nrelated: []\n---\n")
    }

    @Test func aTextThatKeepsItsBlankLinesMayPrecedeTheList() throws {
        let text = "---\ntitle: A\nnote: |+\n  text\nrelated:\n  - title: \"x\"\n---\n"
        #expect(try edited(text, [entry]) == "---\ntitle: A\nnote: |+\n  text\n\(block)---\n")
    }

    @Test func whatYAMLRejectsIsRejected() {
        for yaml in [
            " title: T\nrelated:\n  - title: x\n", "title: T\n? a\nrelated:\n  - title: x\n: v\n",
            "title: T\nrelated:\n  - title: x\n\r    bar\n",
            "title: T\nrelated:\n  - \(String(repeating: "a", count: 2000)): x\n",
        ] {
            #expect(throws: InputProblem.self) {
                try MarkdownFile(Array("---\n\(yaml)---\n".utf8), path: "a.md")
            }
        }
    }

    @Test func nestedListsOfTheUsualStyleAreSimple() throws {
        // Every entry that Kindred writes is recognised, so that the next run need not parse it.
        let file = try #require(
            try MarkdownFile(Array("---\ntitle: A\n\(block)z: 1\n---\n".utf8), path: "a.md")
        )
        #expect(file.skippedList)
    }

    /// Random front matters of every style that we know of, edited twice.
    @Test(arguments: 0..<40)
    func propertiesOfAnyEdit(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let words = [
            "alpha", "\"quoted\"", "é — ü", "a: b", "# no", "\\", "\u{2028}", "'", "{x}", "[y]", "*z", "&w",
            "100%",
        ]
        func text() -> String {
            (0..<3).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
        }
        func article(_ n: Int) -> Article {
            Article(
                id: ArticleID("\(n)"),
                title: text(),
                excerpt: Bool.random(using: &generator) ? text() : "",
                links: ArticleLinks(web: "https://a.example/\(n)"),
                provider: Provider(name: text(), domain: text())
            )
        }
        let others = [
            "plain: value\n", "quoted: \"a \\\" b\"\n", "block: |\n  one\n  related:\n  # two\n\n",
            "folded: >-\n  one\n  two\n",
            "flow: {a: [1, 2], b: \"}\"}\n", "list:\n- a\n-  b\n",
            "nested:\n  related:\n    - title: inner\n", "# comment\n", "\n",
            "single: 'it''s'\n", "multi: \"one\n  two\"\n", "empty:\n", "secured: \"s==\"\n",
            "\"key two\": x   \n",
        ].shuffled(using: &generator).prefix(Int.random(in: 1...9, using: &generator))
        var parts = ["title: T\n"] + others
        if Bool.random(using: &generator) {
            parts.insert(
                "related:\n  - title: old\n    excerpt: \"o\"\n",
                at: Int.random(in: 0...parts.count, using: &generator)
            )
        }
        let newline = Bool.random(using: &generator) ? "\n" : "\r\n"
        let source = ("---\n" + parts.joined() + "---\nBody: x\nrelated: no\n").replacing("\n", with: newline)
        let articles = (0..<Int.random(in: 0...4, using: &generator)).map(article)

        let once = try edited(source, articles)
        #expect(Array(try edited(once, articles).utf8) == Array(once.utf8), "a second edit changed something")
        #expect(withoutList(once, newline) == withoutList(source, newline), "bytes outside the list changed")
        #expect(
            try listedTitles(once)
                == (articles.isEmpty && !source.contains("title: old") ? nil : articles.map(\.title))
        )
    }

    /// The text without its top-level list and without blank lines, one of which may set off a new list.
    private func withoutList(_ text: String, _ newline: String) -> [String] {
        let lines = text.components(separatedBy: newline)
        let fence = lines.dropFirst().firstIndex(of: "---") ?? lines.endIndex
        guard let start = lines[..<fence].firstIndex(where: { $0.hasPrefix("related:") }) else {
            return lines.filter { !$0.isEmpty }
        }
        let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix(" ") } ?? lines.endIndex
        return (lines[..<start] + lines[end...]).filter { !$0.isEmpty }
    }

    private func listedTitles(_ text: String) throws -> [String?]? {
        let root = try #require(
            try Yams.compose(
                yaml: text.replacing("\r\n", with: "\n").components(separatedBy: "\n---\n")[0],
                .basic
            )?.mapping
        )
        return root["related"]?.sequence?.map { $0.mapping?["title"]?.string }
    }
}
