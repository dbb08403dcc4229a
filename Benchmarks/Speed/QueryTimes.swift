import Corpus
import Foundation
import Kernels
import Recommendation

/// How long one query takes, the collection and its neighbourhoods being known.
struct QueryTimes {
    private var times: [Double] = []

    init(_ articles: [Article]) throws {
        let recommender = try Recommender(articles, model: staticModel())
        recommender.related(toEach: articles, keep: { _, _ in }, receive: { _ in })
        var generator = SplitMix64(seed: 1)
        for article in articles.shuffled(using: &generator).prefix(1000) {
            var seconds = 0.0
            _ = timed(&seconds) { recommender.related(to: article) }
            times.append(seconds)
        }
        times.sort()
    }

    var json: String {
        String(
            format: "{\"p50\": %.6f, \"p99\": %.6f}",
            times[times.count / 2],
            times[times.count * 99 / 100]
        )
    }
}
