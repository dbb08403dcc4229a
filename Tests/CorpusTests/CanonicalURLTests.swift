import Corpus
import Foundation
import Kernels
import Testing

@Suite struct CanonicalURLTests {
    private func page(_ url: String) -> CanonicalURL? { CanonicalURL(url) }

    @Test(arguments: [
        "http://x.example/news/a", "https://www.x.example/news/a", "HTTPS://WWW.X.Example/news/a",
        "https://m.x.example/news/a", "https://mobile.x.example/news/a", "https://amp.x.example/news/a",
        "https://www.m.x.example/news/a", "https://x.example:443/news/a", "http://x.example:80/news/a/",
        "https://user@x.example./news/a", "//x.example/news/a", " https://x.example/news/a\n",
        "https://x.example/news/a#comments", "https://x.example/news/a?", "https://x.example//news/./b/../a",
        "https://x.example/news/%61", "https://x.example/news/a/index.html",
        "https://x.example/news/a?utm_source=feed&UTM_Medium=rss&fbclid=1&gclid=2",
        "https://x.example/news/a?ncid=1&CMP=share&mc_cid=2&mc_eid=3&igshid=4&dclid=5&msclkid=6",
        "https://x.example/news/a/amp", "https://x.example/news/a/amp/", "https://x.example/amp/news/a",
        "https://x.example/news/a.amp", "https://x.example/news/a?amp=1", "https://x.example/news/a?amp",
        "https://x.example/news/a?outputType=amp", "https://www.google.com/amp/s/x.example/news/a",
        "https://www.google.co.uk/amp/www.x.example/news/a/amp/",
        "https://x-example.cdn.ampproject.org/c/s/www.x.example/news/a/amp?usqp=mq331AQ",
        "https://x-example.cdn.ampproject.org/v/s/x.example/news/a?amp_js_v=0.1#origin=x",
        "https://cdn.ampproject.org/i/x.example/news/a",
    ])
    func formsOfOneAddress(url: String) { #expect(page(url) == page("https://x.example/news/a")) }

    @Test(arguments: [
        ("https://x.example/a?b=2&a=1", "https://x.example/a?a=1&b=2"),
        ("https://x.example/a?p=%c3%a9", "https://x.example/a?p=%C3%A9"),
        ("https://x.example/caf%c3%a9", "https://x.example/caf%C3%A9"),
        ("https://x.example/a.amp.html", "https://x.example/a.html"),
        ("https://x.example", "http://www.x.example/index.html"),
        ("https://x.example/../../a", "https://x.example/%2e%2E/a"),
        ("https://bücher.example/a#x", "http://www.bücher.example/a"),
        (
            "https://x-example.cdn.ampproject.org/c/s/x.example/a?id=7&utm_source=amp",
            "https://x.example/a?id=7"
        ),
    ])
    func equal(first: String, second: String) { #expect(page(first) == page(second)) }

    @Test(arguments: [
        ("https://x.example/a", "https://x.example/b"), ("https://x.example/a", "https://x.example/A"),
        ("https://x.example/a", "https://y.example/a"), ("https://x.example/a", "https://news.x.example/a"),
        ("https://x.example/a", "https://x.example:8080/a"),
        ("https://x.example/?id=1", "https://x.example/?id=2"),
        ("https://x.example/?p=1", "https://x.example/"), ("https://x.example/?page=2", "https://x.example/"),
        ("https://x.example/w?v=a", "https://x.example/w?v=b"),
        ("https://x.example/a?ref=1", "https://x.example/a?ref=2"),
        ("https://x.example/a?amp=25", "https://x.example/a"),
        ("https://x.example/#!/a", "https://x.example/#!/b"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://x.example/a?q=%26b", "https://x.example/a?q=&b"),
        ("https://x.example/amp", "https://x.example/"), ("https://x.example/camp", "https://x.example/c"),
        ("https://m.me/a", "https://me/a"), ("https://amp.dev/a", "https://dev/a"),
        ("https://www.com/a", "https://com/a"), ("http:///a", "http://a"),
        ("mailto:a@x.example", "mailto:b@x.example"), ("/a", "/b"), ("a", "https://b"),
        ("https://cdn.ampproject.org/c/s/x.example/a", "https://cdn.ampproject.org/c/s/x.example/b"),
    ])
    func different(first: String, second: String) { #expect(page(first) != page(second)) }

    @Test func emptyIsNoPage() { #expect(page("") == nil) }

    @Test func longAddressesAreComparedAsTheyAre() {
        let long = "https://x.example/" + String(repeating: "a", count: 5000)
        #expect(page(long) == page(long))
        #expect(page(long) != page(long + "#top"))
    }

    /// Fragments of addresses in any order: nothing traps, and a canonical form is its own canonical form.
    @Test func hostileAddressesTrapNothing() throws {
        let parts = [
            "https://", "http://", "//", "/", "?", "#", "#!", "%", "%4", "%zz", "%2e", "..", ".", "amp", "&",
            "=",
            "@", ":", ":443", "www.", "m.", "google.com/amp/s/", "cdn.ampproject.org/c/s/", "utm_a=1",
            "x.example",
            "é", "\u{0}", " ", "[::1]", ".amp.html", "index.html",
        ]
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var url = ""
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                url += parts[Int(state >> 33) % parts.count]
            }
            let first = try #require(CanonicalURL(url))
            #expect(first == CanonicalURL(url))
            #expect(first.description.utf8.count <= 4 * url.utf8.count)
        }
    }

    @Test func anArticlesAMPLinksLeadToItsPage() {
        let article = Article(
            id: "a",
            title: "A",
            links: ArticleLinks(
                original: "https://x.example/a?utm_source=feed",
                web: "https://www.x.example/a",
                amp: "https://x.example/a/amp",
                cdnAmp: "https://x-example.cdn.ampproject.org/c/s/x.example/a/amp"
            )
        )
        #expect(article.links.pages == Set([page("https://x.example/a")].compactMap(\.self)))
        let copy = Article(id: "b", title: "B", links: ArticleLinks(amp: "https://amp.x.example/a"))
        #expect(article.sharesPage(with: copy) && copy.sharesPage(with: article))
        let other = Article(id: "c", title: "C", links: ArticleLinks(web: "https://x.example/c"))
        #expect(!article.sharesPage(with: other))
        #expect(!Article(id: "d", title: "D").sharesPage(with: Article(id: "e", title: "E")))
    }

    /// Random addresses of parts that matter, most of them plain.
    @Test func hashesAreThoseOfThePages() throws {
        var random = SplitMix64(seed: 12)
        func pick(_ parts: [String]) -> String { parts[Int(random.next() % UInt64(parts.count))] }
        for _ in 0..<20_000 {
            let url =
                pick(["https://", "http://", "https://", "HTTP://", "//", "", "ftp://", " https://"])
                + pick(["", "www.", "www.", "m.", "www.www.", "amp.", "mobile.", "u@", "WWW."])
                + pick([
                    "x.example", "x", "google.com", "a.b.c", ".x.y", "x.y.", "b\u{FC}cher.example", "X.y",
                    "a..b", "com",
                ])
                + pick(["", "", ":80", ":8080", "."])
                + (0..<Int(random.next() % 4)).map { _ in
                    pick(["/", "/"])
                        + pick([
                            "news", "A-b_c", "amp", "AMP", "sample", "a.amp", "index.html", "index.php", ".",
                            "..", "%61",
                            "%c3%a9", "", "\u{E9}", "e\u{301}", "s", "a:b", "x~y", "a b", "index.amp",
                        ])
                }.joined()
                + pick([
                    "", "", "", "/", "//", "?a=1", "?utm_source=x", "#c", "#!d", "?", "/?b=2&a=1", "\n", "\t",
                ])
            let pages = CanonicalURL(url).map { [$0.description.precomposedStringWithCanonicalMapping] } ?? []
            #expect(ArticleLinks(web: url).pageHashes == pages.map { contentHash(Array($0.utf8)) }, "\(url)")
        }
    }
}
