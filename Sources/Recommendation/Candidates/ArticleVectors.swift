public import Corpus
import Kernels
import Platform
import Retrieval
public import Semantic

/// The embeddings of a collection, of each article's title with its excerpt.
public struct ArticleVectors: Sendable {
    public let model: any EmbeddingModel
    /// How rows are stored.
    public let precision: Precision
    /// Of rows: see ``rowOrder``.
    let matrix: EmbeddingMatrix
    /// The row of each article: cluster by cluster where there are clusters.
    let rowOrder: RowOrder
    /// The rows grouped by nearness; nil where they are few enough to be compared one by one.
    package let clusters: ClusteredIndex?

    /// Rows beyond which there are clusters. Until there the exact search of all takes seconds.
    package static let exactSearchLimit = 32_768

    /// Embeds `articles`; `articles[i]` becomes row i.
    ///
    /// - Parameter progress: receives the texts done so far and their number, from the calling thread.
    /// - Complexity: O(total text), on all cores.
    public init(
        _ articles: [Article],
        model: any EmbeddingModel,
        precision: Precision = .int8,
        progress: ((Int, Int) -> Void)? = nil
    ) {
        let none = EmbeddingTable(dimension: model.dimension, precision: precision)
        self.init(
            articles,
            model: model,
            precision: precision,
            known: { _ in none },
            progress: progress,
            save: { _ in }
        )
    }

    /// Embeds those of the articles' texts that are not known yet.
    ///
    /// - Parameters:
    ///   - known: vectors from an earlier run; receives the keys of all texts, by ``EmbeddedText/key``.
    ///   - save: receives new vectors as they are made, those of a second or two at a time, so that an interrupt
    ///     loses little, while the next ones are made; what it throws ends the work.
    ///   - exactSearchLimit: rows beyond which there are clusters.
    ///   - centroids: of the clusters, from an earlier run; trained where there are none.
    package init<Thrown: Error>(
        _ articles: [Article],
        model: any EmbeddingModel,
        precision: Precision,
        exactSearchLimit: Int = ArticleVectors.exactSearchLimit,
        centroids: [UInt8]? = nil,
        known: (Set<UInt64>) throws(Thrown) -> EmbeddingTable,
        progress: ((Int, Int) -> Void)? = nil,
        save: ([(key: UInt64, vector: EmbeddingMatrix.Embedding)]) throws(Thrown) -> Void
    ) throws(Thrown) {
        let keys = concurrentMap(articles.count, grain: 256) { EmbeddedText(articles[$0]).key }
        var table = try known(Set(keys))
        var missing: [Int] = []
        var asked: Set<UInt64> = []
        for (row, key) in keys.enumerated() where !table.contains(key) && asked.insert(key).inserted {
            missing.append(row)
        }
        let clock = ContinuousClock()
        var done = 0
        var size = Self.fewestTexts
        var unsaved: [(key: UInt64, vector: EmbeddingMatrix.Embedding)] = []
        while done < missing.count {
            let start = clock.now
            let some = missing[done..<min(missing.count, done + size)]
            // Stores write on one thread, so that one portion is written while the next is embedded.
            let (made, _) = try concurrently {
                let rows = model.embed(some.map { EmbeddedText(articles[$0]).content })
                return zip(some, 0...).map { article, row in
                    let range = (row * model.dimension)..<((row + 1) * model.dimension)
                    return (
                        key: keys[article],
                        vector: EmbeddingMatrix.Embedding(rows.span.extracting(range), precision)
                    )
                }
            } _: { () throws(Thrown) in
                if !unsaved.isEmpty { try save(unsaved) }
            }
            for (key, vector) in made { table.add(vector, for: key) }
            unsaved = made
            done += some.count
            // Models differ a thousandfold in speed; a part should take a second or two.
            if clock.now - start < .seconds(1) { size = min(2 * size, Self.mostTexts) }
            progress?(done, missing.count)
        }
        var matrix = EmbeddingMatrix(dimension: model.dimension, precision: precision)
        matrix.reserveCapacity(keys.count)
        for key in keys {
            guard let row = table.row(of: key) else { preconditionFailure("every text has a vector by now") }
            matrix.append(row: row, of: table.matrix)
        }
        let (rows, last) = (matrix, unsaved)
        let (clusters, _) = try concurrently {
            Self.clusters(of: rows, exactSearchLimit: exactSearchLimit, centroids: centroids)
        } _: { () throws(Thrown) in
            if !last.isEmpty { try save(last) }
        }
        self.init(model: model, matrix, clusters)
    }

    /// Vectors that are there already.
    ///
    /// - Parameters:
    ///   - exactSearchLimit: rows beyond which there are clusters.
    ///   - centroids: of the clusters; trained where there are none.
    init(
        model: any EmbeddingModel,
        _ matrix: EmbeddingMatrix,
        exactSearchLimit: Int,
        centroids: [UInt8]? = nil
    ) {
        self.init(
            model: model,
            matrix,
            Self.clusters(of: matrix, exactSearchLimit: exactSearchLimit, centroids: centroids)
        )
    }

    private init(model: any EmbeddingModel, _ matrix: EmbeddingMatrix, _ clusters: ClusteredIndex?) {
        self.model = model
        precision = matrix.precision
        guard let clusters else {
            self.matrix = matrix
            (self.clusters, rowOrder) = (nil, .none)
            return
        }
        let reordered = clusters.reordered()
        self.matrix = reordered.matrix
        self.clusters = reordered
        rowOrder = RowOrder(clusters.order)
    }

    private static func clusters(
        of matrix: EmbeddingMatrix,
        exactSearchLimit: Int,
        centroids: [UInt8]?
    ) -> ClusteredIndex? {
        guard matrix.count > exactSearchLimit else { return nil }
        return centroids.flatMap { ClusteredIndex(matrix, storedCentroids: $0) } ?? ClusteredIndex(matrix)
    }

    /// The embedding of an article.
    subscript(doc: DocID) -> EmbeddingMatrix.Embedding { matrix[rowOrder.row(of: doc)] }

    /// The embeddings of some of the articles: of those at `rows`, in their order.
    func selecting(_ rows: [Int]) -> ArticleVectors {
        ArticleVectors(
            model: model,
            matrix(ofArticlesAt: rows),
            exactSearchLimit: Self.exactSearchLimit
        )
    }

    /// The embeddings of the articles at `positions`, a row each, in their order.
    package func matrix(ofArticlesAt positions: [Int]) -> EmbeddingMatrix {
        var selected = EmbeddingMatrix(dimension: matrix.dimension, precision: precision)
        for position in positions { selected.append(row: rowOrder.row(of: DocID(position)), of: matrix) }
        return selected
    }

    /// Texts embedded between two calls of `save` and `progress`.
    private static let (fewestTexts, mostTexts) = (128, 32_768)

    /// The vectors of a text that is not in the collection.
    func vector(of text: String) -> EmbeddingMatrix.Embedding {
        EmbeddingMatrix.Embedding(model.embed([text]).span, precision)
    }
}

/// What models get of an article: title and excerpt without their markup; where there is no excerpt, the beginning of the body.
///
/// The title's own embedding as a third signal was measured and left out, see docs/decisions.md.
package struct EmbeddedText: Hashable, Sendable {
    package let content: String
    /// A hash of the text: equal texts share a vector, whatever article they are of.
    package let key: UInt64

    package init(_ article: Article) {
        // Models read a few hundred words at most.
        let (title, excerpt) = (article.plainTitle, article.plainExcerpt)
        let rest = excerpt.isEmpty ? String(article.body.prefix(2000)) : excerpt
        content = rest.isEmpty ? title : title + "\n" + rest
        key = contentHash(Array(content.utf8))
    }

    /// Raised when the text is put together differently, since stored vectors are then of other texts.
    package static let recipe = 2
}
