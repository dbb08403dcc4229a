public import Corpus
import Foundation
import Kernels
import Retrieval
public import Semantic

/// A collection of articles that answers what is related to what.
///
///     let recommender = try Recommender(articles, model: ModelCatalogue().model(named: "auto"))
///     for entry in recommender.related(to: articles[0]).entries {
///         print(entry.score, entry.article.title)
///     }
///
/// Immutable after it is made, so any number of threads may ask. An article is never listed under itself,
/// nor under another at the same page, and a list never shows one page twice.
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
    private let index: FusedIndex
    private let positions: [ArticleID: Int]
    private let positionsByPage: [CanonicalURL: Int]

    /// Indexes and embeds `articles`, on all cores.
    ///
    /// - Parameter model: compares meanings, beside the words that are compared anyway; none by default.
    /// - Throws: ``DuplicateID``.
    /// - Complexity: O(total text).
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        model: (any EmbeddingModel)? = nil
    ) throws(DuplicateID) {
        try self.init(articles, options: options, vectors: model.map { ArticleVectors(articles, model: $0) })
    }

    /// Indexes `articles`, whose embeddings are there already; none means that words decide alone.
    ///
    /// - Precondition: the vectors are of these articles.
    /// - Throws: ``DuplicateID``.
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        vectors: ArticleVectors?
    ) throws(DuplicateID) {
        precondition(vectors.map { $0.matrix.count == articles.count } ?? true, "one row an article")
        var positions: [ArticleID: Int] = [:]
        let pages = concurrentMap(articles.count, grain: 512) { articles[$0].links.pages }
        var positionsByPage: [CanonicalURL: Int] = [:]
        for (position, article) in articles.enumerated() {
            guard positions.updateValue(position, forKey: article.id) == nil else {
                throw DuplicateID(id: article.id)
            }
            for page in pages[position] where positionsByPage[page] == nil {
                positionsByPage[page] = position
            }
        }
        self.articles = articles
        self.options = options
        self.positions = positions
        self.positionsByPage = positionsByPage
        index = FusedIndex(
            lexical: LexicalIndex(articles.map(DocumentText.init)),
            vectors: vectors,
            weights: vectors == nil ? .termsOnly : .standard
        )
    }

    /// The score below which nothing is listed.
    public var minimumScore: Double { options.minimumScore(hasModel: index.vectors != nil) }

    /// The article with this id.
    public subscript(id: ArticleID) -> Article? { positions[id].map { articles[$0] } }

    /// The first article that has the page at `url` among its links, in whatever form the address is.
    public func article(at url: String) -> Article? {
        CanonicalURL(url).flatMap { positionsByPage[$0] }.map { articles[$0] }
    }

    /// What belongs beside `article`, which need not be in the collection.
    ///
    /// Its own `related` list plays no part.
    ///
    /// - Complexity: O(postings of its terms + articles x dimension of the embeddings).
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
        let document = DocumentText(title: "", excerpt: text, language: language)
        let query = index.query(document, text: text)
        return ranking(for: query, excluding: { _ in false }, &scores)
    }

    /// Why two articles are as close as they are; either may be from outside the collection.
    public func explanation(of first: Article, and second: Article) -> Explanation {
        let (a, b) = (query(first), query(second))
        let terms = a.terms.products(with: b.terms).map { term, product in
            Explanation.SharedTerm(
                term: index.lexical.vocabulary[term],
                contribution: Double(product),
                documentFrequency: index.lexical.vocabulary.documentFrequency(of: term)
            )
        }
        let gap = first.published.flatMap { date in
            second.published.map { abs($0.date.timeIntervalSince(date.date)) / 86_400 }
        }
        return Explanation(
            first: first,
            second: second,
            signals: index.signals(a, b),
            terms: terms.sorted {
                $0.contribution != $1.contribution ? $0.contribution > $1.contribution : $0.term < $1.term
            },
            daysApart: gap
        )
    }

    /// The vectors of an article: its rows of the index where it stands there as it is.
    private func query(_ article: Article) -> QueryVectors {
        if let position = positions[article.id], articles[position] == article {
            return index.query(DocID(position))
        }
        return index.query(DocumentText(article), text: EmbeddedText(article).content)
    }

    private func ranking(for article: Article, _ scores: inout ScoreAccumulator) -> Ranking {
        ranking(
            for: query(article),
            excluding: { $0.isNeverListed(under: article) },
            &scores
        )
    }

    private func ranking(
        for query: QueryVectors,
        excluding isExcluded: (Article) -> Bool,
        _ scores: inout ScoreAccumulator
    ) -> Ranking {
        let floor = max(0, Float(minimumScore).nextDown)
        return Ranking(articles, limit: options.limit, excluding: isExcluded) {
            index.nearest(to: query, k: $0, above: floor, &scores)
        }
    }
}
