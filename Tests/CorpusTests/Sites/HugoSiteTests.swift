import Corpus
import TestSupport
import Testing

/// Hugo's settings in pieces, addresses by section and kind, and bundles.
struct HugoSiteTests {
    @Test func settingsInPieces() throws {
        let found = try addresses(
            [
                "config/_default/hugo.toml":
                    "baseURL = \"https://example.org/\"\ndefaultContentLanguage = \"en\"",
                "config/_default/languages.en.toml": "contentDir = \"content/english\"",
                "config/_default/languages.pt-br.toml": "contentDir = \"content/brasil\"",
                "config/_default/permalinks.yaml": "news: /n/:contentbasename/",
                "config/_default/params.toml": "permalinks = 7",
                "config/production/config.toml": "baseURL = \"https://example.org/live/\"",
            ],
            [
                "content/english/news/a.md": page(), "content/english/b.md": page(),
                "content/brasil/news/a.md": page(), "content/other/c.md": page(), "README.md": page(),
            ]
        )
        #expect(
            found == [
                "content/english/news/a.md": "/live/n/a/", "content/english/b.md": "/live/b/",
                "content/brasil/news/a.md": "/live/pt-br/n/a/",
            ]
        )
    }

    @Test func oneFileForAllLanguages() throws {
        let found = try addresses(
            [
                "hugo.toml": "defaultContentLanguage = \"en\"",
                "config/_default/languages.toml": "[en]\nweight = 1\n[de]\nweight = 2\n",
            ],
            ["content/a.md": page(), "content/a.de.md": page(), "content/de/b.md": page()]
        )
        #expect(
            found == ["content/a.md": "/a/", "content/a.de.md": "/de/a/", "content/de/b.md": "/de/b/"]
        )
    }

    @Test func addressesBySectionAndKind() throws {
        let found = try addresses(
            [
                "hugo.toml": """
                [uglyURLs]
                post = true
                [permalinks]
                post = "/:year/:month/:day/:slug/"
                [permalinks.page]
                tools = "/t/:slug"
                [permalinks.section]
                tools = "/all-tools/"
                """
            ],
            [
                "content/post/2015-6-4-x.md": page("date: 2015-06-04", "slug: certs"),
                "content/docs/a.md": page(), "content/tools/b.md": page("slug: b"),
                "content/tools/_index.md": page(),
            ]
        )
        #expect(
            found == [
                "content/post/2015-6-4-x.md": "/2015/06/04/certs.html", "content/docs/a.md": "/docs/a/",
                "content/tools/b.md": "/t/b/", "content/tools/_index.md": "/all-tools/",
            ]
        )
        #expect(
            try addresses(["hugo.toml": "uglyURLs = true"], ["content/docs/a.md": page()])
                == ["content/docs/a.md": "/docs/a.html"]
        )
    }

    @Test func whatSettingsGiveToPagesBelowAFolder() throws {
        let site = try TemporaryFolder()
        try site.write(
            "hugo.toml",
            """
            [[cascade]]
            draft = true
            [cascade.target]
            path = "/wip/**"
            [[cascade]]
            [cascade._target]
            path = "{/parts/**,/bits/**}"
            [cascade._build]
            render = "never"
            [[cascade]]
            type = "list"
            [cascade.target]
            path = "/some*"
            """
        )
        for name in ["wip/a.md", "parts/b.md", "bits/deep/c.md", "something/d.md"] {
            try site.write("content/" + name, page())
        }
        let articles = CorpusContents(reading: [site.path]).articles
        func article(_ name: String) -> Article? { articles.first { $0.page.path == "content/" + name } }
        #expect(article("wip/a.md")?.isPublished == false)
        #expect(article("parts/b.md")?.page.kind == .index)
        #expect(article("bits/deep/c.md")?.page.url == nil)
        #expect(article("something/d.md")?.page.kind == .article)
        #expect(article("something/d.md")?.isPublished == nil)
    }

    /// With an `index` file a folder is one page, in Hugo and in Zola; above all of them lies the site's own.
    @Test(arguments: ["hugo.toml", "config.toml"])
    func partsOfBundlesAreNoPages(_ settings: String) throws {
        let site = try TemporaryFolder()
        try site.write(settings, "base_url = \"https://example.org/\"")
        let page = "+++\ntitle = \"A title\"\n+++\nText.\n"
        for name in [
            "post/x/index.md", "post/x/other.md", "post/x/deep/more.md", "post/x/index.de.md", "post/y.md",
            "index.md", "z.md",
        ] {
            try site.write("content/" + name, page)
        }
        let found = CorpusContents(reading: [site.path])
        #expect(
            Set(found.articles.compactMap(\.page.path))
                == Set(
                    ["post/x/index.md", "post/x/index.de.md", "post/y.md", "index.md", "z.md"].map {
                        "content/" + $0
                    }
                )
        )
        #expect(found.passedOver.map(\.reason) == [.partOfPage, .partOfPage])
    }
}
