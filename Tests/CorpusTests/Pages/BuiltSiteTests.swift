import Corpus
import Foundation
import TestSupport
import Testing

/// Folders of built HTML that are read by their sitemap.
@Suite struct BuiltSiteTests {
    private static func page(_ title: String, head: String = "") -> String {
        "<!doctype html><html lang=en><head><title>\(title)</title>\(head)</head><body><main><p>Text of \(title)</p></main>"
    }

    private static func sitemap(_ paths: [String], host: String = "https://x.example") -> String {
        "<urlset>" + paths.map { "<url><loc>\(host)\($0)</loc></url>" }.joined() + "</urlset>"
    }

    /// A folder `public` with pages at some paths, and their sitemap.
    private func site(_ files: [String], _ addresses: [String], host: String = "https://x.example") throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        for file in files { try folder.write("public/" + file, Self.page(file)) }
        try folder.write("public/sitemap.xml", Self.sitemap(addresses, host: host))
        return folder
    }

    private func read(_ paths: [String], in folder: TemporaryFolder) -> CorpusContents {
        CorpusContents(
            reading: paths.map {
                $0.hasPrefix("!") ? "!" + folder.path(String($0.dropFirst())) : folder.path($0)
            }
        )
    }

    @Test(arguments: [
        ("/a/", "a/index.html"), ("/a", "a.html"), ("/a.html", "a.html"), ("/b", "b/index.html"),
        ("/c/", "c.html"),
        ("/b%C3%A4r/", "bär/index.html"), ("/themes/x/", "themes/x/index.html"), ("/old.htm", "old.htm"),
    ])
    func anAddressMeansAFile(address: String, file: String) throws {
        let all = [
            "a/index.html", "a.html", "b/index.html", "c.html", "bär/index.html", "themes/x/index.html",
            "old.htm",
        ]
        let contents = read(["public/sitemap.xml"], in: try site(all, [address]))
        let article = try #require(contents.articles.first)
        #expect(contents.articles.count == 1 && article.page.path == file && article.page.url == address)
        #expect(article.title == file && article.body == "Text of \(file)" && article.language == "en")
        #expect(
            article.links.canonical == "https://x.example\(address)"
                && article.origin?.path.hasSuffix(file) == true
        )
        #expect(contents.passedOver.map(\.reason) == Array(repeating: .notInSitemap, count: all.count - 1))
        #expect(contents.problems.isEmpty)
    }

    @Test func aSiteMayBeginBelowItsHost() throws {
        let folder = try site(["index.html", "a/index.html"], ["/blog/", "/blog/a/"])
        let contents = read(["public/sitemap.xml"], in: folder)
        #expect(contents.articles.map(\.page.path) == ["index.html", "a/index.html"])
        #expect(contents.articles.map(\.page.url) == ["/blog/", "/blog/a/"])
    }

    @Test func pagesOfOneFolderKeepIt() throws {
        let folder = try site(["posts/a/index.html", "posts/b/index.html"], ["/posts/a/", "/posts/b/"])
        let contents = read(["public/sitemap.xml"], in: folder)
        #expect(contents.articles.map(\.page.path) == ["posts/a/index.html", "posts/b/index.html"])
        // The folder of these pages alone is named.
        let part = read(["public/sitemap.xml", "public/posts"], in: folder)
        #expect(part.articles.map(\.page.url) == ["/posts/a/", "/posts/b/"])
        #expect(part.articles.map(\.page.path) == ["a/index.html", "b/index.html"])
    }

    @Test func whatIsNamedBesideASitemapIsReadAsEver() throws {
        let folder = try site(["a.html", "b.html"], ["/a"])
        try folder.write("public/note.md", "---\ntitle: Note\n---\nText\n")
        try folder.write("elsewhere/c.md", "---\ntitle: C\n---\nText\n")
        let contents = read(["public", "public/sitemap.xml"], in: folder)
        #expect(contents.articles.map(\.title) == ["a.html", "Note"])
        #expect(contents.passedOver.map(\.reason) == [.notInSitemap])
        // A folder without pages is not theirs.
        let other = read(["elsewhere", "public/sitemap.xml"], in: folder)
        #expect(other.articles.map(\.title) == ["a.html", "C"] && other.problems.isEmpty)
        let moved = try folder.write("sitemap.xml", Self.sitemap(["/a"]))
        #expect(
            CorpusContents(reading: [moved, folder.path("public")]).articles.map(\.title) == [
                "a.html", "Note",
            ]
        )
        #expect(read(["public/sitemap*.xml"], in: folder).articles.map(\.title) == ["a.html"])
        #expect(read(["public/sitemap.xml", "!public/a.html"], in: folder).articles.isEmpty)
    }

    @Test func twoSitesKeepTheirPages() throws {
        let folder = try TemporaryFolder()
        for name in ["one", "two"] {
            try folder.write("\(name)/a.html", Self.page(name))
            try folder.write(
                "\(name)/sitemap.xml",
                Self.sitemap(["/a", "/only-in-one"], host: "https://\(name).example")
            )
        }
        try folder.write("one/only-in-one.html", Self.page("only"))
        let contents = read(["one/sitemap.xml", "two/sitemap.xml", "one", "two"], in: folder)
        #expect(contents.articles.map(\.title) == ["one", "only", "two"])
        // Lists between sites need whole addresses.
        #expect(
            contents.articles.map(\.page.url) == [
                "https://one.example/a", "https://one.example/only-in-one", "https://two.example/a",
            ]
        )
        #expect(contents.problems.map(\.kind) == [.ignoredValue])
    }

    @Test func pagesThatNobodyShallFindAreLeftOut() throws {
        let folder = try site(
            ["a.html", "page/2/index.html", "tags/x/index.html"],
            ["/a", "/hidden", "/moved", "/page/2/", "/tags/x/", "/empty"]
        )
        try folder.write("public/empty.html", "<html><body></body></html>\n")
        try folder.write(
            "public/hidden.html",
            Self.page("Hidden", head: "<meta name=robots content=noindex>")
        )
        try folder.write(
            "public/moved.html",
            Self.page("Moved", head: "<meta http-equiv=refresh content='0; url=/a'>")
        )
        let contents = read(["public/sitemap.xml"], in: folder)
        #expect(Set(contents.passedOver.map(\.reason)) == [.noIndex, .redirect, .empty])
        #expect(contents.passedOver.count == 3)
        #expect(contents.articles.map(\.page.kind) == [.article, .index, .index])
    }

    @Test func addressesThatLeadNowhereAreCounted() throws {
        let folder = try site(["a.html"], ["/a", "/gone/", "/%2e%2e/etc/passwd", "/paper.pdf", "/gone2"])
        try folder.write("outside.html", Self.page("Outside"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("public/gone2.html"),
            withDestinationPath: folder.path("outside.html")
        )
        let contents = read(["public/sitemap.xml"], in: folder)
        #expect(contents.articles.map(\.title) == ["a.html"])
        #expect(contents.problems.map(\.kind) == [.ignoredValue])
        #expect(
            contents.problems[0].problem.hasPrefix(
                "3 addresses lead to no HTML file, such as \"https://x.example/gone/\""
            )
        )
        let none = read(["public/sitemap.xml"], in: try site([], ["/a"]))
        #expect(none.articles.isEmpty && none.problems.map(\.kind) == [.notFound])
    }

    @Test func aSitemapDatesAndNamesItsPages() throws {
        let folder = try site(["2023/04/05/b.html"], [])
        for name in ["a", "c"] { try folder.write("public/\(name).html", Self.page(name)) }
        try folder.write(
            "public/sitemap.xml",
            """
            <urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
            <url><loc>https://x.example/a</loc><lastmod>2024-05-06</lastmod></url>
            <url><loc>https://x.example/2023/04/05/b</loc><lastmod>2024-05-07</lastmod></url>
            <url><loc>https://x.example/c</loc><lastmod>2024-05-08</lastmod>
            <news:news><news:publication_date>2024-01-01</news:publication_date><news:title>News</news:title></news:news></url>
            </urlset>
            """
        )
        let articles = read(["public/sitemap.xml"], in: folder).articles
        #expect(articles.map(\.published?.text) == ["2024-05-06", "2023-04-05", "2024-01-01"])
        #expect(articles.map(\.title) == ["a", "2023/04/05/b.html", "News"])
    }

    @Test func aPatternReadsHTMLWithoutASitemap() throws {
        let folder = try site(["a.html", "b/index.html"], [])
        try folder.write(
            "public/c.html",
            Self.page("C", head: "<link rel=canonical href='https://y.example/c'>")
        )
        let contents = read(["public/**/*.html"], in: folder)
        #expect(contents.articles.map(\.page.path) == ["a.html", "b/index.html", "c.html"])
        #expect(contents.articles.map(\.page.url) == [nil, nil, "https://y.example/c"])
        #expect(
            SourceListing([folder.path("public/**/*.html")]).siteFingerprint
                != SourceListing([folder.path("public")]).siteFingerprint
        )
        #expect(
            read(["public"], in: folder).articles.isEmpty && read(["public/**"], in: folder).articles.isEmpty
        )
    }

    @Test func gzippedSitemapsAreRead() throws {
        let folder = try site(["a.html"], ["/a"])
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = [folder.path("public/sitemap.xml")]
        try process.run()
        process.waitUntilExit()
        #expect(read(["public/sitemap.xml.gz"], in: folder).articles.map(\.title) == ["a.html"])
    }

    @Test func anotherSitemapIsAnotherReading() throws {
        let folder = try site(["a.html"], ["/a"])
        let before = SourceListing([folder.path("public/sitemap.xml")])
        try folder.write("public/sitemap.xml", Self.sitemap(["/a", "/b"]))
        let after = SourceListing([folder.path("public/sitemap.xml")])
        #expect(
            before.siteFingerprint != after.siteFingerprint
                && before.files.map(\.path) == after.files.map(\.path)
        )
    }

    @Test func pagesAreImportedWithWholeAddresses() throws {
        let folder = try site(["a.html", "b.html"], ["/a"])
        let sitemap = folder.path("public/sitemap.xml")
        #expect(ArticleImport.isSitemap(sitemap) && !ArticleImport.isSitemap(folder.path("public/a.html")))
        let imported = ArticleImport(sitemaps: [sitemap], in: [])
        let article = try Article(json: try #require(imported.lines.first))
        #expect(
            imported.lines.count == 1 && article.page.url == "https://x.example/a"
                && article.body == "Text of a.html"
        )
        #expect(imported.passedOver.map(\.reason) == [.notInSitemap] && imported.problems.isEmpty)
        // Alone it has no texts.
        let alone = ArticleImport(Array(Self.sitemap(["/a"]).utf8), path: "-")
        #expect(alone.lines.isEmpty && alone.problems[0].problem.contains("sitemap names pages"))
    }

    @Test func pagesInSeveralLanguagesAreKnownAsTranslations() throws {
        func links(_ versions: [(String, String)]) -> String {
            versions.map { "<link rel=alternate hreflang=\($0) href='https://x.example\($1)'>" }.joined()
        }
        let pair = [("en", "/en/a"), ("de", "/de/a"), ("x-default", "/")]
        let pages = [
            "en/a": links(pair), "de/a": links(pair.reversed()),
            // Without a translation they name the start page of the other language.
            "en/b": links([("en", "/en/b"), ("de", "/de/")]),
            "en/c": links([("en", "/en/c"), ("de", "/de/")]),
            "en/d": links([("en", "/en/"), ("de", "/de/")]), "en/e": links([("en", "/en/e")]),
            "en/f": links([("en", "/en/f")])
                + "<link rel=alternate type=application/rss+xml hreflang=en href=https://x.example/feed.xml>",
        ]
        let folder = try site([], pages.keys.sorted().map { "/" + $0 })
        for (name, head) in pages { try folder.write("public/\(name).html", Self.page(name, head: head)) }
        let contents = read(["public/sitemap.xml"], in: folder)
        let keys = Dictionary(
            uniqueKeysWithValues: contents.articles.map { ($0.page.url ?? "", $0.page.translationKey) }
        )
        #expect(keys.count == 7 && keys["/en/a"] != .some(nil) && keys["/en/a"] == keys["/de/a"])
        #expect(Set(keys.values.compactMap(\.self)).count == 3 && keys["/en/b"] != keys["/en/c"])
        #expect(["/en/d", "/en/e", "/en/f"].allSatisfy { keys[$0] == .some(nil) })
    }

    @Test func aPageThatIsCutIsToldOf() throws {
        let folder = try site([], ["/a"])
        let attributes = (0..<300).map { " a\($0)" }.joined()
        try folder.write("public/a.html", "<title>A</title><main><p>Read<i\(attributes)>unread</i></main>")
        let contents = read(["public/sitemap.xml"], in: folder)
        #expect(contents.articles.map(\.body) == ["Read"])
        #expect(contents.problems.map(\.kind) == [.ignoredValue])
    }

    @Test func textsThatShowMarkupAreImportedAsTheyAreRead() throws {
        let folder = try site([], ["/a"])
        try folder.write(
            "public/a.html",
            "<title>A</title><main><p>Write &lt;p&gt; or **b**.<p>https://y.example/x<p>See https://y.example now"
        )
        let sitemap = folder.path("public/sitemap.xml")
        let read = try #require(CorpusContents(reading: [sitemap]).articles.first)
        #expect(read.body == "Write <p> or **b**.\nSee now")
        let line = try #require(ArticleImport(sitemaps: [sitemap], in: []).lines.first)
        #expect(try Article(json: line).body == read.body)
    }

    @Test func otherEncodingsAreRead() throws {
        let folder = try site([], ["/a"])
        try folder.write(
            "public/a.html",
            Array("<title>Caf".utf8) + [0xE9] + Array("</title><p>".utf8) + [0x93, 0x61, 0x94]
        )
        let article = try #require(read(["public/sitemap.xml"], in: folder).articles.first)
        #expect(article.title == "Café" && article.body == "“a”")
    }
}
