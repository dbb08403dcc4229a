import Corpus
import Foundation
import TestSupport
import Testing

/// What the front matter of common site generators says, by the standard names.
@Suite struct SiteKeysTests {
    private func reading(_ text: String, _ name: String = "a.md", _ rules: ReadingRules = .init()) throws
        -> SourceReading
    {
        let folder = try TemporaryFolder()
        try folder.write(name, text)
        return SourceReading(try #require(SourceListing([folder.path(name)]).files.first), rules)
    }

    private func article(_ yaml: String) throws -> Article {
        try #require(try reading("---\ntitle: T\n\(yaml)\n---\n").articles.first)
    }

    /// From a line as it is read from its bytes, and as the decoder reads it; they must agree.
    private func article(json members: String) throws -> Article {
        let (plain, decoded) = (
            #"{"id":"a","title":"T",\#(members)}"#, #"{"\u0061":0,"id":"a","title":"T",\#(members)}"#
        )
        let article = try Article(json: Array(plain.utf8))
        #expect(try Article(json: Array(decoded.utf8)) == article)
        return article
    }

    @Test(arguments: [
        ("topics: [AI, Law]", ["AI", "Law"]),
        ("tags: [a, b]\ncategories: [B, c]\ntopics: [z]", ["z", "a", "b", "c"]),
        ("tags: law police", ["law", "police"]), ("tags: \"Open data, law\"", ["Open data", "law"]),
        ("category: Press review", ["Press review"]), ("keywords: a b, c", ["a b", "c"]),
        (
            "categories:\n  - name: News\n    slug: news\n  - slug: law\n  - 2024\n  - {}",
            ["News", "law", "2024"]
        ),
        ("taxonomies:\n  tags: [x]\n  categories: [y, X]", ["x", "y"]),
        ("extra:\n  tags: [\" x \", \"\"]", ["x"]),
        ("taxonomies.tags: [literal]\ntaxonomies:\n  tags: [nested]", ["literal"]), ("tags: {a: b}", []),
        ("tags: ~\ncategory: a", ["a"]),
    ])
    func topicsAddUp(yaml: String, topics: [String]) throws { #expect(try article(yaml).topics == topics) }

    @Test func topicsOfJSONAddUp() throws {
        #expect(
            try article(json: #""tags":["a","b"],"category":"B","topics":["z"]"#).topics == ["z", "a", "b"]
        )
        #expect(
            try article(json: #""taxonomies":{"tags":["x",{"name":"N"},5,null,[1]]}"#).topics == [
                "x", "N", "5",
            ]
        )
        #expect(try article(json: #""tags":"a b","keywords":"c d, e""#).topics == ["a", "b", "c d", "e"])
    }

    @Test(arguments: [
        ("description: About it", "About it"), ("summary: S\nexcerpt: E", "E"), ("dek: D", "D"),
        ("excerpt: \"\"\nsummary: S", "S"), ("seo:\n  title: x\n  description: Deep", "Deep"),
        ("seo: flat\nextra:\n  description: Zola", "Zola"), ("preview: true\nstandfirst: F", "F"),
        ("preview: /img/a.png\nsubtitle: Sub title", "Sub title"), ("excerpt: a/b", "a/b"),
        ("description: [a]\nsummary: S", "S"),
    ])
    func excerptsHaveManyNames(yaml: String, excerpt: String) throws {
        #expect(try article(yaml).excerpt == excerpt)
    }

    @Test(arguments: [
        ("date: 2024-05-06\nlastmod: 2025-01-01", "2024-05-06"), ("lastmod: 2025-01-01", "2025-01-01"),
        ("pubDate: May 6, 2024\nupdated: 2025-01-01", "May 6, 2024"), ("published: 2024-05-06", "2024-05-06"),
        ("published: 2024-05-06\nupdated: 2025-01-01\ndate: soon", "2024-05-06"), ("published: true", nil),
        ("created: 2020-01-01\npublishDate: 2021/01/02", "2021/01/02"), ("date: 1714953600", "1714953600"),
        ("date: Created\nupdated: 2024-05-06", "2024-05-06"), ("date: \"\"\ncreated: 2024-1-2", "2024-1-2"),
    ])
    func datesHaveManyNames(yaml: String, text: String?) throws {
        #expect(try article(yaml).published?.text == text)
    }

    @Test func aDateOfTheFileIsNoProblem() throws {
        #expect(try reading("---\ntitle: T\ndate: git Last Modified\n---\n").problems.isEmpty)
        #expect(try reading("---\ntitle: T\npublished: 2024-05-06\n---\n").problems.isEmpty)
    }

    @Test func anAmbiguousDateIsToldWithBothReadings() throws {
        let problem = try #require(try reading("---\ntitle: T\ndate: 01/02/2021\n---\n").problems.first)
        #expect(problem.kind == .badDate && problem.severity == .warning && problem.line == 3)
        #expect(problem.remedy.hasPrefix("write it as 2021-01-02 or 2021-02-01;"))
    }

    @Test(arguments: [
        ("lang: en_US", "en-US"), ("locale: de", "de"), ("language: ZH-cn\nlang: en", "zh-CN"),
        ("lang: German", "German"),
    ])
    func languagesAreWrittenAsTags(yaml: String, language: String) throws {
        #expect(try article(yaml).language == language)
    }

    @Test func keysMayBeginWithACapital() throws {
        let reading = try reading(
            "---\nTitle: T\nDraft: true\nTags: [a]\nDate: 2024-05-06\ndate: 2024-05-07\n---\n"
        )
        let article = try #require(reading.articles.first)
        #expect(article.title == "T" && article.isPublished == false && article.topics == ["a"])
        #expect(article.published?.text == "2024-05-07" && reading.problems.isEmpty)
        // Hugo takes both keys for one, so there must be no second.
        let text = "---\ntitle: A\nRelated:\n  - mine\n---\n"
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
        #expect {
            try file.replacingRelated(with: [Article(id: "b", title: "B")])
        } throws: { ($0 as? InputProblem)?.kind == .authored }
    }

    @Test func datesMayBeMappings() throws {
        let article = try article("date:\n  created: 2024-01-02\n  updated: 2024-02-03")
        #expect(article.published?.text == "2024-01-02")
    }

    @Test(arguments: ["related: [ ]", "related:", "related: ~", "\"related\": []"])
    func anEmptyListStaysAsItIsWritten(list: String) throws {
        let text = "---\ntitle: A\n\(list)\n---\n"
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
        #expect(try file.replacingRelated(with: []) == Array(text.utf8))
        #expect(try file.replacingRelated(with: [Article(id: "b", title: "B")]) != Array(text.utf8))
    }

    @Test func pagesHaveSeriesTranslationsAndAnEnd() throws {
        let page = try article("series: [Law, Other]\ntranslationId: t1\nexpiryDate: 2030-01-02").page
        #expect(
            page
                == ArticlePage(
                    path: "a.md",
                    translationKey: "t1",
                    series: "Law",
                    expires: PublicationDate("2030-01-02")
                )
        )
        #expect(try article("extra:\n  series: {name: Deep}").page.series == "Deep")
        #expect(try article("unpublishDate: never").page.expires == nil)
        #expect(try article("redirect_to: [/a/]").page.kind == .redirect)
        #expect(try article("path: some/address").page.path == "a.md")
        let json = try article(json: #""series":["Law"],"ref":7,"unpublishDate":"2 Jan 2030","url":"/a/""#)
        #expect(
            json.page
                == ArticlePage(
                    url: "/a/",
                    translationKey: "7",
                    series: "Law",
                    expires: PublicationDate("2 Jan 2030")
                )
        )
    }

    @Test(arguments: [
        ("draft: true", false), ("published: false", false), ("unlisted: true", false),
        ("hidden: yes", false),
        ("robots: \"noindex, nofollow\"", false), ("robots: index, follow", nil), ("noindex: false", nil),
        ("status: Draft", false), ("status: stable", nil), ("published: true\nstatus: draft", true),
        ("published: true\nhidden: true", false), ("published: true\ndraft: true", true),
        // What was found elsewhere is no draft because it has no page here; but drafts are drafts.
        ("published: false\noriginalUrl: https://a.example/1", nil),
        ("published: false\nsourceUrl: https://a.example/1", nil),
        ("published: false\nwebUrl: https://a.example/1", false),
        ("draft: true\noriginalUrl: https://a.example/1", false),
        ("published: false\ndraft: true\noriginalUrl: https://a.example/1", false),
        ("unlisted: true\noriginalUrl: https://a.example/1", false),
        ("eleventyExcludeFromCollections: [x]", nil),
    ])
    func whatIsNotToBeFoundIsNotPublished(yaml: String, isPublished: Bool?) throws {
        #expect(try article(yaml).isPublished == isPublished)
    }

    @Test func nestedNamesAreReadInAllSyntaxes() throws {
        let names = try #require(
            FieldNames([.title: ["meta.title"], .draft: ["meta.state.draft"], .locked: ["meta.locked"]])
        )
        let rules = ReadingRules(names: names)
        let yaml = "---\nmeta:\n  title: T\n  locked: true\n  state: {draft: true}\n---\n"
        let json = #"{"id":"a","meta":{"title":"T","locked":true,"state":{"draft":true}}}"#
        for article in [
            try reading(yaml, "a.md", rules).articles, try reading(json, "a.jsonl", rules).articles,
        ] {
            #expect(article.map(\.title) == ["T"] && article.first?.isPublished == false)
            #expect(article.first?.choices.isLocked == true)
        }
        let missing = try reading("---\nmeta:\n  title: ~\n---\n", "a.md", rules).problems
        #expect(missing.map(\.kind) == [.assumedTitle] && missing.first?.remedy == "add a `meta.title`")
        let folder = try TemporaryFolder()
        let file = try ArticleFile(path: try folder.write("a.md", yaml), rules: rules)
        #expect(try file.isLocked)
    }

    @Test func draftsStayDraftsInJSON() throws {
        for yaml in [
            "draft: true\noriginalUrl: https://a.example/1", "published: false",
            "published: false\noriginalUrl: https://a.example/1",
        ] {
            let article = try article(yaml)
            #expect(try Article(json: article.json).isPublished == article.isPublished)
        }
    }

    /// A slip that would have locked a list does so wherever it is written.
    @Test(arguments: ["related_locked", "relatedlocked", "relatedPinnd", "related-excluded"])
    func nearMissesInJSON(key: String) throws {
        let reading = try reading("{\"id\":\"a\",\"title\":\"T\",\"\(key)\":[]}", "a.jsonl")
        #expect(reading.articles.first?.choices.isLocked == true)
        #expect(reading.problems.map(\.kind) == [.badChoice])
        let plain = try self.reading("{\"id\":\"a\",\"title\":\"T\",\"related_posts\":[]}", "a.jsonl")
        #expect(plain.articles.first?.choices.isLocked == false && plain.problems.isEmpty)
    }

    @Test func aBadDateBesideADateInTheName() throws {
        func problem(_ name: String) throws -> InputProblem? {
            let folder = try TemporaryFolder()
            try folder.write(name, "---\ntitle: T\ndate: soon\n---\n")
            let contents = CorpusContents(reading: [folder.path])
            #expect((contents.articles.first?.published != nil) == name.hasPrefix("2"))
            return contents.problems.first
        }
        #expect(try problem("2024-05-06-x.md")?.remedy.contains("has the date of its file's name") == true)
        #expect(try problem("x.md")?.remedy.contains("counts as undated") == true)
    }

    // MARK: - Bounds

    @Test func whatIsTooLongIsLeftOutAndTheArticleStays() throws {
        let long = String(repeating: "x", count: 4097)
        let text = """
            ---
            title: T
            id: \(long)
            provider: {name: \(long), domain: d.example}
            type: \(long)
            lang: \(long)
            webUrl: https://a.example/\(long)
            originalUrl: https://a.example/1
            tags: [a, \(long)]
            images: [u, \(long)]
            series: \(long)
            translationKey: \(long)
            permalink: /\(long)
            ---
            """
        let reading = try reading(text)
        var article = try #require(reading.articles.first)
        article.origin = nil
        #expect(
            article
                == Article(
                    id: "a.md",
                    title: "T",
                    links: ArticleLinks(original: "https://a.example/1"),
                    provider: Provider(domain: "d.example"),
                    topics: ["a"],
                    images: [ArticleImage(url: "u")],
                    page: ArticlePage(path: "a.md")
                )
        )
        #expect(reading.problems.allSatisfy { $0.kind == .ignoredValue && $0.severity == .warning })
        #expect(Set(reading.problems.compactMap(\.line)) == [3, 4, 5, 6, 7, 9, 10, 11, 12, 13])
        #expect(reading.problems.count == 10)
    }

    @Test func tooManyTopicsAreCut() throws {
        let reading = try reading(
            "---\ntitle: T\ntags: [\((0..<200).map { "t\($0)" }.joined(separator: ", "))]\n---\n"
        )
        #expect(reading.articles.first?.topics.count == 128 && reading.problems.map(\.line) == [3])
    }

    // MARK: - Mappings

    @Test func mappingsAreReadAsUsersWriteThem() throws {
        let names = try FieldNames(mapping: [
            "title=headline", "excerpt = dek, seo.description", "url=link", "quality=",
        ])
        #expect(names[.title] == ["headline"] && names[.excerpt] == ["dek", "seo.description"])
        #expect(
            names[.url] == ["link"] && names[.quality].isEmpty && names[.date] == FieldNames.standard[.date]
        )
        #expect(try FieldNames(mapping: []) == .standard)
    }

    @Test(arguments: [
        ("headline", "says no field and key", "title=headline"),
        ("heading=a", "there is no field \"heading\"", "id, title"),
        ("title=related", "`related` is the list", "another"), ("title=a,a", "stands twice", "once"),
        ("excerpt=x", "both title and excerpt", "once"), ("body=x,b", "both title and body", "once"),
    ])
    func mappingsThatCannotBeFollowedAreTold(text: String, problem: String, remedy: String) {
        #expect {
            try FieldNames(mapping: ["title=x"].filter { _ in !text.hasPrefix("title") } + [text])
        } throws: {
            guard let error = $0 as? FieldNames.MappingError else { return false }
            return error.problem.contains(problem) && error.remedy.contains(remedy)
        }
        #expect(throws: FieldNames.MappingError.self) { try FieldNames(mapping: ["date=a", "date=b"]) }
    }
}
