import Corpus
import Foundation
import Recommendation
import TestSupport
import Testing
import Yams

@Suite struct RecommenderTests {
    private let articles = [
        Article(id: "a", title: "Storm floods harbour", links: ArticleLinks(web: "https://x.example/1")),
        Article(
            id: "b",
            title: "Harbour storm: floods recede",
            links: ArticleLinks(web: "https://x.example/2")
        ),
        Article(
            id: "b-copy",
            title: "Harbour storm floods recede",
            links: ArticleLinks(original: "https://x.example/2")
        ),
        Article(id: "a-copy", title: "Storm floods harbour", links: ArticleLinks(web: "https://x.example/1")),
        Article(id: "c", title: "Choir wins prize"),
    ]

    @Test func neitherItselfNorItsCopyNorOneURLTwice() throws {
        let recommender = try Recommender(articles, options: RankingOptions(limit: 10, minimumProbability: 0))
        let entries = recommender.related(to: articles[0]).entries
        // The two articles at /2 have the same terms; the first in order stands for both.
        #expect(entries.map(\.article.id) == ["b"])
        #expect(entries.allSatisfy { $0.probability.map { (0...1).contains($0) } ?? false })
    }

    @Test func aPageIsOneUnderEverySpelling() throws {
        var articles = articles
        articles[2].links = ArticleLinks(original: "http://www.x.example/2/?utm_source=feed")
        articles[3].links = ArticleLinks(amp: "https://x.example/1/amp")
        let recommender = try Recommender(articles, options: RankingOptions(limit: 10, minimumProbability: 0))
        #expect(recommender.related(to: articles[0]).entries.map(\.article.id) == ["b"])
        #expect(recommender.article(at: "https://m.x.example/2#comments")?.id == "b")
        #expect(recommender.article(at: "https://x.example/3") == nil)
    }

    @Test func listsComeInQueryOrderAndDoNotDependOnTheBatch() throws {
        let contents = CorpusContents(reading: [SharedData.packageFolder + "/corpus"])
        let recommender = try Recommender(contents.articles)
        let all = recommender.related(toEach: contents.articles)
        #expect(all.count == contents.articles.count)
        for index in stride(from: 0, to: all.count, by: 17) {
            #expect(all[index] == recommender.related(to: contents.articles[index]))
            #expect(all[index].entries.count <= 4)
            #expect(all[index].entries.allSatisfy { ($0.probability ?? 0) >= recommender.minimumProbability })
        }
    }

    @Test func anArticlesOwnListIsNoInput() throws {
        // Same text, once with and once without the old list, gives the same ranking.
        let folder = try TemporaryFolder()
        for (name, list) in [("with", "related:\n  - title: \"Choir wins prize\"\n"), ("without", "")] {
            try folder.write("\(name)/a.md", "---\ntitle: Storm floods harbour\n\(list)---\n")
            try folder.write("\(name)/b.md", "---\ntitle: Harbour storm\n---\n")
            try folder.write("\(name)/c.md", "---\ntitle: Choir wins prize\n---\n")
        }
        let rankings = try ["with", "without"].map { name in
            let articles = CorpusContents(reading: [folder.path(name)]).articles
            let options = RankingOptions(minimumProbability: 0)
            return try Recommender(articles, options: options).related(to: articles[0]).entries.map {
                "\($0.article.id) \($0.score)"
            }
        }
        #expect(rankings[0] == rankings[1] && rankings[0].count == 1)
    }

    @Test func explanationsSayWhatListsAreMadeBy() throws {
        let contents = CorpusContents(reading: [SharedData.packageFolder + "/corpus"])
        let recommender = try Recommender(
            contents.articles,
            options: RankingOptions(limit: 20, minimumProbability: 0)
        )
        for article in contents.articles.prefix(40) {
            for entry in recommender.related(to: article).entries {
                let explanation = recommender.explanation(of: article, and: entry.article)
                let cosine = explanation.terms.reduce(0) { $0 + $1.contribution }
                #expect(abs(cosine - explanation.signals[.terms]) < 1e-6)
                #expect(explanation.signals == entry.signals)
                #expect(explanation.logOdds == entry.score)
                let sum = explanation.reasons.contributions.values.reduce(0, +)
                #expect(abs(sum - explanation.logOdds) < 1e-4)
                let reasons = try #require(recommender.reasons(for: entry, under: article))
                #expect(reasons.contributions == explanation.reasons.contributions)
                #expect(reasons.sharedTerms == explanation.reasons.sharedTerms)
                #expect(reasons.daysApart == explanation.reasons.daysApart)
            }
        }
    }

    @Test func aDraftMayHaveTheIDOfAnArchivedArticle() throws {
        let archived = Article(
            id: "index.md",
            title: "Storm floods harbour",
            origin: ArticleOrigin(path: "/old/index.md")
        )
        let draft = Article(
            id: "index.md",
            title: "Harbour storm",
            origin: ArticleOrigin(path: "/new/index.md")
        )
        let recommender = try Recommender([archived], options: RankingOptions(minimumProbability: 0))
        #expect(recommender.related(to: draft).entries.count == 1)
        #expect(recommender.related(to: archived).entries.isEmpty)
    }

    @Test func limitsOfAnySizeAreMet() throws {
        for limit in [0, 1, Int.max] {
            let recommender = try Recommender(
                articles,
                options: RankingOptions(limit: limit, minimumProbability: 0)
            )
            #expect(recommender.related(to: articles[4]).entries.isEmpty)
            #expect(recommender.related(to: articles[0]).entries.count == min(limit, 1))
        }
    }

    @Test func duplicateIDsAreRefused() {
        #expect(throws: Recommender.DuplicateID(id: "a")) { try Recommender([articles[0], articles[0]]) }
    }

    @Test func emptyCollectionsAndTextsAnswerNothing() throws {
        let empty = try Recommender([])
        #expect(empty.related(to: articles[0]).entries.isEmpty)
        #expect(empty.similar(to: "anything").entries.isEmpty)
        #expect(try Recommender(articles).similar(to: "").entries.isEmpty)
    }
}

/// What the project was started for: the face-recognition cluster, without the paper on Tau.
@Suite struct FaceRecognitionTests {
    private let seed: ArticleID =
        "2021-03-02-law-on-collection-of-facial-recognition-data-to-be-proposed-at-two-sessions.md"

    @Test func theThreeTrueNeighboursComeFirstAndTauNotAtAll() throws {
        let articles = CorpusContents(reading: [SharedData.packageFolder + "/corpus"]).articles
        let recommender = try Recommender(
            articles,
            options: RankingOptions(limit: articles.count, minimumProbability: 0)
        )
        let article = try #require(recommender[seed])
        let entries = recommender.related(to: article).entries
        #expect(
            Set(entries.prefix(3).compactMap { $0.article.provider?.name }) == [
                "New York Times", "MarketWatch",
            ]
        )
        #expect(Set(entries.prefix(3).compactMap(\.article.links.primary)).count == 3)
        #expect(!entries.contains { $0.article.provider?.name == "Nature" })
    }

    /// The same on the publishers' own texts: the seed, the four entries that its old list has, and 1,839
    /// other articles.
    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func onTheSeedsOwnTexts() throws {
        let seed = try #require(CorpusContents(reading: [SharedData.seed]).articles.first)
        let path = try #require(seed.origin?.path)
        let yaml = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n---\n")[0]
        let listed = try #require(try Yams.compose(yaml: yaml)?.mapping?["related"]?.sequence).enumerated()
            .map {
                Article(
                    id: ArticleID("listed-\($0.offset)"),
                    title: $0.element["title"]?.string ?? "",
                    excerpt: $0.element["excerpt"]?.string ?? ""
                )
            }
        try #require(listed.count == 4 && listed[3].title.contains("Tau"))
        let others = CorpusContents(reading: [SharedData.folder + "/corpora/roundups/check/articles.jsonl"])
            .articles
        let recommender = try Recommender([seed] + listed + others, options: RankingOptions(limit: 10))
        let ids = recommender.related(to: seed).entries.map(\.article.id)
        #expect(Set(ids.prefix(3)) == ["listed-0", "listed-1", "listed-2"])
        #expect(!ids.contains("listed-3"))
    }
}
