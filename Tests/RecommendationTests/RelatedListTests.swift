import Corpus
import Recommendation
import Testing

/// Lists written as JSON and read again.
@Suite struct RelatedListTests {
    private let articles = [
        Article(id: "a", title: "Storm floods harbour", excerpt: "The storm flooded the harbour of Porto."),
        Article(
            id: "b",
            title: "Harbour storm: \"floods\" recede",
            published: PublicationDate("2021-03-02"),
            links: ArticleLinks(original: "https://x.example/2", cdnAmp: "https://c.example/2"),
            type: "article",
            provider: Provider(domain: "x.example"),
            topics: ["Weather"],
            quality: 2.5,
            images: [ArticleImage(url: "u", width: 1, height: 2, isCached: true)]
        ),
        Article(id: "c", title: "Choir wins prize in storm"),
    ]

    private func list(of article: Article, fields: EntryFields = .standard) throws -> RelatedList {
        let recommender = try Recommender(articles, options: RankingOptions(limit: 4, minimumProbability: 0))
        return RelatedList(of: article, recommender.related(to: article), fields: fields) {
            recommender.reasons(for: $0, under: article)
        }
    }

    @Test func whatIsReadIsWhatWasWritten() throws {
        var subject = articles[0]
        subject.choices = EditorialChoices(pinned: [.reference("c")], isLocked: true)
        for family in [ArticleLinks.KeyFamily.web, .source] {
            subject.links = ArticleLinks(family: family)
            let list = try list(of: subject)
            #expect(list.entries.map(\.article.id) == ["c", "b"] && list.entries[0].isPinned)
            #expect(list.entries[1].reasons?.contributions.isEmpty == false)
            let copy = try RelatedList(json: list.json)
            #expect(copy.json == list.json)
            #expect(copy.subject == .article("a", isLocked: true) && copy.linkFamily == family)
            #expect(copy.entries[1].article.links.web == "https://x.example/2")
            #expect(copy.entries[1].article.images == articles[1].images)
            // What was rounded once stays.
            #expect(try RelatedList(json: copy.json) == copy)
        }
    }

    @Test func entriesSayInWhichLanguageTheyAre() throws {
        var told = Article(id: "a", title: "Sturm", language: "de-AT")
        told.detectedLanguage = "fr"
        var shown = Article(id: "b", title: "Tempête")
        shown.detectedLanguage = "fr"
        let list = RelatedList(
            of: .text("x"),
            [.init(told), .init(shown), .init(Article(id: "c", title: "?"))]
        )
        let languages = try RelatedList(json: list.json).entries.map(\.article.language)
        #expect(languages == ["de-AT", "fr", nil])
        var few = list
        few.fields = try #require(EntryFields([.title]))
        #expect(!String(decoding: few.json, as: UTF8.self).contains("language"))
    }

    @Test func whatTopsUpIsMarked() throws {
        let recommender = try Recommender(
            articles,
            options: RankingOptions(limit: 4, fewest: 2, minimumProbability: 1)
        )
        let list = RelatedList(of: articles[0], recommender.related(to: articles[0]))
        #expect(list.entries.map(\.isFallback) == [true, true])
        #expect(String(decoding: list.json, as: UTF8.self).contains(#""tier":"fallback""#))
        #expect(try RelatedList(json: list.json).entries.map(\.isFallback) == [true, true])
        #expect(try !String(decoding: self.list(of: articles[0]).json, as: UTF8.self).contains("tier"))
    }

    @Test func textsAndFewFieldsComeBack() throws {
        let recommender = try Recommender(articles, options: RankingOptions(limit: 4, minimumProbability: 0))
        let text = "A \u{0}\"storm\"\n"
        let list = RelatedList(
            ofText: text,
            recommender.related(to: Article(id: "", title: "", excerpt: "storm"))
        )
        #expect(!list.entries.isEmpty)
        let copy = try RelatedList(json: list.json)
        #expect(copy.subject == .text(text) && copy.json == list.json)
        #expect(copy.entries.allSatisfy { $0.reasons == nil && $0.probability != nil })

        let titles = try self.list(of: articles[0], fields: try #require(EntryFields([.title])))
        #expect(try RelatedList(json: titles.json).json == titles.json)
        let empty = RelatedList(of: .text(""), [])
        #expect(try RelatedList(json: empty.json) == empty)
    }

    @Test(arguments: [
        "{}", "[]", #"{"id":"a"}"#, #"{"id":"a","related":[{}]}"#, #"{"related":[]}"#,
        #"{"id":"a","related":[{"id":"b"}]}"#, #"{"id":"a","related":[{"title":"b"}]}"#,
        #"{"id":"a","related":["b"]}"#,
        #"{"id":"a","related":[{"id":"b","title":"B","probability":"high"}]}"#,
        #"{"id":"a","related":[{"id":"b","title":"B","reasons":{}}]}"#,
    ])
    func whatIsNoListIsRefused(json: String) {
        #expect(throws: InputProblem.self) { try RelatedList(json: Array(json.utf8)) }
    }
}
