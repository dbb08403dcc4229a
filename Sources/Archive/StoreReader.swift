import Corpus
import Kernels
import Recommendation
import Semantic
import Storage
import Synchronization

/// Reads the articles of a stored snapshot row by row.
///
/// A row never changes: what corrects an article gets a row of its own. So rows can be read one transaction after the
/// other, and what is made of them kept. A row that is missing was removed since; whoever asks then starts again from
/// the newest state.
final class StoreReader: SnapshotReader, Sendable {
    private let store: any ArticleStore
    private let articleKeys: RowKeys
    /// Nil where words decide alone.
    private let vectorKeys: RowKeys?
    private let model: (any EmbeddingModel)?
    let precision: Precision
    private let densities: @Sendable ([Int]) -> [Float]
    /// Whether embeddings are kept in memory once a question needed more than a few.
    private let isCaching: Bool
    /// Each is read once; whoever needs it meanwhile waits.
    private let vectors = Mutex<EmbeddingMatrix?>(nil)
    private let codes = Mutex<CodedMatrix?>(nil)
    private let clusters = Mutex<PackedClusters?>(nil)

    /// Embeddings that are kept in memory at most: 64 MB of 256 numbers each, and as much again of codes.
    private static let cachedVectors = 262_144
    /// Embeddings of one request that make it worth to read all.
    private static let manyVectors = 512

    /// - Parameter isCached: whether embeddings are kept in memory, for a process that answers more than one question.
    init(
        _ store: any ArticleStore,
        _ stored: StoredSnapshot,
        model: (any EmbeddingModel)?,
        _ precision: Precision,
        isCached: Bool
    ) {
        self.store = store
        isCaching = isCached && stored.articleKeys.count <= Self.cachedVectors
        articleKeys = stored.articleKeys
        vectorKeys = stored.vectorKeys
        self.model = model
        self.precision = precision
        let snapshot = stored.snapshot
        densities = { snapshot.neighbourhoods(at: $0) }
    }

    func articles(at positions: [Int]) throws -> [Article] {
        try store.read { access in try access.articles(at: positions.map { articleKeys[$0] }) }
    }

    func vectors(at positions: [Int]) throws -> EmbeddingMatrix {
        guard let all = try vectors(neededAtOnce: positions.count) else {
            return try readVectors(at: positions)
        }
        return all.selecting(positions.map { UInt32($0) })
    }

    func allVectors(_ count: Int) throws -> EmbeddingMatrix {
        try vectors(neededAtOnce: .max) ?? readVectors(at: Array(0..<count))
    }

    /// All embeddings, where they are in memory or are so from now on.
    private func vectors(neededAtOnce count: Int) throws -> EmbeddingMatrix? {
        guard isCaching else { return nil }
        return try vectors.withLock { all in
            if all == nil, count > Self.manyVectors {
                all = try readVectors(at: Array(0..<articleKeys.count))
            }
            return all
        }
    }

    /// The codes of all embeddings; nil where these are not kept in memory.
    private func codedVectors() throws -> CodedMatrix? {
        guard isCaching else { return nil }
        return try codes.withLock { codes in
            if codes == nil { codes = try vectors(neededAtOnce: .max).map { CodedMatrix($0) } }
            return codes
        }
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
        guard let clusters = try clusters(assignment) else { return nil }
        if let all = try codedVectors() {
            return clusters.approximateNearest(to: embedding, k: k, probes: probes, besides: own, in: all)
        }
        return try clusters.approximateNearest(to: embedding, k: k, probes: probes, besides: own) {
            try readVectors(at: $0)
        }
    }

    /// - Returns: nil where there are no clusters.
    private func clusters(_ assignment: PackedNumbers) throws -> PackedClusters? {
        try clusters.withLock { clusters in
            if clusters == nil, let model,
                let centroids = try store.read({ try $0.centroids(of: VectorStamp(model, precision)) })
            {
                clusters = PackedClusters(
                    centroids: centroids.bytes,
                    assignment: assignment.numbers,
                    dimension: model.dimension
                )
            }
            return clusters
        }
    }

    func neighbourhoods(at positions: [Int]) -> [Float] { densities(positions) }
}
