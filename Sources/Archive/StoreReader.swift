import Corpus
import Kernels
import Recommendation
import Semantic
import Storage
import Synchronization

/// Reads the articles of a stored snapshot row by row.
///
/// A row never changes: what corrects an article gets a row of its own. So rows can be read one transaction after the
/// other, and kept. A row that is missing was removed since; whoever asks then starts again from the newest state.
final class StoreReader: SnapshotReader, Sendable {
    private let store: any ArticleStore
    private let articleKeys: RowKeys
    /// Nil where words decide alone.
    private let vectorKeys: RowKeys?
    private let model: (any EmbeddingModel)?
    let precision: Precision
    private let densities: @Sendable ([Int]) -> [Float]
    private let isCached: Bool
    private let cache = Mutex(Cache())

    private struct Cache {
        /// By position.
        var articles: [Int: Article] = [:]
        var vectors: EmbeddingMatrix?
        var clusters: PackedClusters?
    }

    /// Articles that are kept in memory: some megabytes of titles and excerpts.
    private static let cachedArticles = 16_384
    /// Embeddings that are kept in memory once a question needed more than a few: 64 MB of 256 numbers each.
    private static let cachedVectors = 262_144
    /// Embeddings of one request that make it worth to read all.
    private static let manyVectors = 512

    /// - Parameter isCached: whether rows are kept in memory, for a process that answers more than one question.
    init(
        _ store: any ArticleStore,
        _ stored: StoredSnapshot,
        model: (any EmbeddingModel)?,
        _ precision: Precision,
        isCached: Bool
    ) {
        self.store = store
        self.isCached = isCached
        articleKeys = stored.articleKeys
        vectorKeys = stored.vectorKeys
        self.model = model
        self.precision = precision
        let snapshot = stored.snapshot
        densities = { snapshot.neighbourhoods(at: $0) }
    }

    func articles(at positions: [Int]) throws -> [Article] {
        let cached = cache.withLock { cache in positions.map { cache.articles[$0] } }
        let missing = positions.indices.filter { cached[$0] == nil }
        guard !missing.isEmpty else { return cached.compactMap(\.self) }
        let read = try store.read { access in
            try access.articles(at: missing.map { articleKeys[positions[$0]] })
        }
        if isCached {
            cache.withLock { cache in
                if cache.articles.count + read.count > Self.cachedArticles { cache.articles.removeAll() }
                for (index, article) in zip(missing, read) { cache.articles[positions[index]] = article }
            }
        }
        var all = cached
        for (index, article) in zip(missing, read) { all[index] = article }
        return all.compactMap(\.self)
    }

    func vectors(at positions: [Int]) throws -> EmbeddingMatrix {
        if let all = cache.withLock({ $0.vectors }) { return all.selecting(positions.map { UInt32($0) }) }
        let count = articleKeys.count
        if isCached, positions.count > Self.manyVectors, count <= Self.cachedVectors {
            return try allVectors(count).selecting(positions.map { UInt32($0) })
        }
        return try readVectors(at: positions)
    }

    func allVectors(_ count: Int) throws -> EmbeddingMatrix {
        if let all = cache.withLock({ $0.vectors }) { return all }
        let all = try readVectors(at: Array(0..<count))
        if isCached, count <= Self.cachedVectors { cache.withLock { $0.vectors = all } }
        return all
    }

    private func readVectors(at positions: [Int]) throws -> EmbeddingMatrix {
        guard let model, let vectorKeys else { return EmbeddingMatrix(dimension: 0, precision: .int8) }
        var matrix = EmbeddingMatrix(dimension: model.dimension, precision: precision)
        try store.read { access in
            try access.vectors(at: positions.map { vectorKeys[$0] }) { bytes in
                let row = EmbeddingMatrix.Embedding(stored: bytes, dimension: model.dimension, precision)
                guard let row else {
                    throw StoreError.damaged(path: store.name, detail: "a row holds no vector")
                }
                matrix.append(row)
            }
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
        try clusters(assignment)?.approximateNearest(to: embedding, k: k, probes: probes, besides: own) {
            try vectors(at: $0)
        }
    }

    /// - Returns: nil where there are no clusters.
    private func clusters(_ assignment: PackedNumbers) throws -> PackedClusters? {
        if let clusters = cache.withLock({ $0.clusters }) { return clusters }
        guard let model,
            let centroids = try store.read({ try $0.centroids(of: VectorStamp(model, precision)) })
        else { return nil }
        let clusters = PackedClusters(
            centroids: centroids.bytes,
            assignment: assignment.numbers,
            dimension: model.dimension
        )
        cache.withLock { $0.clusters = clusters }
        return clusters
    }

    func neighbourhoods(at positions: [Int]) -> [Float] { densities(positions) }
}
