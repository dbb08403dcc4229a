public import Corpus
import Foundation
import Kernels
import Retrieval

/// A collection of articles that answers what is related to what.
///
///     let recommender = try Recommender(articles)
///     for entry in recommender.related(to: articles[0]).entries {
///         print(entry.score, entry.article.title)
///     }
///
/// Immutable after it is made, so any number of threads may ask. An article is never listed under itself,
/// nor under another with the same URL, and a list never shows one URL twice.
public struct Recommender: Sendable {
    /// Two articles of the collection have the same id.
    public struct DuplicateID: Error, Hashable, Sendable, CustomStringConvertible {
        public var id: ArticleID

        public init(id: ArticleID) { self.id = id }

        public var description: String { "two articles have the id \(id); ids must be unique" }
    }

    /// In the order given; ties in rankings follow it.
    public let articles: [Article]
    public let options: RankingOptions
    private let index: LexicalIndex
    private let positions: [ArticleID: Int]
    private let positionsByURL: [String: Int]

    /// Indexes `articles`, on all cores.
    ///
    /// - Throws: ``DuplicateID``.
    /// - Complexity: O(total text).
    public init(_ articles: [Article], options: RankingOptions = RankingOptions()) throws(DuplicateID) {
        var positions: [ArticleID: Int] = [:]
        var positionsByURL: [String: Int] = [:]
        for (position, article) in articles.enumerated() {
            guard positions.updateValue(position, forKey: article.id) == nil else {
                throw DuplicateID(id: article.id)
            }
            for url in article.links.all where positionsByURL[url] == nil { positionsByURL[url] = position }
        }
        self.articles = articles
        self.options = options
        self.positions = positions
        self.positionsByURL = positionsByURL
        index = LexicalIndex(articles.map(DocumentText.init))
    }

    /// The article with this id.
    public subscript(id: ArticleID) -> Article? { positions[id].map { articles[$0] } }

    /// The first article that has `url` among its links.
    public func article(at url: String) -> Article? { positionsByURL[url].map { articles[$0] } }

    /// What belongs beside `article`, which need not be in the collection.
    ///
    /// Its own `related` list plays no part.
    ///
    /// - Complexity: O(postings of its terms + articles).
    public func related(to article: Article) -> Ranking {
        var scores = ScoreAccumulator(count: articles.count)
        return ranking(for: article, &scores)
    }

    /// What belongs beside each of `queries`, in their order, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far, from any thread.
    public func related(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [Ranking] {
        related(toEach: queries, progress: progress) { $0 }
    }

    /// The same, keeping of each ranking only what `keep` makes of it, so that many long ones fit in memory.
    package func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Ranking) -> Output
    ) -> [Output] {
        rankEach(queries, among: articles.count, progress: progress) { keep(ranking(for: $0, &$1)) }
    }

    /// What is similar to a free text.
    public func similar(to text: String, language: String? = nil) -> Ranking {
        var scores = ScoreAccumulator(count: articles.count)
        let vector = index.vector(of: DocumentText(title: "", excerpt: text, language: language))
        return ranking(for: vector, excluding: { _ in false }, &scores)
    }

    /// Why two articles are as close as they are; either may be from outside the collection.
    public func explanation(of first: Article, and second: Article) -> Explanation {
        let (a, b) = (vector(of: first), vector(of: second))
        let terms = a.products(with: b).map { term, product in
            Explanation.SharedTerm(
                term: index.vocabulary[term],
                contribution: Double(product),
                documentFrequency: index.vocabulary.documentFrequency(of: term)
            )
        }
        let gap = first.published.flatMap { date in
            second.published.map { abs($0.date.timeIntervalSince(date.date)) / 86_400 }
        }
        return Explanation(
            first: first,
            second: second,
            score: Double(a.cosine(b)),
            terms: terms.sorted {
                $0.contribution != $1.contribution ? $0.contribution > $1.contribution : $0.term < $1.term
            },
            daysApart: gap
        )
    }

    /// The vector of an article: its row of the index where it stands there as it is.
    private func vector(of article: Article) -> TermVector {
        if let position = positions[article.id], articles[position] == article {
            return index.vector(of: DocID(position))
        }
        return index.vector(of: DocumentText(article))
    }

    private func ranking(for article: Article, _ scores: inout ScoreAccumulator) -> Ranking {
        ranking(
            for: vector(of: article),
            excluding: { $0.isNeverListed(under: article) },
            &scores
        )
    }

    private func ranking(
        for vector: TermVector,
        excluding isExcluded: (Article) -> Bool,
        _ scores: inout ScoreAccumulator
    ) -> Ranking {
        let floor = max(0, Float(options.minimumScore).nextDown)
        return Ranking(articles, limit: options.limit, excluding: isExcluded) {
            index.inverted.nearest(to: vector, k: $0, above: floor, &scores)
        }
    }
}
