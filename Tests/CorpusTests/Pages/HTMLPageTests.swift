import Testing

@testable import Corpus

@Suite struct HTMLPageTests {
    private func page(_ html: String) -> HTMLPage { HTMLPage(Array(html.utf8)) }

    private func page(head: String, _ body: String = "") -> HTMLPage {
        page("<!doctype html><html><head>\(head)</head><body>\(body)</body></html>")
    }

    @Test func aUsualPageIsRead() {
        let page = page(
            """
            <!DOCTYPE html><html lang="de-at"><head><meta charset=utf-8><title>F&auml;hre steht still &#8211; Hafenblatt</title>
            <meta name="Description" content="Der Anleger ist gesperrt."><meta property="og:site_name" content="Hafenblatt">
            <meta property="article:published_time" content="2024-03-06T07:30:00+01:00">
            <meta property="article:tag" content="Hafen"><meta property="article:tag" content="Verkehr">
            <meta name="keywords" content="hafen, Inseln"><link rel="canonical" href="https://hafen.example/faehre/">
            <meta property="og:image" content="/bild.jpg"><style>p { color: red }</style></head>
            <body><header><h1>Hafenblatt</h1></header><nav>Start</nav>
            <main><article><header><h1>Fähre steht still</h1></header><p>Die Fähre <b>fährt</b> nicht.</p>
            <pre>let a = 1</pre><aside>Mehr dazu</aside><footer>Autor</footer></article></main>
            <footer>Impressum</footer><script>var x = "<p>no</p>"</script></body></html>
            """
        )
        #expect(page.title == "Fähre steht still" && page.excerpt == "Der Anleger ist gesperrt.")
        #expect(page.text.trimmed == "Die Fähre fährt nicht." && page.languageTag == "de-AT")
        #expect(page.dates == ["2024-03-06T07:30:00+01:00"] && page.topics == ["Hafen", "Verkehr", "Inseln"])
        #expect(page.canonical == "https://hafen.example/faehre/" && page.image == "/bild.jpg")
        #expect(!page.isHidden && !page.isRedirect && !page.listsArticles)
    }

    @Test(arguments: [
        ("<title>A | B</title>", "", "A | B"),
        ("<title>A | B</title>", "<main><h1>A</h1></main>", "A"),
        // A site's name over all of its pages is no title of one.
        ("<title>A | B</title>", "<header><h1>B</h1></header>", "A | B"),
        ("<title>A | B</title>", "<div><h1>A</h1></div>", "A"),
        ("<title>A | B</title>", "<main><h1>Something else</h1></main>", "A | B"),
        ("<title>A | B</title><meta property=og:site_name content=B>", "", "A"),
        ("<title>B</title><meta property=og:site_name content=B>", "", "B"),
        ("<title>A | B</title><meta property=og:title content='A &amp;amp; Z'>", "", "A & Z"),
        ("", "<svg><title>Arrow</title></svg><h1>A <em>b</em></h1>", "A b"),
        ("<script type=application/ld+json>{\"headline\": \"A\"}</script>", "", "A"),
    ])
    func theTitleIsThePagesOwn(head: String, body: String, title: String) {
        #expect(page(head: head, body).title == title)
    }

    @Test(arguments: [
        (
            "<script type=\"application/ld+json\">[{\"@graph\": [{\"datePublished\": \"2024-01-02\"}]}]</script>",
            "2024-01-02"
        ),
        (
            "<script type=\"application/ld+json\">{\"datePublished\": </script><meta name=date content=2024-01-03>",
            "2024-01-03"
        ),
        ("<main><time datetime=PT2H>2 h</time><time datetime=2024-01-04>4</time></main>", "2024-01-04"),
        (
            "<time datetime=2024-01-04>4</time><time itemprop=datePublished datetime=2024-01-05>5</time>",
            "2024-01-05"
        ),
        (
            "<aside><time datetime=2020-01-01>1</time></aside><footer><time datetime=2020-01-01>1</time></footer>",
            nil
        ),
        ("<meta property=article:published_time content=yesterday>", nil),
    ])
    func theDateIsWhatTheMostCertainMarkSays(html: String, date: String?) {
        #expect(page(html).dates.first == date)
    }

    @Test func whatChangedIsKeptApart() {
        let page = page(head: "<meta property='article:modified_time' content='2024-02-01'>")
        #expect(page.dates.isEmpty && page.changeDates == ["2024-02-01"])
    }

    @Test(arguments: [
        ("<div>All <p>of it</p></div>", "All\nof it"),
        ("<nav>x</nav><div role=navigation>x</div><main>Main</main>y", "Main"),
        ("<main><article>Only</article> comments that are longer than the article</main>", "Only"),
        (
            "<main><article>The long article</article><article>card</article><article>card</article></main>",
            "The long article"
        ),
        ("<article>One</article><article>Two</article><article>Six</article>", "One\nTwo\nSix"),
        // What is left open ends with the page.
        ("<main><article><p>Open", "Open"),
        ("<main></main><p>Below", "Below"),
    ])
    func theTextIsWithoutWhatAllPagesHave(body: String, text: String) {
        #expect(page(head: "<title>t</title>", body).text.trimmed == text)
    }

    @Test func pagesOfSummariesListArticles() {
        let cards = String(repeating: "<article><h2>A title</h2>Some words</article>", count: 3)
        #expect(page("<main>\(cards)</main>").listsArticles)
        #expect(
            !page("<main>\(cards)<article>\(String(repeating: "text ", count: 50))</article></main>")
                .listsArticles
        )
    }

    @Test(arguments: [
        ("<meta name=ROBOTS content='NOINDEX, follow'>", true), ("<meta name=robots content=none>", true),
        ("<meta name=robots content='index,follow,max-image-preview:large'>", false),
    ])
    func searchEnginesAreToldWhatNobodyShallFind(html: String, isHidden: Bool) {
        #expect(page(html).isHidden == isHidden)
    }

    @Test func aPageThatLeadsElsewhereIsKnown() {
        #expect(page("<meta http-equiv=\"Refresh\" content=\"0; URL='/new/'\">").isRedirect)
        #expect(!page("<meta http-equiv=refresh content=300>").isRedirect)
    }

    @Test func nothingGrowsWithoutBound() {
        let tags = String(
            repeating: "<meta property=article:tag content=\"a tag\"><a rel=tag>x</a>",
            count: 5000
        )
        let title = "<title>" + String(repeating: "long ", count: 100_000) + "</title>"
        let script =
            "<script type=application/ld+json>[\"" + String(repeating: "x", count: 1_000_000) + "\"]</script>"
        let nested =
            "<script type=application/ld+json>" + String(repeating: "[", count: 100_000) + "</script>"
        let page = page(tags + title + script + nested)
        #expect(
            page.topics == ["a tag", "x"] && (page.title?.utf8.count ?? 0) < 40_000 && page.dates.isEmpty
        )
    }
}
