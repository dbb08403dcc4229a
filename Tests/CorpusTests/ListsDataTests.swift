import Corpus
import Testing

@Suite struct ListsDataTests {
    private func article(_ id: String, title: String = "T", path: String? = nil, url: String? = nil)
        -> Article
    {
        Article(id: ArticleID(id), title: title, page: ArticlePage(path: path, url: url))
    }

    private func item(_ key: String, _ articles: [Article], fallback: Set<ArticleID> = []) -> ListsData.Item {
        ListsData.Item(of: article(key), by: .path, articles, fallback: fallback, .standard)
    }

    @Test(arguments: [ListsData.Syntax.json, .yaml]) func comesBackAsItWasWritten(_ syntax: ListsData.Syntax)
        throws
    {
        var data = ListsData(syntax)
        data.set(
            item(
                "b \"quoted\"\n.md",
                [article("x", title: "]: [, {} \u{2028} é"), article("y")],
                fallback: ["y"]
            )
        )
        data.set(item("a.md", []))
        data.set(item("c.md", [article("z", title: "  - not an entry")]))
        let bytes = data.bytes
        let copy = try #require(ListsData(bytes, syntax))
        #expect(copy.bytes == bytes && copy.count == 3)
        var changed = copy
        changed.set(item("a.md", [article("x")]))
        changed.keep([article("a.md"), article("c.md")], by: .path)
        #expect(changed.count == 2 && changed.bytes != bytes)
        #expect(ListsData(ListsData(syntax).bytes, syntax)?.count == 0)
    }

    @Test(arguments: [ListsData.Syntax.json, .yaml]) func accentsBesideQuotationMarksAreKept(
        _ syntax: ListsData.Syntax
    ) throws {
        var data = ListsData(syntax)
        for key in ["\u{301}a.md", "b.md\u{600}", "\u{200D}"] {
            data.set(item(key, [article("x", title: "\u{301}T\u{600}"), article("y", title: "\u{600}")]))
        }
        let copy = try #require(ListsData(data.bytes, syntax))
        #expect(copy.bytes == data.bytes && copy.count == 3)
    }

    @Test(arguments: ["{\n\"a\": [\n  {},,\n]\n}\n", "{\n\"a\": [\n  7\n]\n}\n", "{\n\"a\": [\n  ,\n]\n}\n"])
    func entriesOfSomebodyElseAreNotTakenOver(_ text: String) {
        #expect(ListsData(Array(text.utf8), .json) == nil)
    }

    @Test func jsonIsWhatTemplatesRead() throws {
        var data = ListsData(.json)
        data.set(
            item(
                "a.md",
                [article("x", title: "X", path: "x.md", url: "/x/"), article("y", path: "y.md")],
                fallback: ["y"]
            )
        )
        #expect(
            String(decoding: data.bytes, as: UTF8.self) == """
                {
                "a.md": [
                  {"title": "X", "url": "/x/"},
                  {"title": "T", "path": "y.md", "tier": "fallback"}
                ]
                }

                """
        )
    }

    @Test func keysAreWhatWasAskedFor() {
        func text(_ key: ListsData.Key, _ article: Article) -> String {
            var data = ListsData(.yaml)
            data.set(ListsData.Item(of: article, by: key, [], fallback: [], .standard))
            return String(decoding: data.bytes, as: UTF8.self)
        }
        let full = article("i", path: "p.md", url: "/u/")
        #expect(text(.path, full).hasSuffix("\"p.md\": []\n") && text(.url, full).hasSuffix("\"/u/\": []\n"))
        #expect(text(.id, full).hasSuffix("\"i\": []\n") && text(.url, article("i")).hasSuffix("\"i\": []\n"))
    }

    @Test(arguments: ["mine", "{\"a\": 1}", "[]", "key: value\n", "{\n\"a\": [\n 1\n]\n}", "\u{FEFF}{"])
    func whatSomebodyElseWroteIsKnown(_ text: String) {
        #expect(ListsData(Array(text.utf8), .json) == nil && ListsData(Array(text.utf8), .yaml) == nil)
        #expect(ListsData([0xFF, 0xFE], .json) == nil)
    }
}

@Suite struct ListFragmentTests {
    @Test func isSafeHTML() {
        let evil = Article(
            id: "e",
            title: "<script>alert(1)</script> & \"x\"",
            page: ArticlePage(url: "javascript:alert(1)")
        )
        let good = Article(
            id: "g",
            title: "G",
            published: PublicationDate("2024-03-06T10:00:00Z"),
            page: ArticlePage(url: "/g/?a=1&b=\"2\"")
        )
        let text = String(decoding: ListFragment(of: good, [evil, good]).bytes, as: UTF8.self)
        #expect(!text.contains("<script") && !text.contains("javascript:"))
        #expect(
            text.contains(
                "<a href=\"/g/?a=1&amp;b=&quot;2&quot;\">G</a> <time datetime=\"2024-03-06\">2024-03-06</time>"
            )
        )
        #expect(String(decoding: ListFragment(of: good, []).bytes, as: UTF8.self) == ListFragment.mark)
    }

    @Test(arguments: [
        ("posts/a.md", "posts/a.html"), ("a.b.md", "a.b.html"), ("ä/ö.md", "ä/ö.html"),
    ]) func liesWhereItsArticleLies(_ path: String, _ fragment: String) {
        #expect(
            ListFragment(of: Article(id: "x", title: "X", page: ArticlePage(path: path)), []).path == fragment
        )
    }

    @Test(arguments: [
        ("https://h.example/2024/x/", "2024/x.html"), ("https://h.example/", "index.html"),
        ("/2024/x.html", "2024/x.html"), ("https://h.example/x.php", "x.php.html"),
    ]) func isCalledByItsAddress(_ url: String, _ fragment: String) {
        let article = Article(
            id: "https://h.example/?p=1",
            title: "X",
            page: ArticlePage(path: "a.md", url: url)
        )
        #expect(ListFragment(of: article, by: .url, []).path == fragment)
        let imported = Article(id: "https://h.example/?p=1", title: "X", links: ArticleLinks(web: url))
        #expect(ListFragment(of: imported, []).path == fragment)
    }

    @Test(arguments: [
        "../../etc/passwd", "/../x", "a\u{600}/../\u{301}x", "a/../../b", ".hidden", "a\0b", "\\\\server\\x",
        "", "http://h/../x",
        "///", "a\nb",
    ])
    func neverLeavesItsFolder(_ id: String) {
        let path = ListFragment(of: Article(id: ArticleID(id), title: "X"), []).path
        #expect(!path.split(separator: "/").contains { $0.hasPrefix(".") } && !path.hasPrefix("/"))
        #expect(
            path.hasSuffix(".html") && !path.contains("\0") && !path.contains("\\") && !path.contains("\n")
        )
        let long = ListFragment(
            of: Article(id: ArticleID(String(repeating: "x", count: 5_000)), title: "X"),
            []
        ).path
        #expect(long.utf8.count < 255)
    }
}
