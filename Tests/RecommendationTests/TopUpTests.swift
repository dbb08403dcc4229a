import Corpus
import Testing

@testable import Recommendation

/// Lists that are topped up with what is too improbable otherwise.
@Suite struct TopUpTests {
    private static let relatedness = RelatednessModel(weights: [.terms: 10], bias: -2)

    private func article(
        _ id: ArticleID,
        _ title: String,
        _ excerpt: String = "",
        language: String? = nil
    ) -> Article {
        Article(
            id: id,
            title: title,
            excerpt: excerpt,
            links: ArticleLinks(web: "https://\(id).example/"),
            language: language
        )
    }

    /// A subject, one article that is probable, three that share a word or two, and what must never top up.
    private var articles: [Article] {
        let text = "Waves broke over the quay while sirens sounded and boats sank in the old basin at night."
        var copy = article("copy", "Storm floods the harbour", text)
        copy.published = PublicationDate("2021-03-02")
        var draft = article("draft", "Quay of the harbour", "A quay.")
        draft.isPublished = false
        var translation = article("translation", "Hafen", "Sturm am harbour", language: "en")
        translation.page.translationKey = "storm"
        var subject = article("s", "Storm floods harbour", text, language: "en")
        subject.page.translationKey = "storm"
        subject.choices.excluded = ["excluded"]
        return [
            subject, article("near", "Storm floods harbour town", "Boats sank in the old basin."),
            article("a", "Harbour master retires", "He leaves."),
            article("b", "Night trains return", "At last."),
            article("c", "Old town opens museum", "It is free."), copy, draft, translation,
            article("french", "Le harbour du nord", "Storm harbour", language: "fr"),
            article("excluded", "Harbour of the excluded", "Harbour."),
        ]
    }

    private func recommender(
        _ articles: [Article],
        limit: Int = 4,
        fewest: Int,
        minimum: Double = 0.5,
        candidates: Int = 100,
        _ change: (inout EditorialRules) -> Void = { _ in }
    ) throws -> Recommender {
        var rules = EditorialRules()
        change(&rules)
        return try Recommender(
            articles,
            options: RankingOptions(
                limit: limit,
                fewest: fewest,
                minimumProbability: minimum,
                candidateCount: candidates,
                rules: rules
            ),
            relatedness: Self.relatedness
        )
    }

    @Test func theBestOfWhatIsLeftTopsUp() throws {
        let short = try recommender(articles, fewest: 0).related(to: articles[0])
        #expect(short.entries.map(\.article.id) == ["near"])
        let full = try recommender(articles, fewest: 3) { $0.diversity = 0 }.related(to: articles[0])
        #expect(full.entries.count == 3 && full.entries.map(\.isFallback) == [false, true, true])
        #expect(full.entries.prefix(1) == short.entries.prefix(1))
        let scores = full.entries.map(\.score)
        #expect(scores[1] >= scores[2] && full.entries[1].probability ?? 1 < 0.5)
        // Four there are; no more may be listed, however many are asked for.
        let most = try recommender(articles, limit: 9, fewest: 9).related(to: articles[0])
        #expect(Set(most.entries.map(\.article.id)) == ["near", "a", "b", "c"])
        #expect(RankingOptions(limit: 2, fewest: 9).fewest == 2)
    }

    @Test func anotherLanguageNeverTopsUp() throws {
        let any = try recommender(articles, limit: 9, fewest: 9) { $0.anyLanguage = true }
        #expect(!any.related(to: articles[0]).entries.contains { $0.article.id == "french" })
        // Where it is probable, it may be listed.
        let sure = try recommender(articles, limit: 9, fewest: 9, minimum: 0) { $0.anyLanguage = true }
        #expect(sure.related(to: articles[0]).entries.contains { $0.article.id == "french" })
    }

    @Test func aTemplateOfTheSubjectNeverTopsUp() throws {
        func form(_ id: ArticleID, _ name: String, _ gain: String, _ low: String, _ high: String) -> Article {
            article(
                id,
                "\(name) shares gain \(gain)% as Sensex rises",
                "\(name) shares traded in the range of Rs \(low) and Rs \(high) at the counter of the exchange."
            )
        }
        let all = [
            form("a", "Alpha Industries", "1.2", "311", "322"), form("b", "Berar Finance", "2.7", "87", "99"),
            article("c", "Choir sings at the exchange", "A quiet evening."),
        ]
        let print = all.map { TextFingerprint($0) }
        #expect(print[0].sharesTemplate(with: print[1]))
        let improbable = try recommender(all, fewest: 3, minimum: 0.9999).related(to: all[0])
        #expect(improbable.entries.map(\.article.id) == ["c"])
        // As an entry that is probable it may stand there once.
        let probable = try recommender(all, fewest: 3, minimum: 0.1).related(to: all[0])
        #expect(probable.entries.map(\.article.id).contains("b"))
    }

    /// What is probable enough is listed alike, and moves for nothing that tops up.
    @Test(arguments: [0.0, 1], [4, 40])
    func probableEntriesStayAsTheyAre(_ diversity: Double, _ limit: Int) throws {
        for seed in 1...(limit == 4 ? 2 : 1) {
            let articles = CopiedCollection.articles(
                identical: 12,
                similar: 8,
                others: 40,
                seed: UInt64(seed)
            )
            let made = { (fewest: Int) in
                try recommender(articles, limit: limit, fewest: fewest, minimum: 0.8, candidates: 30) {
                    $0.diversity = diversity
                    $0.maxPerProvider = limit == 4 ? 3 : nil
                }
            }
            let (plain, topped) = (try made(0), try made(limit - 1))
            var added = 0
            let some = articles.prefix(24)
            for (short, long) in zip(plain.related(toEach: Array(some)), topped.related(toEach: Array(some)))
            {
                let probable = long.entries.filter { !$0.isFallback }
                // A list that is still too short looks at more candidates, which may be probable too.
                #expect(probable.starts(with: short.entries) || probable.count > short.entries.count)
                added += long.entries.count - short.entries.count
                #expect(long.entries.count >= short.entries.count && long.entries.count <= limit)
                let prints = long.entries.map { TextFingerprint($0.article) }
                for (number, print) in prints.enumerated() {
                    #expect(
                        !prints[..<number].contains { $0.isCopy(of: print) || $0.sharesTemplate(with: print) }
                    )
                }
            }
            #expect(added > 20)
        }
    }

    @Test func verdictsTellWhatToppedUp() throws {
        let recommender = try recommender(articles, fewest: 2)
        let entries = recommender.related(to: articles[0]).entries
        let verdict = recommender.verdict(on: entries[1].article, under: articles[0])
        #expect(verdict == .toppedUp(2) && verdict.sentence(0.5).contains("--at-least"))
        #expect(recommender.verdict(on: entries[0].article, under: articles[0]) == .listed(1))
        let left = articles.first {
            $0.id == "b" || $0.id == "c" || $0.id == "a" && $0.id != entries[1].article.id
        }
        if let left, left.id != entries[1].article.id {
            #expect(recommender.verdict(on: left, under: articles[0]) == .improbable)
        }
        // What was dropped is told as before.
        let plain = try self.recommender(articles, fewest: 0)
        #expect(
            recommender.dropped(from: articles[0]).map(\.verdict)
                == plain.dropped(from: articles[0]).map(\.verdict)
        )
    }

    @Test func precisionChoosesTheCutOff() throws {
        let model = RelatednessModel(weights: [.terms: 10], bias: -2, minimumProbability: 0.6)
        let cuts = ListPrecision.allCases.map { RankingOptions(precision: $0).minimumProbability(by: model) }
        #expect(cuts[0] == 0.6 && cuts[1] < 0.6 && cuts[1] > 0 && cuts[2] == 0)
        #expect(
            RankingOptions(minimumProbability: 0.3, precision: .full).minimumProbability(by: model) == 0.3
        )
        let full = try Recommender(articles, options: RankingOptions(precision: .full), relatedness: model)
        #expect(full.minimumProbability == 0 && full.related(to: articles[0]).entries.count == 4)
    }
}
