import Foundation
import Kernels
import Testing

@testable import Semantic

@Suite struct EmbeddingMatrixTests {
    typealias Embedding = EmbeddingMatrix.Embedding

    private static func vector(_ dimension: Int, _ generator: inout SplitMix64) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    private static func scores(
        _ matrix: EmbeddingMatrix,
        _ query: Embedding,
        weight: Float = 1
    ) -> [(document: UInt32, score: Float)] {
        var scores = ScoreAccumulator(count: matrix.count)
        matrix.addCosines(with: query, times: weight, to: &scores)
        return scores.takeBest(matrix.count, above: -.infinity)
    }

    /// Enough rows for more than one tile, and no whole number of tiles.
    @Test(arguments: Precision.allCases, [0, 50, 2_100])
    func manyQueriesGiveTheBitsOfOne(precision: Precision, count: Int) {
        var generator = SplitMix64(seed: 5)
        var matrix = EmbeddingMatrix(dimension: 33, precision: precision)
        for _ in 0..<count { matrix.append(Embedding(Self.vector(33, &generator).span, precision)) }
        let queries = (0..<3).map { _ in Embedding(Self.vector(33, &generator).span, precision) }
        var products: [Float] = []
        matrix.multiply(queries, times: 0.3, into: &products)
        for (place, query) in queries.enumerated() {
            var scores = ScoreAccumulator(count: count)
            scores.add(products.span.extracting(place * count..<(place + 1) * count))
            let found = scores.takeBest(count, above: -.infinity)
            let expected = Self.scores(matrix, query, weight: 0.3)
            #expect(found.map(\.document) == expected.map(\.document))
            #expect(found.map(\.score) == expected.map(\.score))
        }
    }

    /// Enough rows for more than one block of scores, and a width that fills no register.
    @Test(arguments: Precision.allCases, [1, 7, 33, 192])
    func scoresAreThoseOfTheNaiveTwin(precision: Precision, dimension: Int) {
        var generator = SplitMix64(seed: UInt64(dimension))
        var matrix = EmbeddingMatrix(dimension: dimension, precision: precision)
        let count = dimension == 33 ? 4_100 : 50
        var rows: [Embedding] = []
        for _ in 0..<count {
            let row = Embedding(Self.vector(dimension, &generator).span, precision)
            matrix.append(row)
            rows.append(row)
        }
        let query = Embedding(Self.vector(dimension, &generator).span, precision)
        let weight: Float = 0.3
        let found = Self.scores(matrix, query, weight: weight)
        #expect(found.count == count)
        let q = StoredRow(query, precision)
        for (document, score) in found {
            let row = StoredRow(rows[Int(document)], precision)
            switch precision {
            case .int8:
                let sum = zip(row.bytes, q.bytes).reduce(0) { $0 + Int($1.0) * Int($1.1) }
                #expect(score == (row.scale * (weight * q.scale)) * Float(sum))
            case .float32:
                let sum = zip(row.floats, q.floats).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                #expect(abs(Double(score) - Double(weight) * sum) < 1e-5 * Double(dimension).squareRoot())
            }
        }
        let scores = Dictionary(uniqueKeysWithValues: found.map { (Int($0.document), $0.score) })
        for row in 0..<min(count, 50) {
            let cosine = EmbeddingMatrix.cosine(matrix[row], query)
            #expect(abs(weight * cosine - scores[row]!) < 1e-5 * Float(dimension))
        }
    }

    /// A stored row, read by the format's description rather than by the code under test.
    private struct StoredRow {
        var scale: Float = 1
        var bytes: [Int8] = []
        var floats: [Float] = []

        init(_ row: Embedding, _ precision: Precision) {
            let stored = row.stored
            func float(_ start: Int) -> Float {
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(stored[start + $1]) << (8 * UInt32($1)) })
            }
            switch precision {
            case .int8:
                scale = float(0)
                bytes = stored[4...].map { Int8(bitPattern: $0) }
            case .float32: floats = stride(from: 0, to: stored.count, by: 4).map(float)
            }
        }
    }

    @Test(arguments: Precision.allCases)
    func storedRowsAreReadAgain(precision: Precision) throws {
        var generator = SplitMix64(seed: 8)
        var matrix = EmbeddingMatrix(dimension: 19, precision: precision)
        for number in 0..<20 {
            let vector = number == 0 ? [Float](repeating: 0, count: 19) : Self.vector(19, &generator)
            let row = Embedding(vector.span, precision)
            #expect(row.stored.count == (precision == .int8 ? 4 + 19 : 4 * 19))
            let read = try #require(Embedding(stored: row.stored, dimension: 19, precision))
            #expect(read == row)
            #expect(read.stored == row.stored)
            matrix.append(read)
            #expect(matrix[number] == row)
        }
        #expect(matrix.count == 20)
    }

    @Test func storedFormIsFixed() {
        let vector: [Float] = [1, -0.5, 0]
        #expect(Embedding(vector.span, .float32).stored == [0, 0, 128, 63, 0, 0, 0, 191, 0, 0, 0, 0])
        let scale = littleEndian((Float(1) / 127).bitPattern)
        #expect(Embedding(vector.span, .int8).stored == scale + [127, UInt8(bitPattern: -64), 0])
    }

    @Test func roundingErrsByHalfAStep() {
        var generator = SplitMix64(seed: 9)
        for _ in 0..<100 {
            let vector = Self.vector(48, &generator)
            let row = StoredRow(Embedding(vector.span, .int8), .int8)
            let largest = vector.map(abs).max()!
            #expect(abs(row.scale - largest / 127) <= largest * 1e-7)
            for (value, byte) in zip(vector, row.bytes) {
                #expect(abs(value - row.scale * Float(byte)) <= row.scale * 0.50001)
            }
        }
    }

    @Test func damagedRowsAreNone() {
        let row = [UInt8](repeating: 1, count: 4 + 8)
        #expect(Embedding(stored: row, dimension: 8, .int8) != nil)
        for length in [0, 3, 4, 11, 13] {
            let bytes = [UInt8](repeating: 1, count: length)
            #expect(Embedding(stored: bytes, dimension: 8, .int8) == nil)
            #expect(Embedding(stored: bytes, dimension: 8, .float32) == nil)
        }
        for bad in [Float.nan, .infinity, -.infinity, .signalingNaN] {
            let bytes = littleEndian(bad.bitPattern)
            #expect(Embedding(stored: bytes + row[4...], dimension: 8, .int8) == nil)
            let floats = littleEndian(Float(1).bitPattern) + bytes
            #expect(Embedding(stored: floats, dimension: 2, .float32) == nil)
        }
        // A row of a model whose numbers were not finite is stored as what is refused on reading.
        let broken: [Float] = [.nan, 1]
        #expect(Embedding(stored: Embedding(broken.span, .int8).stored, dimension: 2, .int8) == nil)
        #expect(Embedding(stored: Embedding(broken.span, .float32).stored, dimension: 2, .float32) == nil)
    }

    /// -128, which rounding never gives but a damaged store may, is where products of bytes saturate.
    @Test func storedExtremesAreMultipliedExactly() throws {
        let one = littleEndian(Float(1).bitPattern)
        for dimension in [1, 16, 32, 64, 100] {
            let lowest = try #require(
                Embedding(
                    stored: one + [UInt8](repeating: 128, count: dimension),
                    dimension: dimension,
                    .int8
                )
            )
            let highest = try #require(
                Embedding(
                    stored: one + [UInt8](repeating: 127, count: dimension),
                    dimension: dimension,
                    .int8
                )
            )
            var matrix = EmbeddingMatrix(dimension: dimension, precision: .int8)
            matrix.append(lowest)
            matrix.append(highest)
            let size = Float(dimension)
            #expect(Self.scores(matrix, lowest).map(\.score) == [128 * 128 * size, -128 * 127 * size])
            #expect(Self.scores(matrix, highest).map(\.score) == [127 * 127 * size, -127 * 128 * size])
        }
    }

    @Test(arguments: Precision.allCases)
    func noRowsAndRowsOfZeros(precision: Precision) {
        let zeros = [Float](repeating: 0, count: 5)
        let ones = [Float](repeating: 1, count: 5)
        var matrix = EmbeddingMatrix(dimension: 5, precision: precision)
        #expect(Self.scores(matrix, Embedding(ones.span, precision)).isEmpty)
        matrix.append(Embedding(zeros.span, precision))
        #expect(Self.scores(matrix, Embedding(ones.span, precision)).map(\.score) == [0])
        #expect(Self.scores(matrix, Embedding(zeros.span, precision)).map(\.score) == [0])
        #expect(EmbeddingMatrix.cosine(matrix[0], Embedding(ones.span, precision)) == 0)
    }

    /// Equal rows have equal bits, wherever they lie, so that the order of ties is the documents' own.
    @Test(arguments: Precision.allCases)
    func tiesStayTies(precision: Precision) {
        var generator = SplitMix64(seed: 10)
        let rows = (0..<3).map { _ in Embedding(Self.vector(37, &generator).span, precision) }
        var matrix = EmbeddingMatrix(dimension: 37, precision: precision)
        for number in 0..<90 { matrix.append(rows[number % 3]) }
        let found = Self.scores(matrix, Embedding(Self.vector(37, &generator).span, precision))
        #expect(Set(found.map(\.score)).count == 3)
        for third in [found[..<30], found[30..<60], found[60...]] {
            #expect(Set(third.map { $0.document % 3 }).count == 1)
            #expect(third.map(\.document) == third.map(\.document).sorted())
        }
    }
}
