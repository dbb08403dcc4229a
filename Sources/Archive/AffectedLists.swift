package import Corpus
package import Recommendation

/// An article and its list.
package struct ArticleList: Sendable {
    package let article: Article
    package let ranking: Ranking

    package init(article: Article, ranking: Ranking) { (self.article, self.ranking) = (article, ranking) }
}

/// The older articles whose lists, as computed now, have a new article in them.
///
/// Finds them without making every list. An article lists only what is among its nearest, and nearness is
/// symmetric, so those that list a new article are near it. It need not be near them to the same degree, as
/// where many new articles tell of one event; so the search goes outwards from a new article for as long as
/// the farther half of what it found still lists it.
package struct AffectedLists {
    /// In the order of the named articles.
    package private(set) var lists: [ArticleList] = []
    /// The number of lists that were made to find them.
    package private(set) var examined = 0

    /// Older articles near a new one that are looked at in any case, as many as are judged for a list.
    package static let nearest = 100

    /// - Parameters:
    ///   - new: some of `named`.
    ///   - named: the articles that may be affected, and the new ones.
    ///   - progress: receives (lists made, lists to make as far as is known), from any thread.
    package init(
        of new: [Article],
        among named: [Article],
        by recommender: Recommender,
        nearest: Int = nearest,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        // What is outside the collection stands in no list.
        var open = new.filter { recommender[$0.id] == $0 }
        guard !open.isEmpty else { return }
        let origins = Set(new.map(\.origin))
        let older = named.filter { !origins.contains($0.origin) }
        var search = ListSearch(older, open, recommender, progress)
        // A pin needs no nearness, and what is outside the collection is never found by it.
        search.examine(
            older.indices.filter {
                !older[$0].choices.pinned.isEmpty || recommender[older[$0].id] != older[$0]
            }
        )
        var count = nearest
        while !open.isEmpty, search.examined.count < older.count {
            let found = recommender.nearest(toEach: open, count: count)
            let near = found.map { $0.compactMap { search.indices[$0.id] } }
            search.examine(near.flatMap(\.self))
            open = open.indices.filter { number in
                guard found[number].count == count else { return false }
                let places = near[number]
                return places.count < min(nearest, older.count)
                    || places.suffix(places.count / 2).contains { search.isListed(open[number].id, at: $0) }
            }.map { open[$0] }
            count *= 4
        }
        lists = search.lists.sorted { $0.key < $1.key }.map { ArticleList(article: older[$0], ranking: $1) }
        examined = search.examined.count
    }

    /// These lists and those of new articles, in the order of the named articles.
    package func joined(with new: some Sequence<(Article, Ranking)>, in named: [Article]) -> [ArticleList] {
        let all = lists + new.map { ArticleList(article: $0, ranking: $1) }
        let byOrigin = Dictionary(all.map { ($0.article.origin, $0) }) { first, _ in first }
        return named.compactMap { byOrigin[$0.origin] }
    }
}

/// Lists of older articles, made where they are wanted.
private struct ListSearch {
    private let older: [Article]
    private let new: Set<ArticleID>
    private let recommender: Recommender
    private let progress: @Sendable (Int, Int) -> Void
    /// Of the older articles, by id.
    let indices: [ArticleID: Int]
    private(set) var examined: Set<Int> = []
    /// Those with a new article in them.
    private(set) var lists: [Int: Ranking] = [:]

    init(
        _ older: [Article],
        _ new: [Article],
        _ recommender: Recommender,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        self.older = older
        self.new = Set(new.map(\.id))
        self.recommender = recommender
        self.progress = progress
        indices = Dictionary(older.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    func isListed(_ id: ArticleID, at index: Int) -> Bool {
        lists[index]?.entries.contains { $0.article.id == id } ?? false
    }

    /// Makes the lists that are not made yet.
    mutating func examine(_ wanted: [Int]) {
        let fresh = Set(wanted).subtracting(examined).sorted()
        let (before, after) = (examined.count, examined.count + fresh.count)
        examined.formUnion(fresh)
        let (new, progress) = (new, progress)
        let queries = fresh.map { older[$0] }
        let keep: @Sendable (Ranking) -> Ranking? = { ranking in
            ranking.entries.contains { new.contains($0.article.id) } ? ranking : nil
        }
        let found = recommender.related(
            toEach: queries,
            progress: { progress(before + $0, after) },
            keep: keep
        )
        for (index, ranking) in zip(fresh, found) { lists[index] = ranking }
    }
}
