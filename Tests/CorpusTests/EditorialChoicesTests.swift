import Corpus
import Foundation
import TestSupport
import Testing

@Suite struct EditorialChoicesTests {
    private let guide = Article(
        id: "https://elsewhere.example/guide",
        title: "A guide",
        excerpt: "How it works",
        published: PublicationDate("2020-01-02"),
        links: ArticleLinks(web: "https://elsewhere.example/guide"),
        type: "article",
        provider: Provider(name: "Elsewhere", domain: "elsewhere.example"),
        quality: 1.5,
        images: [ArticleImage(url: "https://elsewhere.example/1.jpg", width: 3, height: 4, isCached: true)]
    )

    @Test func frontMatterAndJSONSayTheSame() throws {
        let markdown = try reading(
            """
            ---
            title: T
            relatedPinned:
              - 2021/a.md
              - title: "A guide"
                excerpt: "How it works"
                publishedDateTime: 2020-01-02
                webUrl: "https://elsewhere.example/guide"
                type: article
                provider:
                  name: Elsewhere
                  domain: elsewhere.example
                quality: 1.5
                images:
                  - url: "https://elsewhere.example/1.jpg"
                    width: 3
                    height: 4
                    isCached: true
              - "7"
            relatedExcluded: https://a.example/1
            relatedLocked: true
            published: false
            ---
            """
        )
        let line = """
            {"id":"t","title":"T","relatedPinned":["2021/a.md",{"title":"A guide","excerpt":"How it works",\
            "publishedDateTime":"2020-01-02","webUrl":"https://elsewhere.example/guide","type":"article",\
            "provider":{"name":"Elsewhere","domain":"elsewhere.example"},"quality":1.5,"images":[{"url":\
            "https://elsewhere.example/1.jpg","width":3,"height":4,"isCached":true}]},"7"],\
            "relatedExcluded":"https://a.example/1","relatedLocked":true,"published":false}
            """
        let expected = EditorialChoices(
            pinned: [.reference("2021/a.md"), .entry(guide), .reference("7")],
            excluded: ["https://a.example/1"],
            isLocked: true
        )
        for result in [markdown, try reading(line, name: "a.jsonl")] {
            #expect(result.problems.isEmpty)
            let article = try #require(result.articles.first)
            #expect(article.choices == expected)
            #expect(article.isPublished == false)
        }
    }

    @Test func withoutTheKeysThereAreNoChoices() throws {
        for result in [
            try reading("---\ntitle: T\nrelatedPinned:\nrelatedExcluded: []\nrelatedLocked: ~\n---\n"),
            try reading(
                #"{"id":"t","title":"T","relatedPinned":null,"relatedExcluded":[]}"#,
                name: "a.jsonl"
            ),
        ] {
            let article = try #require(result.articles.first)
            #expect(result.problems.isEmpty)
            #expect(article.choices == EditorialChoices() && article.isPublished == nil)
        }
    }

    @Test(
        arguments: [
            ("published: true", true), ("published: no", false), ("draft: true", false),
            ("draft: false", nil),
            ("draft: true\npublished: true", true), ("published: 2021-03-02", nil),
            ("published: 2021-03-02\ndraft: yes", false), ("published: \"false\"", false),
        ] as [(String, Bool?)]
    )
    func publicationAndDrafts(keys: String, expected: Bool?) throws {
        let result = try reading("---\ntitle: T\n\(keys)\n---\n")
        #expect(result.articles.first?.isPublished == expected)
        #expect(result.problems.isEmpty)
    }

    @Test(arguments: [
        ("relatedPinned: 5", 3, "is a number"), ("relatedPinned: true", 3, "is true or false"),
        (
            "relatedPinned:\n  - ok\n  - webUrl: https://a.example", 5,
            "item 2 of `relatedPinned` has no title"
        ),
        ("relatedPinned:\n  - ok\n  - title: A", 5, "has no URL"),
        ("relatedPinned:\n  - ok\n  - [a]", 5, "is a list"),
        ("relatedPinned:\n  - ok\n  - \"\"", 5, "is empty"),
        ("relatedPinned:\n  - ok\n  - title: A\n    webUrl: u\n    publishedDateTime: soon", 5, "is no date"),
        ("relatedExcluded:\n  - ok\n  - title: A\n    webUrl: u", 5, "is a mapping"),
        ("relatedExcluded:\n  - ok\n  - 4.5", 5, "is a number"),
        ("published: perhaps", 3, "neither true nor false"), ("draft: 3", 3, "neither true nor false"),
    ])
    func whatIsMalformedIsNamedAndLeftOut(keys: String, line: Int, problem: String) throws {
        // A list that is skipped by the parser must not shift lines.
        let text = "---\ntitle: T\n\(keys)\nrelated:\n  - title: x\n---\n"
        let result = try reading(text)
        let article = try #require(result.articles.first)
        #expect(result.problems.map(\.kind) == [.badChoice] && result.problems[0].severity == .warning)
        #expect(result.problems[0].line == line && result.problems[0].problem.contains(problem))
        let hasItems = keys.contains("- ok")
        #expect(
            article.choices.pinned == (hasItems && keys.contains("Pinned") ? [.reference("ok")] : [])
        )
        #expect(article.choices.excluded == (hasItems && keys.contains("Excluded") ? ["ok"] : []))
    }

    @Test func malformedJSONIsNamedByLine() throws {
        let line = #"""
            {"id":"t","title":"T","relatedPinned":[5,[1],{"title":"A"},{"title":[1],"webUrl":"u"},true,null,"ok"],"relatedExcluded":{"a":1}}
            """#
        let result = try reading("\n" + line, name: "a.jsonl")
        #expect(result.articles.first?.choices == EditorialChoices(pinned: [.reference("ok")]))
        #expect(result.problems.count == 7)
        #expect(result.problems.allSatisfy { $0.kind == .badChoice && $0.line == 2 })
    }

    @Test func aLockThatNobodyUnderstandsLocks() throws {
        let result = try reading("---\ntitle: T\nrelatedLocked: until friday\n---\n")
        #expect(result.articles.first?.choices.isLocked == true)
        #expect(result.problems.first?.remedy.contains("counts as locked") == true)
        #expect(
            try reading("---\ntitle: T\nrelatedLocked: false\n---\n").articles[0].choices.isLocked
                == false
        )
    }

    @Test func hostileChoicesAreBounded() throws {
        let many = (0..<3000).map { "  - a\($0)\n" }.joined()
        let long = String(repeating: "x", count: 5000)
        let result = try reading(
            "---\ntitle: T\nrelatedExcluded:\n\(many)relatedPinned: [\(long), \"a\\0b\"]\n---\n"
        )
        let article = try #require(result.articles.first)
        #expect(article.choices.excluded == (0..<64).map { "a\($0)" })
        #expect(article.choices.pinned == [.reference("ab")])
        #expect(result.problems.map(\.kind) == [.badChoice, .badChoice])

        let numbers = Array(repeating: "1", count: 100_000).joined(separator: ",")
        let json = try reading(
            #"{"id":"t","title":"T","relatedPinned":[\#(numbers)]}"#,
            name: "a.jsonl"
        )
        #expect(json.articles.count == 1 && json.problems.count == 65)

        // An entry's own choices mean nothing, however deep they go.
        let deep =
            String(repeating: #"{"title":"A","webUrl":"u","relatedPinned":["#, count: 100)
            + String(repeating: "]}", count: 100)
        let nested = try reading(
            #"{"id":"t","title":"T","relatedPinned":\#(deep)}"#,
            name: "a.jsonl"
        )
        guard case .entry(let entry)? = nested.articles.first?.choices.pinned.first else {
            Issue.record("no entry")
            return
        }
        #expect(entry.choices == EditorialChoices())
    }
}

@Suite struct ChoicesAndEditingTests {
    private let choices = [
        "relatedPinned:\n  - title: \"P\"\n    webUrl: \"https://p.example\"\n  - other.md\n",
        "relatedExcluded: [a, \"related: x\"]\n",
        "relatedLocked: false\n",
    ]

    @Test(arguments: ["related:\n  - title: \"old\"\n    webUrl: \"u\"\n", "related: [old]\n"])
    func onlyTheRelatedBlockChanges(old: String) throws {
        for place in 0...choices.count {
            var blocks = choices
            blocks.insert(old, at: place)
            let before = "---\ntitle: A\n" + blocks.joined() + "---\nBody\n"
            blocks[place] = block
            let after = "---\ntitle: A\n" + blocks.joined() + "---\nBody\n"
            #expect(try edited(before, [entry]) == after)
            #expect(try edited(after, [entry]) == after)
        }
        // Without a list, it goes to the end.
        let bare = "---\ntitle: A\n" + choices.joined() + "---\n"
        #expect(try edited(bare, [entry]) == "---\ntitle: A\n" + choices.joined() + block + "---\n")
    }

    @Test(arguments: [
        "relatedLocked: true\n", "relatedLocked: yes\n", "\"related\\x4cocked\": true\n",
        "'relatedLocked': \"true\"\n", "? relatedLocked\n: true\n", "relatedLocked: tomorrow\n",
    ])
    func aLockedFileIsNeverWritten(lock: String) throws {
        let folder = try TemporaryFolder()
        for text in ["---\ntitle: A\n\(lock)---\n", "---\ntitle: A\nrelated:\n  - title: x\n\(lock)---\n"] {
            let path = try folder.write("a.md", text)
            let file = try ArticleFile(path: path)
            #expect(try file.isLocked)
            #expect(throws: InputProblem.self) { try file.bytes(listing: [entry]) }
            #expect { try file.write(Array("---\ntitle: B\n---\n".utf8)) } throws: {
                ($0 as? InputProblem)?.kind == .locked
            }
            #expect(try folder.text("a.md") == text)
        }
        let open = try ArticleFile(
            path: try folder.write("b.md", "---\ntitle: \"A \\\" relatedLocked\"\n---\n")
        )
        #expect(try !open.isLocked)
        #expect(try !ArticleFile(path: try folder.write("c.md", "No front matter\n")).isLocked)
        // Of what cannot be read nobody can tell, so that it is not written.
        let torn = try ArticleFile(path: try folder.write("d.md", "---\ntitle: A\nrelatedLocked: true\n"))
        #expect(throws: InputProblem.self) { try torn.isLocked }
        #expect(throws: InputProblem.self) { try torn.write(Array("---\ntitle: B\n---\n".utf8)) }
    }
}
