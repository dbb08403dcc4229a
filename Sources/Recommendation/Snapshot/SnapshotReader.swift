package import Corpus
package import Kernels
package import Semantic

/// Reads single articles of a stored collection.
package protocol SnapshotReader {
    /// Of the embeddings.
    var precision: Precision { get }
    /// The articles at some positions, in their order.
    func articles(at positions: [Int]) throws -> [Article]
    /// The embeddings of the articles at some positions, in their order.
    func vectors(at positions: [Int]) throws -> EmbeddingMatrix
    /// The embeddings of all articles by position; of `count` articles.
    func allVectors(_ count: Int) throws -> EmbeddingMatrix
    /// The positions of those that are likely to be nearest by embedding, as ``ClusteredIndex/approximateNearest(to:k:probes:)``
    /// finds them.
    ///
    /// - Parameters:
    ///   - own: a position that is not wanted.
    ///   - assignment: the centroid of each embedding.
    /// - Returns: nil where there are no clusters.
    func approximateNearest(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: PackedNumbers
    ) throws -> [Int]?
    /// How near the nearest of the articles at some positions are; NaN where it is not known.
    func neighbourhoods(at positions: [Int]) throws -> [Float]
}

extension SnapshotReader {
    package func allVectors(_ count: Int) throws -> EmbeddingMatrix { try vectors(at: Array(0..<count)) }
}
