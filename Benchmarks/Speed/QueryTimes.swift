import Corpus
import Foundation
import Kernels
import Recommendation

/// How long one query takes, and one article to be added, the collection and its neighbourhoods being known.
struct QueryTimes {
    private var queries: [Double] = []
    private var additions: [Double] = []
    private var firstAnswers: [Double] = []
    private var answers: [Double] = []
    private var answersAmongMany: [Double] = []

    init(_ articles: [Article]) throws {
        let older = Array(articles.dropLast(Self.added))
        let model = try staticModel()
        let recommender = try Recommender(
            older,
            vectors: ArticleVectors(older, model: model),
            storing: true
        )
        recommender.related(toEach: older, keep: { _, _ in }, receive: { _ in })
        guard let growing = GrowingCollection(recommender) else { preconditionFailure("made to be stored") }
        var generator = SplitMix64(seed: 1)
        let asked = older.shuffled(using: &generator).prefix(1000)
        for article in asked {
            var seconds = 0.0
            _ = timed(&seconds) { recommender.related(to: article) }
            queries.append(seconds)
        }
        // Of a collection that nobody has asked yet; the next questions find analysed what they need.
        for article in asked.prefix(Self.asked) {
            var seconds = 0.0
            _ = try timed(&seconds) { try growing.answer(to: .article(article)) }
            firstAnswers.append(seconds)
        }
        var first = growing
        for article in articles.suffix(Self.added) { try first.upsert(article) }
        var grown = growing
        for article in articles.suffix(Self.added) {
            var seconds = 0.0
            try timed(&seconds) { _ = try grown.upsert(article) }
            additions.append(seconds)
        }
        // The same texts again under other ids, as many as a collection takes up before it is made anew.
        var large = growing
        try large.restore(
            (0..<Self.manyAdded).map { number in
                var article = older[number % older.count]
                article.id = ArticleID("added-\(number)")
                article.links = ArticleLinks()
                return .init(article, embedding: nil, density: 0.3)
            }
        )
        // In turn, so that whatever else the machine does slows both.
        for article in asked.prefix(Self.asked) {
            var (few, many) = (0.0, 0.0)
            _ = try timed(&few) { try growing.answer(to: .article(article)) }
            _ = try timed(&many) { try large.answer(to: .article(article)) }
            answers.append(few)
            answersAmongMany.append(many)
        }
        firstAnswers.sort()
        answers.sort()
        answersAmongMany.sort()
        queries.sort()
        additions.sort()
    }

    /// Questions to a growing collection.
    private static let asked = 200
    /// Articles added one after the other.
    private static let added = 100
    /// Additions among which questions are asked.
    private static let manyAdded = 5000

    var json: String {
        String(
            format: "{\"p50\": %.6f, \"p99\": %.6f, \"added p50\": %.6f, \"added p99\": %.6f, "
                + "\"asked first p50\": %.6f, \"grown by 0 p50\": %.6f, \"grown by 5000 p50\": %.6f}",
            queries[queries.count / 2],
            queries[queries.count * 99 / 100],
            additions[additions.count / 2],
            additions[additions.count * 99 / 100],
            firstAnswers[firstAnswers.count / 2],
            answers[answers.count / 2],
            answersAmongMany[answersAmongMany.count / 2]
        )
    }
}
