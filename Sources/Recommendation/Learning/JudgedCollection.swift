package import Corpus
import Kernels

/// A collection with judgements to learn from.
package struct JudgedCollection: Sendable {
    package let articles: [Article]
    let vectors: ArticleVectors?
    /// By query and document; above 0 is related, what is missing counts as unrelated.
    let grades: [ArticleID: [ArticleID: Int]]
    /// Of every article that stands in a story.
    let stories: [ArticleID: String]

    /// - Precondition: the vectors are of these articles.
    package init(
        _ articles: [Article],
        vectors: ArticleVectors?,
        grades: [ArticleID: [ArticleID: Int]],
        stories: [ArticleID: String]
    ) {
        self.articles = articles
        self.vectors = vectors
        self.grades = grades
        self.stories = stories
    }

    /// Whether candidates were judged whatever they are, so that what nobody judged says nothing: a tenth of the judgements
    /// at least are of unrelated pairs. Where editors only named what is related, a few marked otherwise change nothing.
    var isPooled: Bool {
        let unrelated = grades.values.reduce(0) { $0 + $1.values.count { $0 <= 0 } }
        return unrelated > 0 && 10 * unrelated >= grades.values.reduce(0) { $0 + $1.count }
    }

    /// The stories that have queries, in byte order.
    package var storyNames: [String] {
        Set(grades.keys.lazy.compactMap { stories[$0] }).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    /// A smaller collection of some stories, about half of them cut down to one article, which so has nothing
    /// related left.
    func reduced(to names: [String], using generator: inout SplitMix64) -> JudgedCollection {
        var rowsByStory: [String: [Int]] = [:]
        for (row, article) in articles.enumerated() {
            if let story = stories[article.id] { rowsByStory[story, default: []].append(row) }
        }
        var rows: [Int] = []
        for name in names {
            let members = rowsByStory[name] ?? []
            if Bool.random(using: &generator), let one = members.randomElement(using: &generator) {
                rows.append(one)
            } else {
                rows += members
            }
        }
        rows.sort()
        let kept = rows.map { articles[$0] }
        let ids = Set(kept.map(\.id))
        let pairs = ids.compactMap { id in
            grades[id].map { (id, $0.filter { ids.contains($0.key) }) }
        }
        return JudgedCollection(
            kept,
            vectors: vectors?.selecting(rows),
            grades: Dictionary(uniqueKeysWithValues: pairs),
            stories: stories
        )
    }
}
