import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Whose work a list is, and what may take its place.
@Suite struct ListOwnerTests {
    private let page = Article(
        id: "b.md",
        title: "B",
        published: PublicationDate("2021-03-02"),
        page: ArticlePage(path: "b.md", url: "/b/")
    )

    private func owner(_ list: String, _ style: ListStyle = .standard) throws -> ListOwner {
        let file = try #require(try MarkdownFile(Array("---\ntitle: A\n\(list)\n---\n".utf8), path: "a.md"))
        return try file.owner(ofListIn: style)
    }

    @Test(arguments: [
        "related: [/blog/2017/x/]", "related: [a.md, b.md]", "related:\n- 5", "related: one", "related: true",
        "related:\n  title: T\n  url: /t/", "related:\n  - slug: x", "related:\n  - {name: N, link: /n/}",
        "related:\n  - title: T", "related:\n  - {title: T, url: /t/, note: mine}", "related: [[a]]",
        "related:\n  - {title: T, url: /t/}\n  - /other/", "related:\n  - title: T\n    type: x",
        "related:\n  - {title: T, url: /t/, tier: premium}", "related:\n  - {title: T, tier: fallback}",
    ])
    func whatDoesNotLookMachineMadeIsAPersons(list: String) throws {
        #expect(try owner(list) == .person)
        let text = "---\ntitle: A\n\(list)\n---\n"
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", text))
        for articles in [[page], []] {
            #expect {
                try file.bytes(listing: articles)
            } throws: {
                let problem = $0 as? InputProblem
                return problem?.kind == .authored && problem?.severity == .warning && problem?.line == 3
            }
        }
        // Nothing never takes its place, whatever was asked.
        #expect { try file.bytes(listing: [], replacing: .everything) } throws: {
            ($0 as? InputProblem)?.kind == .authored
        }
        let replaced = try #require(try file.bytes(listing: [page], replacing: .everything))
        #expect(
            String(decoding: replaced, as: UTF8.self)
                == "---\ntitle: A\nrelated:\n  - title: \"B\"\n    url: \"/b/\"\n    publishedDateTime: 2021-03-02\n---\n"
        )
        // The article is read all the same.
        #expect(
            try MarkdownFile(Array(text.utf8), path: "a.md")?.article(relativePath: "a.md") { _ in }.title
                == "A"
        )
    }

    @Test(arguments: [
        "related:\n  - {title: T, url: /t/}",
        "related:\n  - title: T\n    path: t.md\n  - title: U\n    id: u",
        "related:\n  - title: T\n    sourceUrl: u\n    ampUrl: v\n    provider: {name: N}",
        "related:\n  - title: T\n    excerpt: E\n    publishedDateTime: 2021-03-02",
        "related:\n  - {title: T, url: /t/, tier: fallback}",
    ])
    func whatProgramsWriteIsReplaced(list: String) throws {
        let folder = try TemporaryFolder()
        #expect(try owner(list) == .machine)
        let file = try ArticleFile(path: try folder.write("a.md", "---\ntitle: A\n\(list)\n---\n"))
        #expect(try file.bytes(listing: []) == Array("---\ntitle: A\nrelated: []\n---\n".utf8))
    }

    /// What tops a list up says so, in every language, and is replaced and read back like anything else.
    @Test(arguments: [
        ("---\ntitle: A\n", "---\n", "\n    tier: fallback\n"),
        ("+++\ntitle = 'A'\n", "+++\n", "tier = \"fallback\""),
        ("{\"title\": \"A\"", "}\n", "\"tier\": \"fallback\""),
    ])
    func fallbackEntriesAreMarked(start: String, end: String, mark: String) throws {
        let folder = try TemporaryFolder()
        var other = page
        (other.id, other.title, other.provider) = ("c.md", "C", Provider(name: "N", domain: "n.example"))
        other.links = ArticleLinks(web: "https://n.example/c")
        let path = try folder.write("a.md", start + end + "Body\n")
        let file = try ArticleFile(path: path)
        let bytes = try #require(try file.bytes(listing: [page, other], fallback: ["c.md"]))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.ranges(of: mark).count == 1 && text.contains("fallback"))
        #expect(text.range(of: "fallback")!.lowerBound > text.range(of: "n.example")!.lowerBound)

        try folder.write("a.md", bytes)
        let marked = try ArticleFile(path: path)
        #expect(try marked.owner(ofListIn: .standard) == .machine)
        #expect(try marked.bytes(listing: [page, other], fallback: ["c.md"]) == nil)
        let lists = ExistingLists(in: [path]).entries.values.first
        #expect(lists?.map(\.isFallback) == [false, true] && lists?.map(\.title) == ["B", "C"])
        // Only the mark differs, and that is a difference.
        let plain = try #require(try marked.bytes(listing: [page, other]))
        #expect(!String(decoding: plain, as: UTF8.self).contains("tier"))
        #expect(try ArticleFile(path: folder.write("b.md", plain)).bytes(listing: [page, other]) == nil)
        // A list of texts has no place for it.
        let paths = try #require(
            try file.bytes(listing: [page, other], fallback: ["c.md"], style: ListStyle(form: .paths))
        )
        #expect(!String(decoding: paths, as: UTF8.self).contains("fallback"))
    }

    @Test func noListIsNobodys() throws {
        for list in ["x: 1", "related:", "related: []", "related: ~"] { #expect(try owner(list) == .none) }
        for text in ["+++\ntitle = 'A'\nrelated = []\n+++\n", "{\"title\": \"A\", \"related\": null}\n"] {
            #expect(
                try #require(try MarkdownFile(Array(text.utf8), path: "a")).owner(ofListIn: .standard)
                    == .none
            )
        }
    }

    @Test func textsAreAMachinesWhereKindredWroteThem() throws {
        for form in [ListStyle.Form.paths, .urls, .ids] {
            let style = ListStyle(form: form)
            #expect(try owner("related: [a.md]", style) == .person)
            let file = try #require(
                try MarkdownFile(Array("---\ntitle: A\nrelated: [a.md, b.md]\n---\n".utf8), path: "a.md")
            )
            for (texts, owner) in [
                (["a.md", "b.md"], ListOwner.machine), (["a.md"], .person), (["b.md", "a.md"], .person),
            ] {
                let written = ListStyle.fingerprint(of: texts)
                #expect(try file.owner(ofListIn: style, written: written) == owner)
            }
            #expect(try owner("related:\n  - {title: T, url: /t/}", style) == .machine)
            #expect(try owner("related: one", style) == .person)
            #expect(try owner("related:\n  - slug: x", style) == .person)
        }
        let titles = ListStyle(fields: try #require(EntryFields([.title])))
        #expect(try owner("related:\n  - title: T", titles) == .machine)
        #expect(try owner("related:\n  - title: T\n    type: x", titles) == .person)
        let other = try #require(ListStyle(key: "extra.more"))
        #expect(try owner("related: [x]\nextra:\n  more:\n    - x", other) == .person)
        #expect(try owner("related: [x]\nextra: 1", other) == .none)
    }

    @Test func theRightListOfAPersonsFormStays() throws {
        let folder = try TemporaryFolder()
        let text = "---\ntitle: A\nrelated:\n  - \"b.md\"\n---\n"
        let file = try ArticleFile(path: try folder.write("a.md", text))
        let paths = ListStyle(form: .paths)
        #expect(try file.bytes(listing: [page], style: paths) == nil)
    }

    // MARK: - Styles

    @Test func formsOfAList() throws {
        func written(_ style: ListStyle, _ article: Article) throws -> String {
            let file = try #require(try MarkdownFile(Array("---\ntitle: A\n---\n".utf8), path: "a.md"))
            let bytes = try file.replacingRelated(with: [article], style: style)
            return String(String(decoding: bytes, as: UTF8.self).dropFirst(13).dropLast(4))
        }
        let bare = Article(id: "x: 1", title: "B")
        let web = Article(id: "w", title: "W", links: ArticleLinks(web: "https://w.example/"))
        for (form, expected) in [
            (ListStyle.Form.paths, ["b.md", "x: 1", "w"]), (.urls, ["/b/", "x: 1", "https://w.example/"]),
            (.ids, ["b.md", "x: 1", "w"]),
        ] {
            for (article, text) in zip([page, bare, web], expected) {
                #expect(try written(ListStyle(form: form), article) == "related:\n  - \"\(text)\"\n")
            }
        }
        #expect(try written(.standard, bare) == "related:\n  - title: \"B\"\n    id: \"x: 1\"\n")
        var unaddressed = page
        unaddressed.page.url = nil
        #expect(
            try written(.standard, unaddressed)
                == "related:\n  - title: \"B\"\n    path: \"b.md\"\n    publishedDateTime: 2021-03-02\n"
        )
        #expect(
            try written(.standard, web) == "related:\n  - title: \"W\"\n    webUrl: \"https://w.example/\"\n"
        )
        let fields = try #require(EntryFields([.id, .path, .url, .title]))
        #expect(
            try written(ListStyle(fields: fields), page)
                == "related:\n  - id: \"b.md\"\n    path: \"b.md\"\n    url: \"/b/\"\n    title: \"B\"\n"
        )
        #expect(
            try written(try #require(ListStyle(key: "extra.more list")), bare)
                == "extra:\n  more list:\n    - title: \"B\"\n      id: \"x: 1\"\n"
        )
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "a\nb", String(repeating: "x", count: 129), "a.b.c.d.e.f.g.h.i",
    ])
    func keysThatNoListCanHave(key: String) { #expect(ListStyle(key: key) == nil) }

    @Test func entriesAreBounded() throws {
        let long = String(repeating: "é", count: 500_000)
        let article = Article(
            id: "i",
            title: long,
            excerpt: long,
            links: ArticleLinks(web: "https://a.example/", amp: long),
            type: long,
            provider: Provider(name: long, domain: "d.example"),
            images: Array(repeating: ArticleImage(url: "u"), count: 1000) + [ArticleImage(url: long)]
        )
        let file = try #require(try MarkdownFile(Array("---\ntitle: A\n---\n".utf8), path: "a.md"))
        let bytes = try file.replacingRelated(with: [article])
        #expect(bytes.count < 5000)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.contains("…\"\n    webUrl: \"https://a.example/\"\n    provider:\n      domain: d.example\n")
        )
    }

    // MARK: - Misspelt keys

    @Test(arguments: [
        ("relatedlocked", "relatedLocked"), ("related_locked", "relatedLocked"),
        ("related-locked", "relatedLocked"),
        ("relatedPinnd", "relatedPinned"), ("Related_Exclude", "relatedExcluded"),
        ("RELATEDLOCKED", "relatedLocked"),
        ("relatedPinnned", "relatedPinned"), ("relatedLocket", "relatedLocked"),
    ])
    func nearMissesOfEditorialKeysLock(key: String, meant: String) throws {
        let folder = try TemporaryFolder()
        for text in [
            "---\ntitle: A\n\(key): x\n---\n", "+++\ntitle = 'A'\n\(key) = 'x'\n+++\n",
            "{\"title\": \"A\",\n\n\"\(key)\": \"x\"}\n",
        ] {
            let path = try folder.write("a.md", text)
            let file = try ArticleFile(path: path)
            #expect(try file.isLocked)
            #expect { try file.bytes(listing: [page]) } throws: { ($0 as? InputProblem)?.kind == .locked }
            var problems: [InputProblem] = []
            let article = try MarkdownFile(file.bytes, path: path)?.article(relativePath: "a") {
                problems.append($0)
            }
            #expect(article?.choices.isLocked == true)
            let problem = try #require(problems.first)
            #expect(problem.kind == .badChoice && problem.line == 3 && problem.remedy.contains("`\(meant)`"))
        }
    }

    @Test(arguments: [
        "related_posts", "relatedPinnedBy", "related", "relatedness", "relatedLink", "unrelatedLocked",
    ])
    func otherKeysDoNot(key: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n\(key): []\n---\n")
        #expect(try !ArticleFile(path: path).isLocked)
    }
}
