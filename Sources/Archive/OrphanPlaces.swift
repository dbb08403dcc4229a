package import Corpus
import Platform
package import Recommendation

/// Places for articles that no list shows.
///
/// An orphan gets the last place in the list of its best neighbour, where the two are related enough and nothing else
/// speaks against it. A list that is not full gets longer; in a full one the last entry makes way, unless it would be an
/// orphan itself. No list takes more than one.
package struct OrphanPlaces {
    /// The lists, changed where an orphan got a place, in the order given.
    package private(set) var lists: [ArticleList]
    /// Articles that got a place.
    package private(set) var placed = 0

    /// Lists that an orphan may get into, nearest first.
    private static let hosts = 10

    /// - Parameters:
    ///   - lists: of all articles of `recommender`, as it makes them.
    ///   - orphans: articles of the collection that are in none of them.
    /// - Complexity: O(orphans) searches, and one for each list that an orphan may get into; on all cores.
    package init(for orphans: [Article], in lists: [ArticleList], by recommender: Recommender) {
        self.lists = lists
        guard recommender.options.limit > 0, !orphans.isEmpty else { return }
        let minimum = min(
            recommender.minimumProbability,
            recommender.relatedness.minimumProbability(for: .balanced)
        )
        let numbers = Dictionary(lists.enumerated().map { ($1.article.id, $0) }) { first, _ in first }
        let options = recommender.options.with(limit: Self.hosts, fewest: 0, minimumProbability: minimum)
        let near = recommender.with(options).related(toEach: orphans) { ranking in
            ranking.entries.lazy.filter { !$0.isPinned }.compactMap { numbers[$0.article.id] }
        }
        var wanted: [Int: [Article]] = [:]
        for (orphan, hosts) in zip(orphans, near) {
            // A locked list stays as it is.
            for host in hosts where !lists[host].article.choices.isLocked {
                wanted[host, default: []].append(orphan)
            }
        }
        let judged = wanted.sorted { $0.key < $1.key }
        let entries = concurrentMap(judged.count, grain: 1) { number in
            let (host, guests) = judged[number]
            return recommender.entries(of: guests, under: lists[host].article)
        }
        var entryOf: [Pair: RelatedEntry] = [:]
        for ((host, _), found) in zip(judged, entries) {
            for entry in found where entry.probability ?? 0 >= minimum {
                entryOf[Pair(host: host, guest: entry.article.id)] = entry
            }
        }
        var counts: [ArticleID: Int] = [:]
        for entry in lists.lazy.flatMap(\.ranking.entries) { counts[entry.article.id, default: 0] += 1 }
        var taken: Set<Int> = []
        for (orphan, hosts) in zip(orphans, near) {
            for host in hosts where !taken.contains(host) {
                guard let entry = entryOf[Pair(host: host, guest: orphan.id)] else { continue }
                let list = self.lists[host]
                var rest = list.ranking.entries
                var gone: ArticleID?
                if rest.count >= recommender.options.limit {
                    guard
                        // Of equals the last.
                        let last = rest.indices.reversed().filter({ !rest[$0].isPinned }).min(by: {
                            rest[$0].score < rest[$1].score
                        }), counts[rest[last].article.id, default: 0] > 1
                    else { continue }
                    gone = rest.remove(at: last).article.id
                }
                guard
                    let ranking = recommender.ranking(
                        Ranking(entries: rest),
                        of: list.article,
                        joinedBy: entry
                    )
                else { continue }
                self.lists[host] = ArticleList(article: list.article, ranking: ranking)
                if let gone { counts[gone, default: 0] -= 1 }
                counts[orphan.id, default: 0] += 1
                taken.insert(host)
                placed += 1
                break
            }
        }
    }

    private struct Pair: Hashable {
        let host: Int
        let guest: ArticleID
    }
}
