package import Corpus
package import Kernels
import Platform
package import Recommendation
package import Semantic
import Storage

/// Reads single articles of a stored snapshot.
struct StoreSnapshotReader: SnapshotReader {
    let stored: StoredSnapshot
    /// Nil where words decide alone.
    let model: (any EmbeddingModel)?
    let precision: Precision
    let access: any StoreAccess

    func articles(at positions: [Int]) throws -> [Article] {
        try access.articles(at: positions.map { stored.articleKeys[$0] })
    }

    func vectors(at positions: [Int]) throws -> EmbeddingMatrix {
        guard let model, let keys = stored.vectorKeys else {
            return EmbeddingMatrix(dimension: 0, precision: .int8)
        }
        var matrix = EmbeddingMatrix(dimension: model.dimension, precision: precision)
        try access.vectors(at: positions.map { keys[$0] }) { bytes in
            let row = EmbeddingMatrix.Embedding(stored: bytes, dimension: model.dimension, precision)
            guard let row else {
                throw StoreError.damaged(path: "the index", detail: "a row holds no vector")
            }
            matrix.append(row)
        }
        return matrix
    }

    func approximateNearest(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: PackedNumbers
    ) throws -> [Int]? {
        guard let model, let centroids = try access.centroids(of: VectorStamp(model, precision)) else {
            return nil
        }
        let clusters = PackedClusters(
            centroids: centroids.bytes,
            assignment: assignment.numbers,
            dimension: model.dimension
        )
        return try clusters?.approximateNearest(to: embedding, k: k, probes: probes, besides: own) {
            try self.vectors(at: $0)
        }
    }

    func neighbourhoods(at positions: [Int]) -> [Float] { stored.snapshot.neighbourhoods(at: positions) }

    /// The article that a user named; nil for one that is not of the collection.
    func subject(named name: String) throws -> SnapshotQuery<StoreSnapshotReader>.Subject? {
        if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
            guard let key = try access.articleKey(ofFile: path),
                let position = stored.articleKeys.position(of: key)
            else { return .outside(try ArticleLookup.article(inFile: path)) }
            return .indexed(position, try articles(at: [position])[0])
        }
        for position in stored.snapshot.positions(of: ArticleID(name)) {
            let article = try articles(at: [position])[0]
            if article.id.rawValue == name { return .indexed(position, article) }
        }
        guard let page = CanonicalURL(name) else { return nil }
        for position in stored.snapshot.positions(at: name) {
            let article = try articles(at: [position])[0]
            if article.links.pages.contains(page) { return .indexed(position, article) }
        }
        return nil
    }
}
