import TestSupport
import Testing

@testable import Corpus

/// Of a key that stands twice the last one counts, as Jekyll has it, and somebody hears of it.
@Suite struct RepeatedKeyTests {
    private let other = Article(id: "b.md", title: "B", page: ArticlePage(path: "b.md", url: "/b/"))

    private func read(_ text: String) throws -> (article: Article?, problems: [InputProblem]) {
        let folder = try TemporaryFolder()
        try folder.write("a.md", text)
        let contents = CorpusContents(reading: [folder.path])
        return (contents.articles.first, contents.problems)
    }

    @Test(arguments: [
        ("title: One\ntags: [x]\ntitle: Two\n", 2), ("tags: [x]\ntitle: One\n\n# note\ntitle: Two\n", 3),
        ("title: >\n  One\n  more\ntitle: Two\n", 2), ("title: One\r\ntitle: Two\r\n", 2),
        ("title: \"One\n  more\"\ntitle: Two\n", 2),
    ])
    func theLastCounts(_ yaml: String, _ line: Int) throws {
        let (article, problems) = try read("---\n\(yaml)---\nText\n")
        #expect(article?.title == "Two")
        #expect(problems.map(\.kind) == [.repeatedKey])
        #expect(problems.first?.line == line)
        #expect(problems.first?.severity == .warning)
    }

    @Test func severalAndNestedKeys() throws {
        let (article, problems) = try read(
            "---\ntitle: T\ntags:\n- a\n- b\ntags:\n- c\nseo:\n  description: D\n  description: E\ntags: [d]\n---\n"
        )
        #expect(article?.topics == ["d"] && article?.excerpt == "E")
        #expect(problems.map(\.kind) == [.repeatedKey, .repeatedKey, .repeatedKey])
        #expect(Set(problems.compactMap(\.line)) == [3, 6, 9])
    }

    /// Where a key's lines cannot be told, or there are very many, it is an error as before.
    @Test(arguments: [
        "{title: a, title: b}", "title: T\nx: [{a: 1, a: 2}]", "title: T\nx:\n- a: 1\n  a: 2",
        (0..<40).map { "k: \($0)\n" }.joined() + "title: T", "title: \"One\nfoo: bar\"\ntitle: T",
    ])
    func whatCannotBeToldIsAnError(_ yaml: String) throws {
        let (article, problems) = try read("---\n\(yaml)\n---\n")
        #expect(article == nil)
        #expect(problems.map(\.kind) == [.invalidFrontMatter])
    }

    /// No item of what does not count may become one of the value before it.
    @Test func commentsInTheMidstOfAValue() throws {
        let (article, problems) = try read(
            "---\ntitle: T\ncategories:\n  - z\ntags:\n  - a\n# c\n  - b\ntags: [d]\n---\n"
        )
        #expect(article.map { Set($0.topics) } == ["z", "d"])
        #expect(problems.map(\.line) == [5])
    }

    /// A key with very many lines takes no longer than its lines.
    @Test func longValues() throws {
        let lines = String(repeating: "- a\n", count: 10_000)
        let (article, problems) = try read("---\nx:\n\(lines)title: T\nx: 1\n---\n")
        #expect(article?.title == "T" && problems.map(\.kind) == [.repeatedKey])
    }

    @Test func settingsAreReadSo() throws {
        let folder = try TemporaryFolder()
        try folder.write("_config.yml", "permalink: /x/:title/\ntitle: a\ntitle: b\npermalink: /y/:title/\n")
        try folder.write("_posts/2024-05-06-a.md", "---\ntitle: T\n---\n")
        #expect(CorpusContents(reading: [folder.path]).articles.map(\.page.url) == ["/y/a/"])
    }

    @Test func everyOtherByteStays() throws {
        let before = "---\ntitle: One\ntags: [a]\nrelated:\n  - {title: X, url: /x/}\ntags: [b]\ntitle: Two\n"
        let after =
            "---\ntitle: One\ntags: [a]\nrelated:\n  - title: \"B\"\n    url: \"/b/\"\ntags: [b]\ntitle: Two\n"
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", before + "---\nText\n"))
        let bytes = try #require(try file.bytes(listing: [other]))
        #expect(String(decoding: bytes, as: UTF8.self) == after + "---\nText\n")
    }

    /// Behind the list, or in its midst, what does not count is no comment that could go.
    /// What repeats itself within the list goes with the list, and leaves no comment behind.
    @Test(arguments: [0, 2], [false, true])
    func keysThatAreRepeatedWithinTheListGoWithIt(_ indent: Int, _ includesList: Bool) throws {
        let list =
            "- title: T\n  ampUrl: u\n  more:\n    - x\n  ampUrl: v\n- title: U\n  note: |\n    text\n  note:\n"
        let space = String(repeating: " ", count: indent)
        let lines = list.split(separator: "\n").map { "\(space)\($0)\n" }.joined()
        let text = "---\nseo: 1\nrelated:\n\(lines)# a comment\nseo: 2\n---\nText\n"
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md", includesList: includesList))
        let edited = try file.replacingRelated(with: [other], style: ListStyle(form: .ids))
        #expect(
            String(decoding: edited, as: UTF8.self)
                == "---\nseo: 1\nrelated:\n  - \"b.md\"\n# a comment\nseo: 2\n---\nText\n"
        )
    }

    @Test func whatFollowsTheListStays() throws {
        let before = "---\nrelated:\n  - {title: X, url: /x/}\ntags: [a]\n# c\ntags: [b]\ntitle: T\n---\n"
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", before))
        let bytes = try #require(try file.bytes(listing: [other]))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "---\nrelated:\n  - title: \"B\"\n    url: \"/b/\"\ntags: [a]\n# c\ntags: [b]\ntitle: T\n---\n"
        )
    }

    /// A file without a list is told with the line of its front matter.
    @Test func whatCannotBeEditedHasALine() throws {
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", "\n---\n{title: T}\n---\n"))
        #expect { try file.bytes(listing: [other]) } throws: { ($0 as? InputProblem)?.line == 3 }
    }

    @Test(arguments: [
        "related:\n  - {title: X, url: /x/}\nrelated: []\n",
        "related: []\n\"related\":\n  - title: X\n    url: /x/\n",
    ])
    func twoListsAreRefused(_ lists: String) throws {
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", "---\ntitle: T\n\(lists)---\n"))
        #expect {
            try file.bytes(listing: [other])
        } throws: {
            let problem = $0 as? InputProblem
            return problem?.kind == .uneditable && problem?.line == 3
                && problem?.remedy.contains("keep one of the two") == true
        }
    }
}
