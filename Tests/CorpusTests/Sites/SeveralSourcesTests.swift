import Corpus
import TestSupport
import Testing

/// Articles of several sites, or of a site and its feed, in one corpus.
@Suite struct SeveralSourcesTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            "a/hugo.toml",
            "baseURL = \"https://a.example/sub/\"\ntitle = \"A\"\ntheme = \"x\"\n"
        )
        try folder.write("a/content/news/ferry.md", "---\ntitle: Ferry stops\n---\nText\n")
        try folder.write(
            "b/hugo.toml",
            "baseURL = \"https://www.b.example/\"\ntitle = \"B\"\ntheme = \"x\"\n"
        )
        try folder.write("b/content/news/pier.md", "---\ntitle: Pier collapses\n---\nText\n")
        try folder.write(
            "feed.xml",
            """
            <rss><channel><link>https://a.example/sub/</link>
            <item><title>Ferry stops</title><link>http://a.example/sub/news/ferry/?utm_source=rss</link><guid>7</guid></item>
            <item><title>Elsewhere</title><link>https://a.example/sub/news/else/</link></item></channel></rss>
            """
        )
        return folder
    }

    private func articles(_ paths: [String], in folder: TemporaryFolder) -> CorpusContents {
        CorpusContents(reading: paths.map { folder.path($0) })
    }

    @Test func aSiteAndItsFeedKnowTheirPages() throws {
        let contents = articles(["a/content", "feed.xml"], in: try folder())
        let (ferry, copy, other) = (contents.articles[0], contents.articles[1], contents.articles[2])
        #expect(ferry.sharesPage(with: copy) && !ferry.sharesPage(with: other))
        // Lists of one's own site show pages as they always did.
        #expect(ferry.page.url == "/sub/news/ferry/" && ferry.links.primary == nil)
        #expect(
            ferry.origin?.path.hasSuffix("ferry.md") == true
                && copy.origin?.path.hasSuffix("feed.xml") == true
        )
        #expect(contents.problems.map(\.kind) == [.sharedURL])
    }

    @Test func pagesOfOtherSitesHaveWholeAddresses() throws {
        let contents = articles(["a/content", "b/content"], in: try folder())
        #expect(
            contents.articles.map(\.page.url) == [
                "https://a.example/sub/news/ferry/", "https://www.b.example/news/pier/",
            ]
        )
    }

    @Test func aSiteAloneIsReadAsBefore() throws {
        let article = try #require(articles(["a/content"], in: try folder()).articles.first)
        #expect(article.links == ArticleLinks() && article.page.url == "/sub/news/ferry/")
    }

    @Test func whatAnAuthorSaysOfThePageCounts() throws {
        let folder = try folder()
        for (key, value) in [
            ("canonicalUrl", "https://c.example/x"), ("canonical_url", "https://c.example/x/"),
            ("canonical", "http://www.c.example/x?utm_medium=y"),
        ] {
            try folder.write(
                "a/content/news/ferry.md",
                "---\ntitle: Ferry stops\n\(key): \(value)\n---\nText\n"
            )
            let article = try #require(articles(["a/content", "feed.xml"], in: folder).articles.first)
            #expect(article.links.canonical == value && article.links.family == .web)
            #expect(
                article.sharesPage(
                    with: Article(id: "c", title: "C", links: ArticleLinks(web: "https://c.example/x"))
                )
            )
            let copy = try Article(json: article.json)
            #expect(copy.links == article.links)
        }
    }

    @Test(arguments: [
        ("mkdocs.yml", "site_name: A\nsite_url: https://a.example/docs/\n", "docs/x.md"),
        ("_config.yml", "url: \"https://a.example\"\nbaseurl: /blog\n", "_posts/2024-03-06-x.md"),
        ("config.toml", "base_url = \"https://a.example\"\n", "content/x.md"),
    ]) func settingsThatNameTheAddress(_ name: String, _ settings: String, _ file: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("site/\(name)", settings)
        try folder.write("site/\(file)", "---\ntitle: X\n---\nText\n")
        try folder.write("other.jsonl", "{\"id\": \"o\", \"title\": \"O\"}\n")
        let contents = articles(["site", "other.jsonl"], in: folder)
        let article = try #require(contents.articles.first { $0.title == "X" })
        #expect(article.links.canonical?.hasPrefix("https://a.example/") == true)
    }
}
