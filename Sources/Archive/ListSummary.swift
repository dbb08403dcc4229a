package import Corpus
import Foundation
package import Recommendation

/// What the lists of a site are like, counted as they are made.
package struct ListSummary: Sendable {
    /// What is counted of one list.
    package struct Item: Sendable {
        let listed: [ArticleID]
        let fallback: Int

        /// Its entries.
        package var count: Int { listed.count }

        package init(_ ranking: Ranking) {
            listed = ranking.entries.map(\.article.id)
            fallback = ranking.entries.count(where: \.isFallback)
        }
    }

    package private(set) var lists = 0
    package private(set) var entries = 0
    package private(set) var empty = 0
    /// Lists with entries that only top them up.
    package private(set) var toppedUp = 0
    /// Those entries.
    package private(set) var fallback = 0
    /// In how many lists an article stands.
    package private(set) var counts: [ArticleID: Int] = [:]

    package init() {}

    package mutating func add(_ item: Item) {
        lists += 1
        entries += item.listed.count
        if item.listed.isEmpty { empty += 1 }
        if item.fallback > 0 { toppedUp += 1 }
        fallback += item.fallback
        for id in item.listed { counts[id, default: 0] += 1 }
    }

    /// The article that stands in most lists, the first of several in byte order; nil where all are empty.
    package var mostListed: (id: ArticleID, count: Int)? {
        counts.min { a, b in
            if a.value != b.value { return a.value > b.value }
            return a.key.rawValue.utf8.lexicographicallyPrecedes(b.key.rawValue.utf8)
        }.map { ($0.key, $0.value) }
    }

    /// Those of `articles` that may stand in lists and do in none, in their order.
    package func orphans(among articles: [Article], _ rules: EditorialRules) -> [Article] {
        var rules = rules
        // One moment for all of them.
        rules.asOf = rules.asOf ?? .now
        return articles.filter { counts[$0.id] == nil && rules.mayBeListed($0) }
    }
}
