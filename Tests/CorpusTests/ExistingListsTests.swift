import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Reading the lists that articles have.
@Suite struct ExistingListsTests {
    private typealias Entry = ExistingLists.Entry

    private func read(_ texts: String..., ending: String = ".md") throws -> (
        lists: [[Entry]], problems: [InputProblem]
    ) {
        let folder = try TemporaryFolder()
        let paths = try texts.enumerated().map { try folder.write("\($0)\(ending)", $1) }
        let existing = ExistingLists(in: paths)
        return (paths.map { existing.entries[ArticleOrigin(path: $0)] ?? [] }, existing.problems)
    }

    @Test func everyWayToWriteAListIsRead() throws {
        let plain = """
            ---
            title: A
            related:
              - title: "First \\"one\\""
                excerpt: "..."
                webUrl: "https://x.example/1"
                ampWebUrl: "https://x.example/1/amp"
              - sourceUrl: "https://x.example/2"
            secured: "a"
            ---
            Body

            """
        let flow =
            "---\ntitle: B\nrelated: [{title: \"First \\\"one\\\"\", webUrl: https://x.example/1, "
            + "ampWebUrl: https://x.example/1/amp}, {sourceUrl: https://x.example/2}]\n---\n"
        let first = Entry(
            title: "First \"one\"",
            links: ArticleLinks(web: "https://x.example/1", amp: "https://x.example/1/amp")
        )
        let second = Entry(links: ArticleLinks(family: .source, web: "https://x.example/2"))
        let (lists, problems) = try read(plain, plain.replacing("\n", with: "\r\n"), flow)
        #expect(lists == [[first, second], [first, second], [first, second]])
        #expect(problems.isEmpty)
    }

    @Test func textsAloneMayBeAddressOrTitle() throws {
        let (lists, _) = try read(
            "---\ntitle: A\nrelated:\n- https://x.example/1\n- Some title\n- ~\n- [a]\n---\n"
        )
        #expect(
            lists == [
                [
                    Entry(text: "https://x.example/1"), Entry(text: "Some title"),
                ]
            ]
        )
    }

    @Test func peoplesOwnFormsAreRead() throws {
        let (lists, problems) = try read(
            "---\ntitle: A\nrelated: [/blog/x/, 2020/a.md]\n---\n",
            "---\ntitle: A\nrelated:\n  - {slug: x}\n  - {name: N, link: /n/}\n  - {}\n  - {weight: 3}\n---\n",
            "---\ntitle: A\nrelated: /one/\n---\n",
            "---\ntitle: A\nrelated:\n  title: T\n  id: t\n---\n",
            "+++\ntitle = \"A\"\n[[related]]\ntitle = \"T\"\nurl = \"/t/\"\n+++\n",
            "{\"title\": \"A\", \"related\": [\"x\", 5, {\"title\": \"T\", \"path\": \"t.md\"}]}\n"
        )
        #expect(
            lists == [
                [Entry(text: "/blog/x/"), Entry(text: "2020/a.md")],
                [Entry(references: ["x"]), Entry(title: "N", references: ["/n/"])],
                [Entry(text: "/one/")], [Entry(title: "T", references: ["t"])],
                [Entry(title: "T", references: ["/t/"])],
                [Entry(text: "x"), Entry(text: "5"), Entry(title: "T", references: ["t.md"])],
            ]
        )
        #expect(problems.isEmpty)
    }

    @Test func theKeyMayBeNested() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "+++\ntitle = \"A\"\n[extra]\nrelated = [\"x.md\"]\n+++\n")
        let style = try #require(ListStyle(key: "extra.related"))
        #expect(
            ExistingLists(in: [path], style: style).entries[ArticleOrigin(path: path)] == [
                Entry(text: "x.md")
            ]
        )
        #expect(ExistingLists(in: [path]).entries.isEmpty)
    }

    @Test func oneBadFileDoesNotStopTheRest() throws {
        let good = "---\ntitle: A\nrelated:\n  - title: T\n---\n"
        let deep = "---\ntitle: A\nrelated: " + String(repeating: "[", count: 100) + "\n---\n"
        let (lists, problems) = try read(
            "---\ntitle: \"A\nrelated:\n---\n",
            good,
            "---\ntitle: A\nrelated: 5\n---\n",
            deep,
            "no fence",
            good,
            "---\ntitle: A\nrelated:\n---\n"
        )
        #expect(lists.map(\.count) == [0, 1, 1, 0, 0, 1, 0])
        #expect(problems.map(\.kind) == [.invalidFrontMatter, .frontMatterTooComplex])
        let missing = ExistingLists(in: ["/nowhere/a.md", "/nowhere/a.txt"])
        #expect(missing.problems.map(\.kind) == [.notFound])
    }

    @Test func jsonLinesHaveListsByLine() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "a.jsonl",
            """
            {"id":"1","title":"A","related":[{"title":"T","webUrl":"https://x.example/1"},"https://x.example/2",5]}

            {"id":"2","title":"B","related":[]}
            {"id":"3","title":"C"}
            {"id":"4","title":"D","related":{"title":"T"}}
            {"id":"5","title":"E","related":[{"title":"T"}]}
            """
        )
        let existing = ExistingLists(in: [path])
        #expect(
            existing.entries == [
                ArticleOrigin(path: path, line: 1): [
                    Entry(title: "T", links: ArticleLinks(web: "https://x.example/1")),
                    Entry(text: "https://x.example/2"),
                ],
                ArticleOrigin(path: path, line: 5): [Entry(title: "T")],
                ArticleOrigin(path: path, line: 6): [Entry(title: "T")],
            ]
        )
        #expect(existing.problems.isEmpty)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n---\n")
        let articles = (0..<3).map {
            Article(
                id: ArticleID("\($0)"),
                title: "Title: \"\($0)\" \\ é",
                links: ArticleLinks(web: "https://x.example/\($0)", cdnAmp: "https://cdn.example/\($0)")
            )
        }
        let file = try ArticleFile(path: path)
        try file.write(try #require(try file.bytes(listing: articles)))
        let existing = ExistingLists(in: [path])
        #expect(
            existing.entries[ArticleOrigin(path: path)]
                == articles.map { Entry(title: $0.title, links: $0.links) }
        )
    }
}

extension ExistingLists.Entry {
    fileprivate init(text: String) {
        self.init(title: text, links: ArticleLinks(web: text), references: [text])
    }
}
