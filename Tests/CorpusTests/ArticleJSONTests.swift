import Corpus
import Kernels
import Testing

/// Articles written as JSON and read again.
@Suite struct ArticleJSONTests {
    @Test func theKeysAreThoseOfJSONLines() throws {
        let article = Article(
            id: "a",
            title: "A \"title\"",
            excerpt: "E",
            body: "B\n\nB",
            published: PublicationDate("2021-03-02"),
            links: ArticleLinks(family: .source, web: "https://a.example/1", amp: "https://a.example/amp"),
            type: "article",
            provider: Provider(name: "N"),
            topics: ["t"],
            quality: 3,
            images: [ArticleImage(url: "u", width: 1)],
            language: "de-AT",
            isPublished: false,
            choices: EditorialChoices(
                pinned: [
                    .reference("b"),
                    .entry(Article(id: "u", title: "P", links: ArticleLinks(web: "u"))),
                ],
                excluded: ["c"],
                isLocked: true
            ),
            page: ArticlePage(
                kind: .index,
                path: "p/a.md",
                url: "/p/a/",
                translationKey: "k",
                series: "S",
                expires: PublicationDate("2031-01-01")
            )
        )
        #expect(
            String(decoding: article.json, as: UTF8.self)
                == #"{"ampUrl":"https://a.example/amp","body":"B\n\nB","draft":true,"excerpt":"E","#
                + #""expires":"2031-01-01","id":"a","#
                + #""images":[{"url":"u","width":1}],"language":"de-AT","pageKind":"index","path":"p/a.md","#
                + #""provider":{"name":"N"},"#
                + #""publishedDateTime":"2021-03-02","quality":3,"relatedExcluded":["c"],"#
                + #""relatedLocked":true,"relatedPinned":["b",{"id":"u","title":"P","webUrl":"u"}],"#
                + #""series":"S","sourceUrl":"https://a.example/1","title":"A \"title\"","topics":["t"],"#
                + #""translationKey":"k","type":"article","url":"/p/a/"}"#
        )
        #expect(try Article(json: article.json) == article)
        #expect(
            Article(id: "a", title: "T").json == Array(#"{"id":"a","title":"T"}"#.utf8)
        )
        #expect(
            Article(id: "a", title: "T", isPublished: false).json
                == Array(#"{"id":"a","published":false,"title":"T"}"#.utf8)
        )
    }

    @Test func whatIsReadEqualsWhatWasWritten() throws {
        var random = RandomArticles(seed: 1)
        let articles = (0..<1000).map { _ in random.article() }
        for article in articles {
            var problems: [InputProblem] = []
            let copy = try Article(json: article.json) { problems.append($0) }
            #expect(copy == article && problems.isEmpty)
            // Strings are equal where their characters are; bytes tell every scalar.
            #expect(copy.json == article.json)
        }
        // As lines of a file they are the same articles.
        let lines = try reading(articles.map { $0.json + [0x0A] }.joined().map(\.self), name: "a.jsonl")
        #expect(lines.articles.map(\.json) == articles.map(\.json))
    }

    /// As a page on HTML, Markdown or templates has them.
    @Test(arguments: [
        "Write <p> before a paragraph.\nThen </p>.", "&lt; is <, &amp; is &", "# Heading\n**bold** [a](b)",
        "```\n<pre>code</pre>", "{{ page.title }} is <b>", "{% raw %}<i>{% endraw %}", "a < b && c > d",
        "[!NOTE] <br>", "\"<a href='x'>\"",
    ])
    func textsThatLookLikeMarkupComeBack(body: String) throws {
        let article = Article(id: "a", title: "T", body: body)
        let line = article.json + [0x0A]
        #expect(try Article(json: article.json) == article)
        #expect(try reading(line, name: "a.jsonl").articles.map(\.body) == [body])
    }

    @Test func articlesMadeInCodeComeBackAsAFileGivesThem() throws {
        var article = Article(
            id: " a\0",
            title: " T\u{2003}",
            body: "\n\0B\n",
            links: ArticleLinks(family: .source, original: "o"),
            images: (0..<20).map { ArticleImage(url: "\($0)") }
        )
        let copy = try Article(json: article.json)
        #expect(copy.id == "a" && copy.title == "T" && copy.body == "B" && copy.images.count == 16)
        #expect(copy.links == ArticleLinks(family: .web, original: "o"))
        #expect(try Article(json: copy.json) == copy)
        article.title = ""
        #expect(throws: InputProblem.self) { try Article(json: article.json) }
    }

    @Test(arguments: [
        ("", InputProblem.Kind.invalidJSON), ("[]", .badValue), (#"{"title":"T"}"#, .missingID),
        (#"{"id":"a"}"#, .missingTitle), (#"{"id":"a","title":[]}"#, .badValue),
        (#"{"id":"a","title":"T"} {"#, .invalidJSON),
        (#"{"id":"a","title":"T","more":"# + String(repeating: "[", count: 100_000), .invalidJSON),
    ])
    func whatIsNoArticleIsRefused(json: String, kind: InputProblem.Kind) {
        #expect {
            try Article(json: Array(json.utf8))
        } throws: {
            // Nothing but a text was read, so no place is named.
            ($0 as? InputProblem)?.kind == kind && !"\($0)".hasPrefix(":")
        }
    }

    @Test func whatIsTooLargeOrNoUTF8IsRefused() {
        var limits = ReadingLimits()
        limits.jsonLineBytes = 20
        let json = Array(#"{"id":"a","title":"A long title"}"#.utf8)
        #expect { try Article(json: json, limits: limits) } throws: {
            ($0 as? InputProblem)?.kind == .tooLarge
        }
        #expect {
            try Article(json: Array(#"{"id":"a","title":"T"#.utf8) + [0xC3, 0x28] + Array("\"}".utf8))
        } throws: {
            ($0 as? InputProblem)?.kind == .invalidUTF8
        }
    }

    @Test func aPageWithoutAnIDIsKnownByItsAddressOrPath() throws {
        func read(_ keys: String) throws -> Article {
            try Article(json: Array("{\"title\":\"T\",\(keys)}".utf8))
        }
        #expect(try read(#""url":"/a/","path":"a.md""#).id == "/a/")
        #expect(try read(#""path":"a.md","url":"a.html""#).id == "a.md")
        #expect(try read(#""permalink":"https://a.example/1""#).page.url == "https://a.example/1")
        #expect(throws: InputProblem.self) { try read(#""permalink":"/:year/:title/""#) }
        #expect(try read(#""id":"a","redirect_to":"/b/""#).page.kind == .redirect)
        #expect(try read(#""id":"a","redirect":false,"pageKind":"other""#).page.kind == .article)
    }

    @Test func whatCostsOnlyItselfIsReported() throws {
        var problems: [InputProblem.Kind] = []
        let json = Array(#"{"id":"a","title":"T","date":"soon","relatedPinned":[5]}"#.utf8)
        let article = try Article(json: json) { problems.append($0.kind) }
        #expect(article == Article(id: "a", title: "T"))
        #expect(problems == [.badDate, .badChoice])
    }
}

/// Random articles as readings give them: texts are trimmed, and links tell their family.
struct RandomArticles {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private mutating func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    private mutating func sometimes<Value>(_ value: (inout Self) -> Value) -> Value? {
        number(below: 3) > 0 ? value(&self) : nil
    }
    private mutating func some<Value>(_ most: Int, _ value: (inout Self) -> Value) -> [Value] {
        (0..<number(below: most + 1)).map { _ in value(&self) }
    }

    private static let scalars: [Unicode.Scalar] = [
        "\0", "\u{1}", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1F}", "\u{7F}", "\u{85}", "\"", "\\", "/", " ",
        "a", "é",
        "e", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{FFFD}",
        "\u{FFFE}",
        "\u{FFFF}", "\u{1F469}", "\u{1F1E6}", "\u{10FFFF}", "\u{AC00}", "\u{E000}", "ß", "<", "&", "{", "]",
        ":", "'",
    ]

    private mutating func text() -> String {
        var view = String.UnicodeScalarView()
        for _ in 0..<number(below: 12) { view.append(Self.scalars[number(below: Self.scalars.count)]) }
        return String(view)
    }

    /// Without white space at either end, and without NUL.
    private mutating func trimmedText() -> String {
        "a" + String(String.UnicodeScalarView(text().unicodeScalars.filter { $0 != "\0" })) + "z"
    }

    private mutating func links(hasPrimary: Bool) -> ArticleLinks {
        let isSource = number(below: 2) == 0
        func url(_ make: inout Self) -> String { "u" + make.text() }
        var links = ArticleLinks(family: isSource ? .source : .web)
        links.web = sometimes(url)
        if !isSource { links.original = sometimes(url) }
        links.amp = sometimes(url)
        links.cdnAmp = sometimes(url)
        if hasPrimary, links.primary == nil { links.web = trimmedText() }
        if links.all.isEmpty { links.family = .web }
        return links
    }

    /// Each once, whatever its case.
    private mutating func topics() -> [String] {
        var known: Set<String> = []
        return some(3) { $0.trimmedText() }.filter { known.insert($0.lowercased()).inserted }
    }

    private mutating func page() -> ArticlePage {
        ArticlePage(
            kind: [.article, .index, .redirect][number(below: 3)],
            path: sometimes { $0.trimmedText() },
            url: sometimes { ["/2021/a/", "https://a.example/é?x=1"][$0.number(below: 2)] },
            translationKey: sometimes { $0.trimmedText() },
            series: sometimes { $0.trimmedText() },
            expires: sometimes { PublicationDate("March \(1 + $0.number(below: 9)), 2031") } ?? nil
        )
    }

    private mutating func entry() -> Article {
        let links = links(hasPrimary: true)
        return Article(
            id: ArticleID(trimmedText()),
            title: trimmedText(),
            excerpt: sometimes { $0.trimmedText() } ?? "",
            published: sometimes { PublicationDate("2021-03-0\(1 + $0.number(below: 9))T10:36:00Z") } ?? nil,
            links: links,
            type: sometimes { $0.text() },
            provider: sometimes { make in
                let provider = Provider(
                    name: make.sometimes { $0.text() },
                    domain: make.sometimes { $0.text() }
                )
                return provider == Provider() ? nil : provider
            } ?? nil,
            topics: topics(),
            quality: sometimes { make in
                [0, -0.5, 37, 0.1, 1e300, 1e-300, .pi, -1e15][make.number(below: 8)]
            },
            images: some(3) { make in
                ArticleImage(
                    url: make.text(),
                    width: make.sometimes { $0.number(below: 1 << 50) },
                    height: make.sometimes { -$0.number(below: 9) },
                    isCached: make.sometimes { $0.number(below: 2) == 0 }
                )
            },
            language: sometimes { $0.trimmedText() },
            page: page()
        )
    }

    mutating func article() -> Article {
        var article = entry()
        article.links = links(hasPrimary: false)
        article.body = sometimes { $0.trimmedText() } ?? ""
        article.isPublished = sometimes { $0.number(below: 2) == 0 }
        article.choices = EditorialChoices(
            pinned: some(3) { $0.number(below: 2) == 0 ? .reference($0.trimmedText()) : .entry($0.entry()) },
            excluded: some(3) { $0.trimmedText() },
            isLocked: number(below: 2) == 0
        )
        return article
    }
}
