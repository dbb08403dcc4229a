import Corpus
import TestSupport
import Testing

/// What the names of posts, and data files beside pages, say of them.
struct GeneratorDataTests {
    @Test func jekyllsPostsNeedADate() throws {
        let site = try TemporaryFolder()
        try site.write("_config.yml", "title: x")
        for name in [
            "_posts/2024-05-06-a.md", "_posts/undated.md", "blog/_posts/2024_05_07_b.md",
            "_drafts/undated.md",
        ] {
            try site.write(name, page())
        }
        let found = CorpusContents(reading: [site.path])
        #expect(found.articles.compactMap(\.page.path) == ["_drafts/undated.md", "_posts/2024-05-06-a.md"])
        #expect(found.articles.map(\.isPublished) == [false, nil])
        #expect(found.passedOver.map(\.reason) == [.undatedPost, .undatedPost])
    }

    @Test(arguments: [
        ("permalink: /:categories/:title/", "/g%C3%A4rten%20und%20teiche/caf%C3%A9_v1.0/"),
        ("permalink: /:slugified_categories/:slug/", "/g%C3%A4rten-und-teiche/caf%C3%A9-v1-0/"),
    ])
    func jekyllEncodesAddresses(_ settings: String, _ address: String) throws {
        let found = try addresses(
            ["_config.yml": settings],
            ["_posts/2024-05-06-café_v1.0.md": page("categories: [Gärten und Teiche]")]
        )
        #expect(found == ["_posts/2024-05-06-café_v1.0.md": address])
    }

    @Test func eleventysDataFiles() throws {
        let site = try TemporaryFolder()
        try site.write(".eleventy.js", "module.exports = { dir: { input: \"src\" } }")
        try site.write(
            "src/posts/posts.json",
            "{\"tags\": [\"writing\"], \"permalink\": \"/p/{{ page.fileSlug }}/\"}"
        )
        try site.write("src/posts/b.11tydata.json", "{\"draft\": true, \"tags\": \"own\"}")
        try site.write("src/parts/parts.11tydata.json", "{\"permalink\": false}")
        for name in ["posts/a.md", "posts/b.md", "parts/c.md"] { try site.write("src/" + name, page()) }
        try site.write("src/posts/deep/d.md", page("permalink: /own/", "tags: [Writing]"))
        try site.write("src/off.md", page("permalink: false"))
        let articles = CorpusContents(reading: [site.path]).articles
        func article(_ name: String) -> Article? { articles.first { $0.page.path == "src/" + name } }
        #expect(article("posts/a.md")?.page.url == "/p/a/")
        #expect(article("posts/a.md")?.topics == ["writing"])
        #expect(article("posts/b.md")?.topics == ["writing", "own"])
        #expect(article("posts/b.md")?.isPublished == false)
        #expect(article("posts/deep/d.md")?.page.url == "/own/")
        #expect(article("posts/deep/d.md")?.topics == ["Writing"])
        for name in ["parts/c.md", "off.md"] {
            #expect(article(name)?.page.url == nil)
            #expect(article(name)?.page.kind == .index)
        }
        // Another value in them is another article.
        let before = SourceListing([site.path]).siteFingerprint
        try site.write("src/posts/b.11tydata.json", "{\"draft\": false}")
        #expect(SourceListing([site.path]).siteFingerprint != before)
    }

    /// Beside the content of any generator, what tells about the project is no page.
    @Test(arguments: [
        ("hugo.toml", "content/a.md"), ("_config.yml", "_posts/2024-05-06-a.md"), ("mkdocs.yml", "docs/a.md"),
        ("docusaurus.config.js", "docs/a.md"), ("astro.config.mjs", "src/content/docs/a.md"),
        ("eleventy.config.js", "a.md"), (".vitepress/config.ts", "a.md"), ("next.config.js", "pages/a.md"),
        ("gatsby-config.js", "src/a.md"),
    ])
    func whatLiesBesideTheContent(_ settings: String, _ article: String) throws {
        let site = try TemporaryFolder()
        try site.write(settings, "")
        try site.write(article, page())
        for name in [
            "README.md", "CONTRIBUTING.md", ".github/ISSUE_TEMPLATE.md", "node_modules/x/readme.md",
            "themes/t/page.md", "layouts/l.md", "archetypes/default.md",
        ] {
            try site.write(name, name.hasSuffix("E.md") ? "# Read me\n" : page())
        }
        // Also with front matter, where a program makes the pages.
        let isOfProgram = settings.hasPrefix("next") || settings.hasPrefix("gatsby")
        try site.write("CONTRIBUTING.md", isOfProgram ? page() : "# How to contribute\n")
        let found = CorpusContents(reading: [site.path])
        #expect(found.articles.compactMap(\.page.path) == [article])
        #expect(found.passedOver.count >= 5)
    }

    @Test func formatsThatAreNotReadAreCounted() throws {
        let site = try TemporaryFolder()
        try site.write("a.md", page())
        for name in ["b.rst", "c.smd", "d.njk", "e.mdoc", "f.adoc", "g.org", "h.ipynb", "i.txt", "j.RST"] {
            try site.write(name, "Text")
        }
        let summary = CorpusContents(reading: [site.path]).passedOver.summary
        #expect(
            summary
                == "passed over: 9 in formats that are not read (.adoc, .ipynb, .mdoc, .njk, .org, .rst, .smd, .txt)"
        )
    }

    @Test func sectionsWithoutText() throws {
        let site = try TemporaryFolder()
        try site.write("guide/index.md", "---\ntitle: Guide\n---\n\n")
        try site.write("other/index.md", page())
        let kinds = CorpusContents(reading: [site.path]).articles.map(\.page.kind)
        #expect(kinds == [.index, .article])
    }
}
