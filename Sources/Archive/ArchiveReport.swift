package import Corpus
import Foundation
package import Recommendation

/// What an archive is like: how its lists are filled and why some are not, what stands in most of them or in none, in
/// which languages its articles are, and which are the newest.
package struct ArchiveReport: Sendable {
    /// An article as reports name it.
    package struct Named: Sendable {
        package let id: ArticleID
        package let title: String
        package let published: PublicationDate?
        package let provider: Provider?
        /// What the article says, else what its text shows.
        package let language: String?

        package init(_ article: Article) {
            (id, title, published) = (article.id, article.title, article.published)
            (provider, language) = (article.provider, article.knownLanguage)
        }
    }

    /// Lists that are not full for one reason.
    package struct Lacking: Sendable {
        package let reason: Lack
        package fileprivate(set) var short = 0
        package fileprivate(set) var empty = 0
        /// The newest articles that have them.
        package fileprivate(set) var articles: [Named] = []
    }

    package let articles: Int
    /// What all lists together are like.
    package let summary: ListSummary
    /// Entries that a list has at most.
    package let limit: Int
    /// Lists that have so many.
    package let full: Int
    /// Why the others have not, most frequent reason first; none that no list has.
    package let lacking: [Lacking]
    /// How many articles may stand in lists and do in none.
    package let orphanCount: Int
    /// The newest of them.
    package let orphans: [Named]
    /// The articles that stand in most lists, with the number of these.
    package let hubs: [(article: Named, lists: Int)]
    /// How many articles are in each language, by its tag, most first.
    package let languages: [(language: String, articles: Int)]
    package let newest: [Named]
    /// The articles of each list, best first.
    package let lists: [ArticleID: [ArticleID]]

    /// Articles that are named of one kind.
    private static let named = 50
    private static let newestCount = 20

    /// - Parameters:
    ///   - recommender: of all articles.
    ///   - progress: receives the number of articles done so far, from any thread.
    /// - Complexity: that of making every list.
    package init(_ recommender: Recommender, progress: (@Sendable (Int) -> Void)? = nil) {
        let articles = recommender.articles
        let limit = recommender.options.limit
        let lists = recommender.related(toEach: articles, progress: progress, keepingObjections: Made.init)

        let order = articles.indices.sorted { articles[$0].isNewer(than: articles[$1]) }
        var summary = ListSummary()
        for list in lists { summary.add(list.item) }
        var lacking: [Lack: Lacking] = [:]
        for position in order {
            let count = lists[position].item.count
            guard count < limit else { continue }
            let reason = lists[position].lack
            var found = lacking[reason] ?? Lacking(reason: reason)
            if count == 0 { found.empty += 1 } else { found.short += 1 }
            if found.articles.count < Self.named { found.articles.append(Named(articles[position])) }
            lacking[reason] = found
        }
        let orphans = summary.orphans(among: order.map { articles[$0] }, recommender.options.rules)
        let hubs = articles.indices.compactMap { position in
            summary.counts[articles[position].id].map { (position: position, lists: $0) }
        }
        .sorted { $0.lists != $1.lists ? $0.lists > $1.lists : $0.position < $1.position }
        let counts = ArticleLanguages(articles).counts

        self.articles = articles.count
        self.summary = summary
        self.limit = limit
        full = lists.count { $0.item.count >= limit }
        self.lacking = Lack.allCases.compactMap { lacking[$0] }
            .sorted { $0.short + $0.empty > $1.short + $1.empty }
        orphanCount = orphans.count
        self.orphans = orphans.prefix(Self.named).map { Named($0) }
        self.hubs = hubs.prefix(Self.newestCount).map { (Named(articles[$0.position]), $0.lists) }
        self.lists = Dictionary(uniqueKeysWithValues: zip(articles.lazy.map(\.id), lists.lazy.map(\.entries)))
        languages = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .map { ($0.key, $0.value) }
        newest = order.lazy.map { articles[$0] }
            .filter { $0.published != nil && recommender.options.rules.mayBeListed($0) }
            .prefix(Self.newestCount).map { Named($0) }
    }

    /// What is kept of a list while the others are made.
    private struct Made: Sendable {
        let item: ListSummary.Item
        let entries: [ArticleID]
        let lack: Lack

        init(_: Article, _ ranking: Ranking, _ objections: [Verdict]) {
            item = ListSummary.Item(ranking)
            entries = ranking.entries.map(\.article.id)
            lack = Lack(objections)
        }
    }
}

/// Why a list has fewer entries than it may have.
package enum Lack: String, CaseIterable, Sendable {
    /// Nothing else is related enough.
    case improbable
    /// What else is related has the text of the article or of an entry.
    case copy
    /// It is the same form filled in again.
    case template
    /// It is in another language.
    case otherLanguage
    /// It is a translation of the article or of an entry.
    case translation
    /// It is a draft, an index page or the like.
    case unlistable
    /// An editor excluded it.
    case excluded
    /// A rule of the site leaves it out.
    case rule

    /// The reason that kept most out; nothing was kept out where nothing was probable enough.
    package init(_ objections: [Verdict]) {
        var counts: [Lack: Int] = [:]
        for lack in objections.compactMap(Lack.init) { counts[lack, default: 0] += 1 }
        self =
            Self.allCases.filter { counts[$0] != nil }.min { counts[$0, default: 0] > counts[$1, default: 0] }
            ?? .improbable
    }

    /// Nil where the verdict is no objection.
    package init?(_ verdict: Verdict) {
        switch verdict {
        case .copy: self = .copy
        case .template: self = .template
        case .translation: self = .translation
        case .unlistable(.otherLanguage): self = .otherLanguage
        case .unlistable: self = .unlistable
        case .excluded: self = .excluded
        case .filtered, .series, .providerFull: self = .rule
        case .listed, .toppedUp, .pinned, .same, .improbable, .beyondLimit, .notNear: return nil
        }
    }
}

extension Article {
    /// Undated articles are older than all others; of equals the first in byte order comes first.
    fileprivate func isNewer(than other: Article) -> Bool {
        let (own, others) = (published?.date, other.published?.date)
        if own != others { return own ?? .distantPast > others ?? .distantPast }
        return id.rawValue.utf8.lexicographicallyPrecedes(other.id.rawValue.utf8)
    }
}

extension Archive {
    /// What the archive is like, made beside questions and changes.
    ///
    /// - Parameter progress: receives the share that is done, from any thread.
    /// - Throws: ``ArchiveError``.
    /// - Complexity: that of making every list: some seconds for 100,000 articles.
    package func report(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws
        -> ArchiveReport
    {
        try await survey { [lists] articles, vectors, relatedness in
            let recommender = try Recommender(
                articles,
                options: lists,
                vectors: vectors,
                relatedness: relatedness
            )
            return ArchiveReport(recommender) { progress(Double($0) / Double(articles.count)) }
        }
    }
}
