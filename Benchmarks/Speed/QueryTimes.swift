import Corpus
import Foundation
import Kernels
import Recommendation

/// How long one query takes, and one article to be added, the collection and its neighbourhoods being known.
struct QueryTimes {
    private var queries: [Double] = []
    private var additions: [Double] = []

    init(_ articles: [Article]) throws {
        let growing = try GrowingRecommender(Array(articles.dropLast(Self.added)), model: staticModel())
        let recommender = growing.base
        recommender.related(toEach: recommender.articles, keep: { _, _ in }, receive: { _ in })
        var generator = SplitMix64(seed: 1)
        for article in recommender.articles.shuffled(using: &generator).prefix(1000) {
            var seconds = 0.0
            _ = timed(&seconds) { recommender.related(to: article) }
            queries.append(seconds)
        }
        var grown = growing
        for article in articles.suffix(Self.added) {
            var seconds = 0.0
            try timed(&seconds) { try grown.add(article) }
            additions.append(seconds)
        }
        queries.sort()
        additions.sort()
    }

    /// Articles added one after the other.
    private static let added = 100

    var json: String {
        String(
            format: "{\"p50\": %.6f, \"p99\": %.6f, \"added p50\": %.6f, \"added p99\": %.6f}",
            queries[queries.count / 2],
            queries[queries.count * 99 / 100],
            additions[additions.count / 2],
            additions[additions.count * 99 / 100]
        )
    }
}
