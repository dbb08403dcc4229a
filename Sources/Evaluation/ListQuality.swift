/// What the final lists of a site are like: readers see lists, not rankings.
package struct ListQuality: Hashable, Sendable {
    /// A list shorter than this looks thin on a page.
    package static let fewEntries = 3

    /// Lists, one an article.
    package let lists: Int
    /// Entries of all lists.
    package let entries: Int
    /// Entries that have a judgement.
    package let judged: Int
    /// Of those, graded 0: not related.
    package let unrelated: Int
    /// Pairs that the judgements grade 0: where they are few, or none, `unrelated` says little.
    package let unrelatedPairs: Int
    package let emptyLists: Int
    /// Lists with fewer than ``fewEntries`` entries, empty ones among them.
    package let shortLists: Int
    /// Entries that repeat their article or an entry above them.
    package let duplicates: Int
    /// The document that stands in most lists, the first in byte order of several; nil where all are empty.
    package let mostListed: String?
    /// In how many lists it stands.
    package let mostListedCount: Int
    /// Articles that stand in any list.
    package let listed: Int
    /// Articles that may be listed and stand in no list, in byte order.
    package let orphans: [String]
    /// Articles that may be listed.
    package let listable: Int

    /// - Parameters:
    ///   - lists: for each article its list, best first.
    ///   - mayBeListed: whether an article may stand in lists at all.
    ///   - text: of an article, by which copies are told: equal texts are duplicates.
    package init(
        _ lists: [String: [String]],
        qrels: Qrels,
        mayBeListed: (String) -> Bool = { _ in true },
        text: (String) -> String
    ) {
        self.lists = lists.count
        var (entries, judged, unrelated, duplicates, short, empty) = (0, 0, 0, 0, 0, 0)
        var counts: [String: Int] = [:]
        for (article, list) in lists {
            entries += list.count
            if list.count < Self.fewEntries { short += 1 }
            if list.isEmpty { empty += 1 }
            var seen: Set<String> = [text(article)]
            for entry in list {
                counts[entry, default: 0] += 1
                if !seen.insert(text(entry)).inserted { duplicates += 1 }
                guard let grade = qrels.grades[article]?[entry] else { continue }
                judged += 1
                if grade == 0 { unrelated += 1 }
            }
        }
        self.entries = entries
        self.judged = judged
        self.unrelated = unrelated
        self.duplicates = duplicates
        shortLists = short
        emptyLists = empty
        unrelatedPairs = qrels.grades.values.reduce(0) { $0 + $1.values.count { $0 == 0 } }
        let most = counts.values.max() ?? 0
        mostListedCount = most
        mostListed = counts.filter { $0.value == most }.keys.inByteOrder.first
        listed = counts.count
        let listable = lists.keys.filter { counts[$0] != nil || mayBeListed($0) }
        self.listable = listable.count
        orphans = listable.filter { counts[$0] == nil }.inByteOrder
    }
}
