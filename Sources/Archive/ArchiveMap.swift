package import Corpus
import Kernels
package import Recommendation
import Semantic

/// The articles of an archive in a plane, alike ones near each other.
package struct ArchiveMap: Sendable {
    /// An article on the map.
    package struct Point: Sendable {
        package let article: ArchiveReport.Named
        /// That one of its topics which most articles have, but for those that more than half of them have, which tell
        /// nothing apart; nil where it has none.
        package let topic: String?
        /// From 0 to 1.
        package let x, y: Float
    }

    /// Of the archive; the map has fewer where these are very many, and none where no model compares meanings.
    package let articles: Int
    /// In the order of the archive.
    package let points: [Point]

    /// Articles that a map has at most: more than a screen can tell apart, and some seconds of work.
    package static let mostPoints = 20_000

    /// - Parameter progress: receives the share that is done.
    /// - Complexity: that of ``PlaneLayout``.
    package init(
        _ articles: [Article],
        _ vectors: ArticleVectors?,
        mostPoints: Int = mostPoints,
        progress: (Double) -> Void = { _ in }
    ) {
        self.articles = articles.count
        guard let vectors else {
            points = []
            return
        }
        let chosen = Self.chosen(articles, mostPoints)
        var counts: [String: Int] = [:]
        for topic in articles.lazy.flatMap(\.topics) { counts[topic, default: 0] += 1 }
        let layout = PlaneLayout(of: vectors.matrix(ofArticlesAt: chosen), progress: progress)
        points = zip(chosen, layout.places).map { position, place in
            let article = articles[position]
            let telling = article.topics.filter { 2 * counts[$0, default: 0] <= articles.count }
            let topic = telling.max { one, other in
                let (a, b) = (counts[one, default: 0], counts[other, default: 0])
                return a != b ? a < b : one > other
            }
            return Point(article: ArchiveReport.Named(article), topic: topic, x: place.x, y: place.y)
        }
    }

    /// The positions of so many articles at most, chosen by their ids as if by lot: an archive that grows keeps most.
    private static func chosen(_ articles: [Article], _ count: Int) -> [Int] {
        guard articles.count > count else { return Array(articles.indices) }
        let lots = articles.map { contentHash(Array($0.id.rawValue.utf8)) }
        return articles.indices.sorted { (lots[$0], $0) < (lots[$1], $1) }.prefix(count).sorted()
    }
}

extension Archive {
    /// The archive's articles in a plane, made beside questions and changes.
    ///
    /// - Parameter progress: receives the share that is done, from any thread.
    /// - Throws: ``ArchiveError``.
    package func map(progress: @escaping @Sendable (Double) -> Void = { _ in }) async throws -> ArchiveMap {
        try await survey { articles, vectors, _ in ArchiveMap(articles, vectors, progress: progress) }
    }
}
