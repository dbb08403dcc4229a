import Corpus
import TestSupport
import Testing

@Suite struct JSONExportTests {
    private func articles(_ text: String, name: String = "export.json") throws -> [Article] {
        try export(text, name: name).articles
    }

    @Test func arraysAreReadByTheNamesOfFrontMatter() throws {
        let text = """
            [
              {"headline": "A", "summary": "First one", "published_at": "2024-03-06", "url": "https://a.example/1",
               "tags": ["x"], "content": "<p>Text</p>"},
              {"title": "B", "link": "https://a.example/2", "tags": "y; z"},
              7, "text", null,
              {"no": "title"},
              {"title": "C", "slug": "c"}
            ]
            """
        let reading = try export(text, name: "export.json")
        #expect(reading.articles.map(\.title) == ["A", "B", "C"])
        #expect(reading.articles.map(\.id) == ["https://a.example/1", "https://a.example/2", "c"])
        #expect(reading.articles.map(\.origin?.line) == [2, 4, 7])
        let first = reading.articles[0]
        #expect(first.excerpt == "First one" && first.body == "Text" && first.published?.text == "2024-03-06")
        #expect(reading.articles[1].topics == ["y", "z"])
        #expect(reading.problems.map(\.line) == [6])
    }

    @Test func listsWithinDocumentsAreFound() throws {
        let list = #"[{"title": "A", "id": 1}]"#
        for text in [
            #"{"posts": \#(list)}"#, #"{"data": {"articles": \#(list)}, "next": null}"#,
            #"{"count": 1, "results": \#(list)}"#,
            #"{"title": "A", "id": 1}"# + "\n" + #"{"title": "A", "id": 2}"#,
        ] {
            #expect(try articles(text).first?.id == "1", "\(text)")
        }
        #expect(try articles(#"{"title": "Alone", "id": "x"}"#).map(\.id) == ["x"])
    }

    @Test func jsonFeed() throws {
        let text = """
            {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "language": "en",
             "home_page_url": "https://harbour.example/", "items": [
              {"id": 1, "url": "/ferry/", "title": "Ferry <b>stops</b>", "content_html": "<p>Long &amp; wide</p>",
               "summary": "Short", "date_published": "2024-03-06T07:30:00Z", "tags": ["Harbour"], "image": "/p.jpg"},
              {"id": "2", "url": "https://harbour.example/2", "content_text": "If a < b & c then d"}]}
            """
        let articles = try articles(text)
        #expect(articles.map(\.title) == ["Ferry stops", "If a < b & c then d"])
        #expect(
            articles[0].links.web == "https://harbour.example/ferry/" && articles[0].body == "Long & wide"
        )
        #expect(articles[0].images.map(\.url) == ["https://harbour.example/p.jpg"])
        #expect(articles[0].provider == Provider(name: "Harbour Post", domain: "harbour.example"))
        #expect(articles[1].body == "If a < b & c then d" && articles[1].language == "en")
    }

    @Test func ghost() throws {
        let text = """
            {"db": [{"meta": {"version": "5.8"}, "data": {
              "posts": [
                {"id": "p1", "uuid": "u1", "title": "Ferry stops", "slug": "ferry", "html": "<p>Text</p>", "type": "post",
                 "status": "published", "published_at": "2024-03-06T07:30:00.000Z", "custom_excerpt": "Short",
                 "feature_image": "https://harbour.example/p.jpg"},
                {"id": "p2", "uuid": "u2", "title": "Draft", "slug": "draft", "status": "draft", "type": "post", "html": null,
                 "lexical": "{\\"root\\":{\\"children\\":[{\\"children\\":[{\\"text\\":\\"Half written\\"}]}]}}"},
                {"id": "p3", "uuid": "u3", "title": "About", "slug": "about", "status": "published", "page": 1}],
              "tags": [{"id": "t1", "name": "Harbour"}, {"id": "t2", "name": "#hidden"}, {"id": "t3", "name": "Traffic"}],
              "posts_tags": [{"post_id": "p1", "tag_id": "t3", "sort_order": 1}, {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
                             {"post_id": "p1", "tag_id": "t2", "sort_order": 2}]}}]}
            """
        let articles = try articles(text)
        #expect(articles.map(\.id) == ["u1", "u2", "u3"])
        #expect(articles[0].page.url == "/ferry/" && articles[0].topics == ["Harbour", "Traffic"])
        #expect(articles[0].excerpt == "Short" && articles[0].published?.text == "2024-03-06T07:30:00.000Z")
        #expect(articles[1].isPublished == false && articles[1].body == "Half written")
        #expect(articles[2].page.kind == .index)
        let api =
            #"{"posts": [{"id": "p1", "uuid": "u1", "title": "A", "url": "https://harbour.example/a/", "tags": [{"name": "Harbour"}], "html": "<p>x</p>"}], "meta": {}}"#
        #expect(try self.articles(api).map(\.topics) == [["Harbour"]])
    }

    @Test func wordPressAPI() throws {
        let text = """
            [{"id": 7, "date": "2024-03-06T09:30:00", "date_gmt": "2024-03-06T08:30:00", "guid": {"rendered": "https://h.example/?p=7"},
              "slug": "ferry", "status": "publish", "type": "post", "link": "https://h.example/ferry/", "title": {"rendered": "Ferry &#8217;s"},
              "content": {"rendered": "<p>Text</p>", "protected": false}, "excerpt": {"rendered": "<p>Short</p>"}, "tags": [1, 2]}]
            """
        let article = try #require(try articles(text).first)
        #expect(article.title == "Ferry ’s" && article.excerpt == "Short" && article.body == "Text")
        #expect(
            article.published?.text == "2024-03-06T08:30:00Z"
                && article.links.web == "https://h.example/ferry/"
        )
    }

    @Test(arguments: [
        "[", "{", "[}", "{\"a\"", "[{\"title\": \"A\"", "[1,2", "{\"posts\": {}}", "{\"a\": [1]}", "[\"\u{1}",
    ])
    func whatIsNoListIsSaid(_ text: String) throws {
        let reading = try export(text, name: "x.json")
        #expect(reading.articles.isEmpty && reading.problems.contains { $0.severity == .error })
    }

    @Test func articlesThatAreNoJSONAreLeftOutAndTold() throws {
        let text = """
            [{"title": "A", "id": 1, "other": "two
            lines"},
             {"title": "B", "id": 2, "other": 01},
             {"title": "C", "id": 3, "other": "\\x"},
             {"title": "D", "id": 4, "other": "\\ud83d\\ude00"}]
            """
        let reading = try export(text, name: "x.json")
        #expect(reading.articles.map(\.id) == ["4"])
        #expect(reading.problems.map(\.line) == [1, 3, 4])
        #expect(reading.problems.allSatisfy { $0.kind == .invalidJSON })
        let imported = ArticleImport(Array(text.utf8), path: "x.json")
        #expect(imported.lines.count == 1 && imported.problems.count == 3)
    }

    @Test(arguments: [
        #"{"version": "https://jsonfeed.org/version/1", "items": [LIST]}"#,
        #"{"data": {"posts": [LIST], "posts_tags": []}}"#,
    ]) func articlesOfTheWrongTypeAreTold(_ form: String) throws {
        let text = form.replacing(
            "LIST",
            with:
                "{\"id\": 1, \"title\": \"A\"},\n{\"id\": 2, \"title\": [1]},\n{\"id\": 3, \"title\": \"C\"}"
        )
        let reading = try export(text, name: "x.json")
        #expect(reading.articles.map(\.id) == ["1", "3"])
        #expect(reading.problems.map(\.line) == [2] && reading.problems.first?.severity == .error)
    }

    @Test func wordPressPostsOfTheWrongTypeAreTold() throws {
        let reading = try export(
            "[{\"link\": \"https://a.example/\", \"title\": {\"rendered\": \"A\"}},\n{\"title\": \"B\"}]",
            name: "x.json"
        )
        #expect(reading.articles.map(\.title) == ["A"] && reading.problems.map(\.line) == [2])
    }

    @Test func problemsAreNotToldWithoutEnd() throws {
        for text in [
            "[" + String(repeating: "{},", count: 3_000) + "{}]",
            "[" + String(repeating: "{\"x\": 01},", count: 3_000) + "{}]",
            "<rss>" + String(repeating: "<item/>", count: 3_000) + "</rss>",
        ] {
            let problems = ArticleImport(Array(text.utf8), path: "x").problems
            #expect((1_001...1_003).contains(problems.count), "\(text.prefix(20))")
        }
    }

    @Test func moreArticlesThanAreReadAreTold() throws {
        var rules = ReadingRules()
        rules.limits.jsonLines = 2
        for text in [
            #"[{"title": "A", "id": 1}, {"title": "A", "id": 2}, {"title": "A", "id": 3}]"#,
            #"{"title": "A", "id": 1} {"title": "A", "id": 2} {"title": "A", "id": 3}"#,
            "title,id\nA,1\nA,2\nA,3\n",
            #"{"data": {"posts": [{"title": "A", "id": 1}, {"title": "A", "id": 2}, {"title": "A", "id": 3}], "posts_tags": []}}"#,
            "<rss><item><title>A</title></item><item><title>B</title></item><item><title>C</title></item></rss>",
        ] {
            let imported = ArticleImport(Array(text.utf8), path: "x", rules: rules)
            #expect(imported.lines.count == 2 && imported.problems.map(\.kind) == [.tooLarge], "\(text)")
        }
    }

    @Test func whatIsSaidOnceDoesNotMakeEachArticleLarge() throws {
        let long = String(repeating: "v", count: 20_000)
        let posts = Array(repeating: #"{"id": 1, "title": "A", "url": "x"}"#, count: 50).joined(
            separator: ","
        )
        let rows = (0..<1_000).map { "{\"post_id\": 1, \"tag_id\": \($0)}" }.joined(separator: ",")
        let tags = (0..<1_000).map { "{\"id\": \($0), \"name\": \"\($0)\"}" }.joined(separator: ",")
        for text in [
            #"{"version": "jsonfeed.org", "title": "\#(long)", "items": [\#(posts)]}"#,
            #"{"version": "jsonfeed.org", "language": "\#(long)", "items": [\#(posts)]}"#,
            #"{"version": "jsonfeed.org", "home_page_url": "https://\#(long)/", "items": [\#(posts)]}"#,
            #"{"data": {"posts": [\#(posts)], "tags": [{"id": 1, "name": "\#(long)"}], "posts_tags": [\#(rows)]}}"#,
            #"{"data": {"posts": [\#(posts)], "tags": [\#(tags)], "posts_tags": [\#(rows)]}}"#,
        ] {
            let lines = ArticleImport(Array(text.utf8), path: "x").lines
            #expect(lines.count == 50 && lines.allSatisfy { $0.count < 3_000 }, "\(text.prefix(60))")
        }
    }

    @Test func nestingIsLimited() throws {
        let deep = String(repeating: "[", count: 2_000_000)
        #expect(try export(deep, name: "x.json").problems.first?.kind == .invalidJSON)
        let inner =
            "[{\"title\": \"A\", \"id\": 1, \"x\": " + String(repeating: "[", count: 100)
            + String(repeating: "]", count: 100) + "}]"
        #expect(try articles(inner).map(\.id) == ["1"])
    }

    @Test func aBadLineAmongJSONLinesCostsItself() throws {
        let lines = [
            "{\"id\": \"1\", \"title\": \"A\"}", "", "{\"id\": ", "{\"id\": \"2\", \"title\": \"B\"}",
        ]
        let reading = try export(lines.joined(separator: "\n") + "\n", name: "x.json")
        #expect(reading.articles.map(\.id) == ["1", "2"] && reading.articles.last?.origin?.line == 4)
        #expect(reading.problems.map(\.kind) == [.invalidJSON] && reading.problems.first?.line == 3)
        let whole = try export("{\"items\": [\n{\"id\": ", name: "x.json")
        #expect(whole.articles.isEmpty && whole.problems.map(\.kind) == [.invalidJSON])
    }

    @Test func whatIsTooLargeIsCalledByWhatItIs() throws {
        func problem(_ text: String, _ name: String) throws -> InputProblem? {
            let folder = try TemporaryFolder()
            var rules = ReadingRules()
            rules.limits.jsonLineBytes = 100
            let listing = SourceListing([try folder.write(name, text)])
            return SourceReading(try #require(listing.files.first), rules).problems.first
        }
        let long = String(repeating: "long ", count: 100)
        let feed =
            "<rss><channel><item><title>A</title><description>\(long)</description></item></channel></rss>"
        let article = try #require(try problem(feed, "feed.xml"))
        #expect(article.kind == .tooLarge && article.problem.hasPrefix("the article has more"))
        #expect(article.remedy == "shorten it")
        let line = try #require(try problem("{\"id\": \"1\", \"title\": \"\(long)\"}\n", "x.jsonl"))
        #expect(line.kind == .tooLarge && line.problem.hasPrefix("the line has more"))
        #expect(line.remedy == "write one article a line, and shorten this one")
    }

    @Test func importedLinesAreTheArticlesOfTheFile() throws {
        let text =
            "[ {\"title\" : \"A \\\" b\" ,\n \"id\" : \"1\", \"author\": \"x\" }, {\"title\":\"B\",\"id\":\"2\", \"author\": \"y\"} ]"
        let imported = ArticleImport(Array(text.utf8), path: "x.json")
        #expect(
            imported.lines.map { String(decoding: $0, as: UTF8.self) }.first
                == #"{"title":"A \" b","id":"1","author":"x"}"#
        )
        #expect(imported.unreadKeys == ["author"])
        let direct = try articles(text).map(withoutOrigin)
        let lines = imported.lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
        #expect(try articles(lines, name: "x.jsonl").map(withoutOrigin) == direct && direct.count == 2)
    }
}

func withoutOrigin(_ article: Article) -> Article {
    var article = article
    article.origin = nil
    return article
}
