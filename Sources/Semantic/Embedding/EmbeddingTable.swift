/// Embeddings by key, all in one matrix: some hundred thousand arrays of their own would take twice the memory.
package struct EmbeddingTable: Sendable {
    package private(set) var matrix: EmbeddingMatrix
    private var rows: [UInt64: UInt32] = [:]

    package init(dimension: Int, precision: Precision) {
        matrix = EmbeddingMatrix(dimension: dimension, precision: precision)
    }

    /// The number of keys.
    package var count: Int { rows.count }

    package func contains(_ key: UInt64) -> Bool { rows[key] != nil }

    package subscript(key: UInt64) -> EmbeddingMatrix.Embedding? { rows[key].map { matrix[Int($0)] } }

    /// The row of ``matrix`` that has a key's embedding.
    package func row(of key: UInt64) -> Int? { rows[key].map { Int($0) } }

    /// Keeps an embedding by a key that has none yet.
    package mutating func add(_ embedding: EmbeddingMatrix.Embedding, for key: UInt64) {
        guard rows[key] == nil else { return }
        rows[key] = UInt32(matrix.count)
        matrix.append(embedding)
    }
}
