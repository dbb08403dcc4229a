package import Corpus
package import Kernels
import Retrieval
package import Semantic

/// Reads the articles of a snapshot from the recommender that it was made of, in memory.
package struct ResidentReader: SnapshotReader, Sendable {
    /// What the snapshot was made of.
    package let recommender: Recommender

    /// - Parameter recommender: of the whole collection.
    package init(_ recommender: Recommender) { self.recommender = recommender }

    package var precision: Precision { recommender.vectors?.precision ?? .int8 }

    private var rowOrder: RowOrder { recommender.index.fused.lexical.rowOrder }

    package func articles(at positions: [Int]) -> [Article] {
        positions.map { recommender.articles[rowOrder.doc(atRow: $0).index] }
    }

    package func vectors(at positions: [Int]) -> EmbeddingMatrix {
        allVectors(recommender.articles.count).selecting(positions.map { UInt32($0) })
    }

    package func allVectors(_ count: Int) -> EmbeddingMatrix {
        recommender.vectors?.matrix ?? EmbeddingMatrix(dimension: 0, precision: .int8)
    }

    package func approximateNearest(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: PackedNumbers
    ) -> [Int]? {
        guard let clusters = recommender.vectors?.clusters else { return nil }
        let found = clusters.approximateNearest(to: embedding, k: own == nil ? k : k + 1, probes: probes)
        return Array(found.lazy.map { Int($0.row) }.filter { $0 != own }.prefix(k))
    }

    /// The neighbourhoods that are not known yet are found out.
    package func neighbourhoods(at positions: [Int]) -> [Float] {
        let docs = positions.map { rowOrder.doc(atRow: $0) }
        recommender.learnNeighbourhoods(of: docs)
        return docs.map { recommender.densities[$0] ?? .nan }
    }
}

extension GrowingCollection<ResidentReader> {
    /// A collection in memory that grows from the articles of a recommender.
    ///
    /// - Returns: nil where the recommender was not made to be stored.
    package init?(_ recommender: Recommender) {
        guard let base = CollectionSnapshot(recommender) else { return nil }
        self.init(
            base,
            ResidentReader(recommender),
            model: recommender.vectors?.model,
            relatedness: recommender.relatedness
        )
    }
}
