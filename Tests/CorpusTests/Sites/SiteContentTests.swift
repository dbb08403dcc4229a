import Corpus
import Foundation
import TestSupport
import Testing

struct SiteContentTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func contents(_ name: String = "") -> CorpusContents {
        CorpusContents(reading: [name.isEmpty ? folder.path : folder.path(name)])
    }

    private func article(_ name: String) throws -> Article {
        try #require(contents().articles.first { $0.page.path == name })
    }

    // MARK: - Without front matter

    @Test(arguments: [
        ("# The *first* [heading](x) {#id}\n\nText", "The *first* heading"),
        ("Setext\n======\nText", "Setext"), ("## Begins lower\nText", "Begins lower"),
        ("```\n# code\n```\nText\n# Later", "Later"), ("<!-- # no -->\n# Yes", "Yes"),
        ("Prose\n\n## A part", "My post"), ("Only prose", "My post"),
    ])
    func titleAndDateOfPlainMarkdown(_ text: String, _ title: String) throws {
        try folder.write("2024-05-06-my-post.md", text)
        let article = try article("2024-05-06-my-post.md")
        #expect(article.title == title)
        #expect(article.published?.text == "2024-05-06")
        #expect(article.id == "2024-05-06-my-post.md")
        #expect(contents().problems.isEmpty)
    }

    @Test(arguments: [
        ("2024-05-06-x.md", "2024-05-06"), ("2024/05/06/x/index.md", "2024-05-06"),
        ("2024-05-06/x.md", "2024-05-06"),
        ("20240506-x.md", "2024-05-06"), ("2024-5-6-x.md", "2024-05-06"), ("2024_05_06_x.md", "2024-05-06"),
        ("2024-05-06.md", "2024-05-06"), ("2024-13-06-x.md", nil), ("12345678-x.md", nil),
        ("2024-05-report.md", nil),
        ("x-2024-05-06.md", nil), ("2024/05/x.md", nil), ("192.168.1.md", nil),
    ])
    func datesOfNames(_ name: String, _ date: String?) throws {
        try folder.write(name, "---\ntitle: T\n---\n")
        #expect(try article(name).published?.text == date)
        // What front matter says counts.
        try folder.write(name, "---\ntitle: T\ndate: 2020-01-01\n---\n")
        #expect(try article(name).published?.text == "2020-01-01")
    }

    @Test func aTitleIsTakenFromElsewhereAndSaidSo() throws {
        try folder.write("my-story.md", "---\ntags: [x]\n---\nText\n")
        try folder.write(
            "other.html",
            "---\ntags: [x]\n---\n<div><h1 class=\"a\">Of <b>HTML</b></h1></div>\n"
        )
        #expect(contents().articles.map(\.title) == ["My story", "Of HTML"])
        #expect(contents().problems.map(\.kind) == [.assumedTitle])
        #expect(contents().problems.allSatisfy { $0.severity == .warning })
    }

    // MARK: - What is no article

    @Test func whatIsPassedOverIsCountedByReason() throws {
        try folder.write("a.md", "---\ntitle: A\n---\n")
        for name in ["README.md", "CHANGELOG.md", "sub/CONTRIBUTING.md", "CODE_OF_CONDUCT.md"] {
            try folder.write(name, "# Of the project\n")
        }
        for name in ["node_modules/m/a.md", "templates/t.md", "vendor/v.md", "_includes/i.html"] {
            try folder.write(name, "---\ntitle: No\n---\n")
        }
        try folder.write("bare.html", "<p>Text</p>")
        try folder.write("moved.html", "<meta http-equiv=\"refresh\" content=\"0; url=/x\">")
        try folder.write("empty.md", " \n\n")
        try folder.write("other.rst", "Text")
        try folder.write(".hidden.md", "---\ntitle: No\n---\n")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("loop"),
            withDestinationPath: folder.path
        )
        let found = contents()
        #expect(found.articles.map(\.title) == ["A"])
        #expect(found.problems.isEmpty)
        let counts = Dictionary(uniqueKeysWithValues: found.passedOver.counts.map { ($0.reason, $0.count) })
        #expect(
            counts == [
                .projectFile: 4, .template: 4, .noFrontMatter: 1, .redirect: 1, .empty: 1, .otherFormat: 1,
                .hidden: 1,
                .symbolicLink: 1,
            ]
        )
    }

    @Test func whatIsNamedItselfIsAnArticle() throws {
        try folder.write("README.md", "# About us\n")
        try folder.write("templates/t.md", "# Named\n")
        #expect(contents("README.md").articles.map(\.title) == ["About us"])
        #expect(contents("templates").articles.map(\.title) == ["Named"])
    }

    @Test func aSitesContentMayHaveAnyNames() throws {
        try folder.write("hugo.toml", "")
        try folder.write("content/templates/public.md", "---\ntitle: A\n---\n")
        try folder.write("layouts/x.html", "---\ntitle: No\n---\n")
        try folder.write("notes.md", "# No\n")
        let found = contents()
        #expect(found.articles.map(\.title) == ["A"])
        #expect(found.passedOver.map(\.reason) == [.template, .outsideContent])
    }

    @Test func aNamedFolderOutsideASitesContentIsMeant() throws {
        try folder.write("hugo.toml", "")
        try folder.write("content/a.md", "# A\n")
        try folder.write("notes/b.md", "# B\n")
        #expect(contents("notes").articles.map(\.title) == ["B"])
    }

    // MARK: - Kinds and drafts

    @Test(arguments: [
        ("posts/story.md", "", ArticlePage.Kind.article), ("posts/story.md", "layout: redirect", .redirect),
        ("posts/story.md", "redirect_to: /x", .redirect), ("about.md", "", .index),
        ("about/index.md", "", .index),
        ("guide/about.md", "", .article), ("tags/swift.md", "", .index), ("authors/ann.md", "", .index),
        ("search.md", "", .index), ("x.md", "layout: archive", .index), ("x.md", "type: section", .index),
        ("_index.md", "", .index), ("guide/_index.md", "", .index), ("index.md", "", .index),
        ("guide/index.md", "", .index), ("guide/index/a.md", "", .article),
        ("x.md", "pagination: {data: collections.posts}", .index), ("x.md", "type: video", .article),
    ])
    func kindsOfPages(_ name: String, _ line: String, _ kind: ArticlePage.Kind) throws {
        try folder.write(name, "---\ntitle: T\n\(line)\n---\n")
        #expect(try article(name).page.kind == kind)
    }

    @Test func pagesWithoutAddressAreNotListed() throws {
        try folder.write("_config.yml", "collections: {people: {output: false}, guides: {output: true}}")
        for name in ["_people/a.md", "_guides/b.md", "_pages/c.md"] {
            try folder.write(name, "---\ntitle: T\n---\n")
        }
        #expect(try article("_people/a.md").page.kind == .index)
        #expect(try article("_guides/b.md").page.kind == .article)
        #expect(try article("_pages/c.md").page.kind == .index)
    }

    @Test func draftFolders() throws {
        for name in ["_drafts/a.md", "x/drafts/b.md", "c.md"] {
            try folder.write(name, "---\ntitle: T\n---\n")
        }
        try folder.write("drafts/d.md", "---\ntitle: T\npublished: true\n---\n")
        #expect(try article("_drafts/a.md").isPublished == false)
        #expect(try article("x/drafts/b.md").isPublished == false)
        #expect(try article("c.md").isPublished == nil)
        #expect(try article("drafts/d.md").isPublished == true)
    }

    // MARK: - Languages

    @Test func languagesOfFoldersAndNames() throws {
        for name in ["en/a.md", "zh-cn/a.md", "pt_BR/a.md", "en/b.de.md", "en/b.md"] {
            try folder.write(name, "---\ntitle: T\n---\n")
        }
        try folder.write("en/c.md", "---\ntitle: T\nlanguage: fr\n---\n")
        let languages = Dictionary(
            uniqueKeysWithValues: contents().articles.map { ($0.page.path ?? "", $0.language) }
        )
        #expect(
            languages == [
                "en/a.md": "en", "zh-cn/a.md": "zh-CN", "pt_BR/a.md": "pt-BR", "en/b.de.md": "de",
                "en/b.md": "en",
                "en/c.md": "fr",
            ]
        )
        #expect(try article("en/a.md").page.translationKey == article("zh-cn/a.md").page.translationKey)
        #expect(try article("en/b.md").page.translationKey == article("en/b.de.md").page.translationKey)
        #expect(try article("en/a.md").page.translationKey != article("en/b.md").page.translationKey)
    }

    /// `jean.de-metz.md` and `socket.io.md` are names, and `cs/` beside `maths/` is a subject.
    @Test func whatOnlyLooksLikeALanguage() throws {
        for name in [
            "jean.de-metz.md", "socket.io.md", "cs/a.md", "maths/a.md", "art/a.md", "node.js.md", "v1.is.md",
        ] {
            try folder.write(name, "---\ntitle: T\n---\n")
        }
        #expect(contents().articles.allSatisfy { $0.language == nil && $0.page.translationKey == nil })
        #expect(contents().articles.count == 7)
    }

    @Test func aSitesLanguages() throws {
        try folder.write("hugo.toml", "defaultContentLanguage = \"de\"\n[languages.de]\n[languages.fr]\n")
        for name in ["content/a.md", "content/a.fr.md", "content/fr/b.md", "content/b.md"] {
            try folder.write(name, "---\ntitle: T\n---\n")
        }
        #expect(try article("content/a.md").language == "de")
        #expect(try article("content/a.fr.md").language == "fr")
        #expect(try article("content/fr/b.md").language == "fr")
        #expect(
            try article("content/fr/b.md").page.translationKey == article("content/b.md").page.translationKey
        )
    }

    @Test func authorsSayWhatIsATranslation() throws {
        try folder.write("one.md", "---\ntitle: A\ntranslationKey: k\n---\n")
        try folder.write("zwei.md", "---\ntitle: B\ntranslationKey: k\n---\n")
        #expect(try article("one.md").page.translationKey != nil)
        #expect(try article("one.md").page.translationKey == article("zwei.md").page.translationKey)
    }

    // MARK: - Hostile

    @Test func settingsThatAreNoSettings() throws {
        try folder.write("content/a.md", "# A\n")
        for text in [
            String(repeating: "[", count: 20_000), String(repeating: "a:\n ", count: 20_000), "\u{0}",
            "- a\n- b",
            "baseURL: [1, 2]\nlanguages: 3\npermalinks: [x]\nmodule: {mounts: 7}",
            String(repeating: "x", count: 2 << 20),
        ] {
            try folder.write("hugo.yaml", text)
            #expect(contents().articles.map(\.page.url) == ["/a/"])
        }
    }

    @Test func settingsBehindALinkAreNotRead() throws {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("hugo.toml", "baseURL = \"/theirs/\"")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("hugo.toml"),
            withDestinationPath: elsewhere.path("hugo.toml")
        )
        try folder.write("content/a.md", "# A\n")
        #expect(contents().articles.map(\.page.url) == [nil])
    }

    @Test func permalinksOfAnyForm() throws {
        for pattern in [
            "/:nothing/", ":", "::::", "/:title:title/:", "/:sections[1:]/:title", "/:sections[/",
        ] {
            try folder.write("hugo.yaml", "permalinks: {p: \"\(pattern)\"}")
            try folder.write("content/p/a.md", "# A\n")
            let url = contents().articles.first?.page.url
            #expect(url == nil || url!.hasPrefix("/"))
        }
    }
}
