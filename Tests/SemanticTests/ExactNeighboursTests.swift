import Kernels
import Testing

@testable import Semantic

@Suite struct ExactNeighboursTests {
    @Test(arguments: Precision.allCases)
    func listsAreThoseOfComparingAll(precision: Precision) {
        for (count, dimension, k) in [(1, 4, 3), (2, 5, 1), (30, 70, 40), (300, 33, 10)] {
            let matrix = gatheredRows(count, dimension: dimension, precision: precision)
            let table = matrix.nearestToEachRow(k: k)
            #expect(table.count == count)
            for row in stride(from: 0, to: count, by: max(1, count / 25)) {
                #expect(Array(table[row]) == nearestByComparingAll(matrix, to: row, k: k))
            }
            if count > 11 { #expect(Array(table[11]) == nearestByComparingAll(matrix, to: 11, k: k)) }
        }
    }

    /// Enough rows for an index to begin with, and for several blocks.
    @Test func manyRows() {
        let matrix = gatheredRows(2200, dimension: 16, precision: .int8, directions: 30)
        let table = matrix.nearestToEachRow(k: 5)
        for row in [0, 7, 9, 11, 57, 1023, 1024, 1500, 2199] {
            #expect(Array(table[row]) == nearestByComparingAll(matrix, to: row, k: 5))
        }
    }

    @Test func equalRowsComeInOrder() {
        var matrix = EmbeddingMatrix(dimension: 4, precision: .int8)
        let vector: [Float] = [0.5, -0.5, 0.5, 0.5]
        for _ in 0..<1100 { matrix.append(EmbeddingMatrix.Embedding(vector.span, .int8)) }
        let table = matrix.nearestToEachRow(k: 3)
        #expect(table[0].map(\.row) == [1, 2, 3])
        #expect(table[2].map(\.row) == [0, 1, 3])
        #expect((3..<1100).allSatisfy { table[$0].map(\.row) == [0, 1, 2] })
    }

    @Test func nothingAsked() {
        #expect(EmbeddingMatrix(dimension: 3, precision: .int8).nearestToEachRow(k: 5).count == 0)
        let zeros = [Float](repeating: 0, count: 3)
        var matrix = EmbeddingMatrix(dimension: 3, precision: .int8)
        for _ in 0..<5 { matrix.append(EmbeddingMatrix.Embedding(zeros.span, .int8)) }
        #expect((0..<5).allSatisfy { matrix.nearestToEachRow(k: 0)[$0].isEmpty })
        #expect(matrix.nearestToEachRow(k: 2)[4].map(\.row) == [0, 1])
    }
}
