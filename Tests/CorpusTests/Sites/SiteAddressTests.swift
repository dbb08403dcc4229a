import Corpus
import TestSupport
import Testing

struct SiteAddressTests {
    @Test func hugo() throws {
        let found = try addresses(
            [
                "hugo.toml": """
                baseURL = "https://example.org/sub/"
                defaultContentLanguage = "en"
                [languages.en]
                [languages.de]
                [permalinks]
                news = "/:section/:year/:month/:slug/"
                [permalinks.page]
                notes = "/n/:contentbasename"
                """
            ],
            [
                "content/docs/First Page.md": page(),
                "content/docs/bundle/index.md": page(),
                "content/docs/slugged.md": page("slug: other"),
                "content/docs/own.md": page("url: /here/"),
                "content/docs/x.de.md": page(),
                "content/news/2024-05-06-story.md": page("date: 2024-05-06T23:30:00-08:00"),
                "content/notes/a.md": page(),
                "content/docs/_index.md": page(),
            ]
        )
        #expect(
            found == [
                "content/docs/First Page.md": "/sub/docs/first-page/",
                "content/docs/bundle/index.md": "/sub/docs/bundle/",
                "content/docs/slugged.md": "/sub/docs/other/",
                "content/docs/own.md": "/sub/here/",
                "content/docs/x.de.md": "/sub/de/docs/x/",
                "content/news/2024-05-06-story.md": "/sub/news/2024/05/a-title/",
                "content/notes/a.md": "/sub/n/a/",
                "content/docs/_index.md": "/sub/docs/",
            ]
        )
    }

    @Test(arguments: [
        ("", "/2024/05/06/my-story.html"), ("permalink: pretty", "/2024/05/06/my-story/"),
        ("permalink: ordinal", "/2024/127/my-story.html"), ("permalink: none", "/my-story.html"),
        ("permalink: /:i_month/:slug:output_ext\nbaseurl: /b", "/b/5/my-story.html"),
        ("permalink: /blog/:title", "/blog/my-story"),
    ])
    func jekyllStyles(_ settings: String, _ address: String) throws {
        let found = try addresses(
            ["_config.yml": "markdown: kramdown\n" + settings],
            ["_posts/2024-05-06-my-story.md": page()]
        )
        #expect(found == ["_posts/2024-05-06-my-story.md": address])
    }

    @Test func jekyllCollectionsCategoriesAndDefaults() throws {
        let settings = """
            collections:
              guides:
                output: true
                permalink: /g/:path/
              parts: {}
            defaults:
              - scope: {path: "", type: posts}
                values: {permalink: /news/:title/}
              - scope: {path: special}
                values: {permalink: /special/:title/}
            exclude: [left-out, notes.md]
            """
        let found = try addresses(
            ["_config.yml": settings],
            [
                "_guides/deep/one.md": page(),
                "_parts/two.md": page(),
                "_posts/2024-5-6-three.md": page(),
                "special/_posts/2024-05-06-four.md": page(),
                "cat/_posts/2024-05-06-five.md": page("permalink: /:categories/:title", "categories: A b"),
                "page.md": page(), "own.html": page("permalink: /mine/"),
                "left-out/six.md": page(), "notes.md": page(), "_layouts/seven.md": page(),
                "tool/index.html": page(),
            ]
        )
        #expect(
            found == [
                "_guides/deep/one.md": "/g/deep/one/", "_parts/two.md": "none",
                "_posts/2024-5-6-three.md": "/news/three/",
                "special/_posts/2024-05-06-four.md": "/special/four/",
                "cat/_posts/2024-05-06-five.md": "/cat/a/b/five", "page.md": "/page.html",
                "own.html": "/mine/", "tool/index.html": "/tool/",
            ]
        )
    }

    @Test func hexo() throws {
        let found = try addresses(
            [
                "_config.yml":
                    "permalink: news/:year/:i_month/:title/\nnew_post_name: :year-:month-:day-:title.md\nroot: /r/"
            ],
            [
                "source/_posts/2024-05-06-story.md": page(), "source/_posts/fixed.md": page("permalink: /f/"),
                "source/guide/index.md": page(), "source/guide/step.md": page(), "scaffolds/post.md": page(),
            ]
        )
        #expect(
            found == [
                "source/_posts/2024-05-06-story.md": "/news/2024/5/story/".prefixed("/r"),
                "source/_posts/fixed.md": "/r/f/", "source/guide/index.md": "/r/guide/",
                "source/guide/step.md": "/r/guide/step.html",
            ]
        )
    }

    @Test func zola() throws {
        func toml(_ lines: String) -> String { "+++\ntitle = \"T\"\n\(lines)\n+++\nText.\n" }
        let found = try addresses(
            [
                "config.toml":
                    "base_url = \"https://example.org/z\"\ndefault_language = \"en\"\n[languages.fr]\n"
            ],
            [
                "content/blog/2024-05-06-Été à Paris.md": toml(""),
                "content/blog/bundle/index.md": toml("slug = \"s\""),
                "content/blog/fixed.md": toml("path = \"a/b\""), "content/blog/x.fr.md": toml(""),
                "templates/t.md": toml(""),
            ]
        )
        #expect(
            found == [
                "content/blog/2024-05-06-Été à Paris.md": "/z/blog/ete-a-paris/",
                "content/blog/bundle/index.md": "/z/blog/s/", "content/blog/fixed.md": "/z/a/b/",
                "content/blog/x.fr.md": "/z/fr/blog/x/",
            ]
        )
    }

    @Test func docusaurus() throws {
        let settings = """
            const config = {
              // baseUrl: '/no/',
              baseUrl: '/base/',
              i18n: { defaultLocale: 'en', locales: ['en', 'de'] },
              presets: [['classic', { docs: { routeBasePath: 'manual' }, blog: { path: 'blog' } }]],
            };
            """
        let found = try addresses(
            ["docusaurus.config.js": settings],
            [
                "docs/01-start/02-install.md": page(), "docs/01-start/index.md": page(),
                "docs/a.md": page("id: named"), "docs/b.md": page("slug: /top"),
                "docs/7.0-release.md": page(),
                "blog/2024-05-06-story.md": page(), "blog/2024-05-07-folder/index.md": page(),
                "blog/c.md": page("slug: short"), "docs/_part.md": page(),
                "versioned_docs/version-1/a.md": page(),
                "i18n/de/docusaurus-plugin-content-blog/2024-05-06-story.md": page(),
                "i18n/de/docusaurus-plugin-content-docs/current/a.md": page(),
            ]
        )
        #expect(
            found == [
                "docs/01-start/02-install.md": "/base/manual/start/install",
                "docs/01-start/index.md": "/base/manual/start", "docs/a.md": "/base/manual/named",
                "docs/b.md": "/base/manual/top", "docs/7.0-release.md": "/base/manual/7.0-release",
                "blog/2024-05-06-story.md": "/base/blog/2024/05/06/story",
                "blog/2024-05-07-folder/index.md": "/base/blog/2024/05/07/folder",
                "blog/c.md": "/base/blog/short",
                "i18n/de/docusaurus-plugin-content-blog/2024-05-06-story.md":
                    "/base/de/blog/2024/05/06/story",
                "i18n/de/docusaurus-plugin-content-docs/current/a.md": "/base/de/manual/a",
            ]
        )
    }

    @Test func eleventy() throws {
        let found = try addresses(
            ["eleventy.config.js": "module.exports = { dir: { input: \"src\", includes: \"parts\" } }"],
            [
                "src/posts/2024-05-06-story.md": page(), "src/posts/posts.md": page(),
                "src/own.md": page("permalink: /mine/index.html"),
                "src/made.md": page("permalink: \"/x/{{ page.fileSlug }}/\""),
                "src/slugged.md": page("permalink: \"/y/{{ title | slugify }}/\""),
                "src/odd.md": page("permalink: \"/y/{{ n + 1 }}/\""), "src/parts/p.md": page(),
                "other.md": page(),
            ]
        )
        #expect(
            found == [
                "src/posts/2024-05-06-story.md": "/posts/story/", "src/posts/posts.md": "/posts/",
                "src/own.md": "/mine/", "src/made.md": "/x/made/", "src/slugged.md": "/y/a-title/",
                "src/odd.md": "none",
            ]
        )
    }

    /// GitHub's slugger: underscores and accents stay, dots go, and dashes stay as many as they are.
    @Test func astroNames() throws {
        let found = try addresses(
            ["astro.config.mjs": "", "src/pages/blog/[...slug].astro": ""],
            [
                "src/content/blog/snake_case.md": page(), "src/content/blog/v2.0 is out!.md": page(),
                "src/content/blog/Été à Paris/index.md": page(),
            ]
        )
        #expect(
            found == [
                "src/content/blog/snake_case.md": "/blog/snake_case/",
                "src/content/blog/v2.0 is out!.md": "/blog/v20-is-out/",
                "src/content/blog/Été à Paris/index.md": "/blog/été-à-paris/",
            ]
        )
    }

    @Test func mkDocs() throws {
        let settings = "site_url: !ENV [SITE, \"https://example.org/m/\"]\ntheme: {language: de}\n"
        let pages = ["docs/index.md": "", "docs/guide/README.md": page(), "docs/guide/step.md": ""]
        #expect(
            try addresses(["mkdocs.yml": settings], pages) == [
                "docs/index.md": "/m/", "docs/guide/README.md": "/m/guide/",
                "docs/guide/step.md": "/m/guide/step/",
            ]
        )
        #expect(
            try addresses(["mkdocs.yml": settings + "use_directory_urls: false"], pages) == [
                "docs/index.md": "/m/index.html", "docs/guide/README.md": "/m/guide/index.html",
                "docs/guide/step.md": "/m/guide/step.html",
            ]
        )
    }

    @Test func astroVitePressAndNext() throws {
        #expect(
            try addresses(
                ["astro.config.mjs": "export default defineConfig({ base: '/a' })"],
                ["src/content/blog/My Post.md": page(), "src/pages/now.mdx": page(), "x.md": page()]
            ) == ["src/content/blog/My Post.md": "none", "src/pages/now.mdx": "/a/now/"]
        )
        // Addresses are told where a file of the pages shows all entries; what none shows is no page.
        let routed = [
            "astro.config.mjs": "export default defineConfig({ base: '/a' })",
            "src/pages/blog/[...slug].astro": "", "src/pages/news/[year]/x.astro": "",
        ]
        #expect(
            try addresses(
                routed,
                [
                    "src/content/blog/My Post.md": page(), "src/content/news/n.md": page(),
                    "src/content/docs/d.md": page(),
                ]
            )
                == [
                    "src/content/blog/My Post.md": "/a/blog/my-post/", "src/content/news/n.md": "none",
                    "src/content/docs/d.md": "/a/d/",
                ]
        )
        #expect(
            try addresses(
                ["docs/.vitepress/config.ts": "export default { base: '/v/', cleanUrls: true }"],
                ["docs/guide/a.md": page(), "docs/index.md": page()],
                below: "docs"
            ) == ["guide/a.md": "/v/guide/a", "index.md": "/v/"]
        )
        #expect(
            try addresses(
                ["next.config.mjs": ""],
                ["pages/en/a.md": page(), "posts/b.md": page("permalink: /b/")]
            ) == ["pages/en/a.md": "/en/a", "posts/b.md": "/b/"]
        )
    }

    @Test func aFolderInsideASiteHasItsAddresses() throws {
        let found = try addresses(
            ["hugo.yaml": "baseURL: https://example.org/"],
            ["content/blog/2024/a.md": page(), "content/x.md": page()],
            below: "content/blog"
        )
        #expect(found == ["2024/a.md": "/blog/2024/a/"])
    }

    @Test func sitesBelowOneFolderAreToldApart() throws {
        let found = try addresses(
            ["docs/mkdocs.yml": "docs_dir: pages", "web/hugo.toml": "baseURL = \"/w/\""],
            ["docs/pages/a.md": "", "web/content/b.md": page(), "notes/c.md": page(), "notes/d.md": ""]
        )
        #expect(found == ["docs/pages/a.md": "/a/", "web/content/b.md": "/w/b/", "notes/c.md": "none"])
    }

    @Test func withoutASiteOnlyFrontMatterTells() throws {
        let found = try addresses(
            [:],
            [
                "a.md": page(), "b.md": page("permalink: /b/"), "c.md": page("url: https://x.example/"),
                "d.md": page("path: /d/"), "e.md": page("path: blog/2024/e"),
                "f.md": page("link: https://x.example/f"), "g.md": page("path: content/g.md"),
                "h.md": page("path: h", "link: See [h](/h)"), "i.md": page("permalink: /:year/i/"),
            ]
        )
        #expect(
            found == [
                "a.md": "none", "b.md": "/b/", "c.md": "https://x.example/", "d.md": "/d/",
                "e.md": "/blog/2024/e", "f.md": "https://x.example/f", "g.md": "none", "h.md": "none",
                "i.md": "none",
            ]
        )
    }
}

extension String {
    fileprivate func prefixed(_ prefix: String) -> String { prefix + self }
}
