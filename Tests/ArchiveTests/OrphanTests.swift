import Archive
import Corpus
import Recommendation
import Testing

/// Articles that no list shows.
@Suite struct OrphanTests {
    private static let subjects = [
        "Harbour walls rebuilt after winter storms", "Council debates face recognition cameras",
        "Hospital tests new malaria vaccine",
    ]

    /// Eight articles on each subject; with lists of two, some are in none.
    private var articles: [Article] {
        (0..<24).map { number in
            let details = (0..<6).map { "detail\((number * 7 + $0 * number) % 31)" }.joined(separator: " ")
            return Article(
                id: ArticleID("a\(number)"),
                title: Self.subjects[number % 3],
                excerpt: "\(details) of it, told by reporter\(number % 5) and witness\(number % 4)."
            )
        }
    }

    private func recommender(
        _ articles: [Article],
        limit: Int = 2,
        minimum: Double? = 0.05,
        _ change: (inout EditorialRules) -> Void = { _ in }
    ) throws -> Recommender {
        var rules = EditorialRules()
        rules.foldsCopies = false
        change(&rules)
        return try Recommender(
            articles,
            options: RankingOptions(limit: limit, minimumProbability: minimum, rules: rules)
        )
    }

    private func lists(_ articles: [Article], _ recommender: Recommender) -> [ArticleList] {
        zip(articles, recommender.related(toEach: articles)).map { ArticleList(article: $0, ranking: $1) }
    }

    private func summary(_ lists: [ArticleList]) -> ListSummary {
        lists.reduce(into: ListSummary()) { $0.add(ListSummary.Item($1.ranking)) }
    }

    @Test func listsAreCounted() throws {
        var articles = articles
        articles.append(Article(id: "alone", title: "Choir sings"))
        articles.append(Article(id: "draft", title: "Choir sings again", isPublished: false))
        let recommender = try Recommender(
            articles,
            options: RankingOptions(limit: 3, fewest: 1, minimumProbability: 0.9)
        )
        let lists = lists(articles, recommender)
        let summary = summary(lists)
        #expect(summary.lists == 26 && summary.entries == lists.reduce(0) { $0 + $1.ranking.entries.count })
        #expect(summary.empty == lists.count { $0.ranking.entries.isEmpty })
        #expect(summary.fallback == lists.reduce(0) { $0 + $1.ranking.entries.count(where: \.isFallback) })
        #expect(summary.toppedUp > 0 && summary.toppedUp <= summary.fallback)
        let most = try #require(summary.mostListed)
        let counts = Dictionary(grouping: lists.flatMap(\.ranking.entries), by: \.article.id).mapValues(
            \.count
        )
        #expect(most.count == counts.values.max() && counts[most.id] == most.count)
        let first = counts.filter { $0.value == most.count }.keys.map(\.rawValue).min()
        #expect(most.id.rawValue == first)
        // Drafts are in no list by right.
        let orphans = summary.orphans(among: articles, EditorialRules()).map(\.id)
        #expect(orphans == articles.map(\.id).filter { counts[$0] == nil && $0 != "draft" })
        #expect(ListSummary().mostListed == nil)
    }

    @Test func orphansGetThePlaceOfWhatIsListedElsewhere() throws {
        let articles = articles
        let recommender = try recommender(articles)
        let before = lists(articles, recommender)
        let orphans = summary(before).orphans(among: articles, EditorialRules())
        #expect(orphans.count > 1)
        let places = OrphanPlaces(for: orphans, in: before, by: recommender)
        let after = summary(places.lists)
        let left = after.orphans(among: articles, EditorialRules())
        #expect(places.placed > 0 && left.count == orphans.count - places.placed)
        // Nobody else became one, and no list grew beyond its limit.
        #expect(Set(left.map(\.id)).isSubset(of: orphans.map(\.id)))
        let guests = Set(orphans.map(\.id))
        for (old, new) in zip(before, places.lists) {
            #expect(old.article.id == new.article.id && new.ranking.entries.count <= 2)
            let here = new.ranking.entries.filter { guests.contains($0.article.id) }
            #expect(here.count <= 1 && !new.ranking.entries.contains { $0.article.id == new.article.id })
            if here.isEmpty {
                #expect(old.ranking == new.ranking)
            } else {
                #expect(new.ranking.entries.last == here[0] && here[0].probability ?? 0 >= 0.02)
                #expect(old.ranking.entries.prefix(1) == new.ranking.entries.prefix(1))
            }
        }
        // The same again.
        #expect(
            OrphanPlaces(for: orphans, in: before, by: recommender).lists.map(\.ranking)
                == places.lists.map(\.ranking)
        )
    }

    @Test func whatRulesAndEditorsSayHolds() throws {
        var articles = articles
        for number in articles.indices { articles[number].choices.isLocked = true }
        let locked = try recommender(articles)
        let lists = lists(articles, locked)
        let orphans = summary(lists).orphans(among: articles, EditorialRules())
        #expect(!orphans.isEmpty && OrphanPlaces(for: orphans, in: lists, by: locked).placed == 0)

        // Each article's editor excludes all orphans.
        var choosy = self.articles
        for number in choosy.indices { choosy[number].choices.excluded = orphans.map(\.id.rawValue) }
        let strict = try recommender(choosy)
        let strictLists = self.lists(choosy, strict)
        let wanted = choosy.filter { article in orphans.contains { $0.id == article.id } }
        #expect(OrphanPlaces(for: wanted, in: strictLists, by: strict).placed == 0)

        // What is hardly related stays alone.
        var some = self.articles
        some.append(Article(id: "alone", title: "Choir sings", excerpt: "Told by reporter1."))
        let plain = try recommender(some, minimum: nil)
        let alone = some.filter { $0.id == "alone" }
        #expect(OrphanPlaces(for: alone, in: self.lists(some, plain), by: plain).placed == 0)
    }

    @Test func copiesBesideWhatIsListedGetNoPlace() throws {
        let text =
            "The old walls of the harbour are rebuilt stone by stone, and the work takes until the autumn."
        let articles =
            (0..<6).map {
                Article(
                    id: ArticleID("x\($0)"),
                    title: "Harbour walls rebuilt, says mason\($0)",
                    excerpt: "Walls\($0) by mason\($0)."
                )
            }
            + (0..<2).map { Article(id: ArticleID("c\($0)"), title: "Harbour walls rebuilt", excerpt: text) }
        let recommender = try recommender(articles, limit: 4) { $0.foldsCopies = true }
        let lists = lists(articles, recommender)
        let orphans = summary(lists).orphans(among: articles, EditorialRules())
        let places = OrphanPlaces(for: orphans, in: lists, by: recommender)
        for list in places.lists {
            #expect(list.ranking.entries.count { $0.article.id.rawValue.hasPrefix("c") } <= 1)
        }
    }
}
