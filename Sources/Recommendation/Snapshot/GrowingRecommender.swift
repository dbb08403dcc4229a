public import Corpus
package import Kernels
import Retrieval
public import Semantic

/// A collection of articles that grows while it answers, for a process that runs on: an article is published, and stands
/// in lists a few milliseconds later.
///
///     var recommender = try GrowingRecommender(articles, model: model)
///     try recommender.add(published)
///     let list = recommender.related(to: published)
///
/// How rare terms and topics are, and how near the neighbours of older articles, stays as it was in the beginning, so that
/// nothing has to be computed anew. A percent more articles changes little of that; a new ``Recommender`` of all articles
/// is in order once a day or so. Without additions the answers are those of ``Recommender``, bit by bit.
public struct GrowingRecommender: Sendable {
    /// Those from the beginning.
    public let base: Recommender
    /// In the order in which they came.
    public private(set) var added: [Article] = []
    private let collection: CollectionSnapshot
    private var addedVectors: EmbeddingMatrix?
    private var addedMeans: [Float] = []
    private var addedPositions: [ArticleID: Int] = [:]

    /// Indexes and embeds `articles`, on all cores; the parameters are those of ``Recommender``.
    ///
    /// - Throws: ``Recommender/DuplicateID``.
    /// - Complexity: O(total text).
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        model: (any EmbeddingModel)? = nil,
        relatedness: RelatednessModel? = nil
    ) throws(Recommender.DuplicateID) {
        try self.init(
            articles,
            options: options,
            vectors: model.map { ArticleVectors(articles, model: $0) },
            relatedness: relatedness
        )
    }

    /// The same with embeddings that are there already.
    ///
    /// - Throws: ``Recommender/DuplicateID``.
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        vectors: ArticleVectors?,
        relatedness: RelatednessModel? = nil
    ) throws(Recommender.DuplicateID) {
        base = try Recommender(
            articles,
            options: options,
            vectors: vectors,
            relatedness: relatedness,
            storing: true
        )
        guard let collection = CollectionSnapshot(base) else { preconditionFailure("made to be stored") }
        self.collection = collection
        addedVectors = vectors.map {
            EmbeddingMatrix(dimension: $0.model.dimension, precision: $0.precision)
        }
    }

    /// The number of articles.
    public var count: Int { base.articles.count + added.count }

    /// Adds an article, which from then on may stand in any list.
    ///
    /// - Throws: ``Recommender/DuplicateID``; the collection is then as it was.
    /// - Complexity: that of one list.
    public mutating func add(_ article: Article) throws(Recommender.DuplicateID) {
        guard base[article.id] == nil, addedPositions[article.id] == nil else {
            throw Recommender.DuplicateID(id: article.id)
        }
        let mean = recommender(for: .outside(article)).neighbourhood(of: article)
        if let model = base.vectors?.model, let precision = base.vectors?.precision {
            let vector = model.embed([EmbeddedText(article).content])
            addedVectors?.append(EmbeddingMatrix.Embedding(vector.span, precision))
        }
        addedPositions[article.id] = count
        addedMeans.append(mean)
        added.append(article)
    }

    /// What belongs beside `article`, which need not be in the collection.
    ///
    /// Added articles are left out where the article pins others or the rules weigh quality or recency.
    ///
    /// - Complexity: that of ``Recommender/related(to:)``, and the terms of the hundred nearest and of all added
    ///   articles.
    public func related(to article: Article) -> Ranking {
        let position =
            addedPositions[article.id] ?? base.positions[article.id].map { rowOrder.row(of: DocID($0)) }
        let isKnown = position.map { self.article(at: $0) == article } ?? false
        let subject = isKnown ? position.map { SnapshotQuery<Self>.Subject.indexed($0, article) } : nil
        let partial = recommender(for: subject ?? .outside(article)).partialRanking(of: .article(article))
        return switch partial {
        case .complete(let ranking): ranking
        case .needsMoreCandidates: base.related(to: article)
        }
    }

    private func recommender(for subject: SnapshotQuery<Self>.Subject) -> Recommender {
        let question = SnapshotQuery(
            subject,
            to: collection,
            self,
            model: base.vectors?.model,
            added: base.articles.count..<count
        )
        do {
            // Where the rules compare all articles, only older ones can be told from here.
            return try question.recommender(base.options, base.relatedness) ?? base
        } catch {
            preconditionFailure("what was stored in memory can be read: \(error)")
        }
    }

    private var rowOrder: RowOrder { base.index.fused.lexical.rowOrder }

    private func article(at position: Int) -> Article {
        position < base.articles.count
            ? base.articles[rowOrder.doc(atRow: position).index] : added[position - base.articles.count]
    }
}

extension GrowingRecommender: SnapshotReader {
    package var precision: Precision { base.vectors?.precision ?? .int8 }

    package func articles(at positions: [Int]) -> [Article] { positions.map(article) }

    package func vectors(at positions: [Int]) -> EmbeddingMatrix {
        guard let own = base.vectors?.matrix, let addedVectors else {
            return EmbeddingMatrix(dimension: 0, precision: .int8)
        }
        var matrix = EmbeddingMatrix(dimension: own.dimension, precision: own.precision)
        for position in positions {
            if position < own.count {
                matrix.append(row: position, of: own)
            } else {
                matrix.append(row: position - own.count, of: addedVectors)
            }
        }
        return matrix
    }

    package func approximateNearest(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: PackedNumbers
    ) -> [Int]? {
        guard let clusters = base.vectors?.clusters else { return nil }
        let found = clusters.approximateNearest(to: embedding, k: own == nil ? k : k + 1, probes: probes)
        return Array(found.lazy.map { Int($0.row) }.filter { $0 != own }.prefix(k))
    }

    package func neighbourhoods(at positions: [Int]) -> [Float] {
        let older = positions.filter { $0 < base.articles.count }.map { rowOrder.doc(atRow: $0) }
        base.learnNeighbourhoods(of: older)
        return positions.map {
            $0 < base.articles.count
                ? base.densities[rowOrder.doc(atRow: $0)] ?? .nan
                : addedMeans[$0 - base.articles.count]
        }
    }
}
