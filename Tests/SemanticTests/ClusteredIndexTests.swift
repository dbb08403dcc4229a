import Kernels
import Testing

@testable import Semantic

/// Rows that gather around a few directions, with some that are all alike, zero, and longer than they should be.
func gatheredRows(
    _ count: Int,
    dimension: Int,
    precision: Precision,
    directions: Int = 12,
    seed: UInt64 = 1
) -> EmbeddingMatrix {
    var generator = SplitMix64(seed: seed)
    let centres = (0..<directions).map { _ in
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    }
    var matrix = EmbeddingMatrix(dimension: dimension, precision: precision)
    for row in 0..<count {
        var vector = centres[row % directions].map { $0 + 0.7 * Float.random(in: -1...1, using: &generator) }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for i in vector.indices { vector[i] /= length }
        if row % 50 == 7 { vector = centres[0].map { $0 / 2 } }
        if row % 70 == 9 { vector = Array(repeating: 0, count: dimension) }
        if row == 11 { vector = vector.map { $0 * 3 } }
        matrix.append(EmbeddingMatrix.Embedding(vector.span, precision))
    }
    return matrix
}

/// The best other rows, by comparing all.
func nearestByComparingAll(_ matrix: EmbeddingMatrix, to row: Int, k: Int) -> [Neighbour] {
    let query = matrix[row]
    let all = (0..<matrix.count).filter { $0 != row }.map {
        Neighbour(row: UInt32($0), cosine: matrix.cosine(of: $0, with: query))
    }
    let sorted = all.sorted { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.row < $1.row }
    return Array(sorted.prefix(k))
}

/// The best other rows by the product of codes, and by the cosine where one has no code, by comparing all.
func nearestByComparingCodes(_ matrix: EmbeddingMatrix, to row: Int, k: Int) -> [Neighbour] {
    let space = CodeSpace(dimension: matrix.dimension)
    let coded = CodedRows(matrix, in: space)
    func codes(_ row: Int) -> [Int8] {
        var codes = [Int8](repeating: 0, count: space.length)
        var span = codes.mutableSpan
        coded.codes.copyCodes(ofRow: row, into: &span)
        return codes
    }
    let (query, own) = (matrix[row], codes(row))
    let all = (0..<matrix.count).filter { $0 != row }.map { other in
        let product = zip(own, codes(other)).reduce(Int32(0)) { $0 + Int32($1.0) * Int32($1.1) }
        let areCoded = coded.isClose(row) && coded.isClose(other)
        return Neighbour(
            row: UInt32(other),
            cosine: areCoded ? Float(product) / 40_000 : matrix.cosine(of: other, with: query)
        )
    }
    let sorted = all.sorted { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.row < $1.row }
    return Array(sorted.prefix(k))
}

@Suite struct ClusteredIndexTests {
    /// Where every cluster is scanned, nothing is left out but what codes cannot tell.
    @Test(arguments: Precision.allCases, [3, 32, 100])
    func scanningAllIsComparingAll(precision: Precision, dimension: Int) {
        let matrix = gatheredRows(300, dimension: dimension, precision: precision)
        let index = ClusteredIndex(matrix, clusterCount: 9)
        for k in [1, 10] {
            for cluster in 0..<index.clusterCount {
                let rows = index.rows(inCluster: cluster)
                let likely = index.approximateNearest(toRows: rows, k: k, probes: index.clusterCount)
                let table = index.nearest(toRows: rows, k: k, probes: index.clusterCount)
                for (place, row) in rows.enumerated() where row % 7 == 0 || row == 11 {
                    #expect(Array(likely[place]) == nearestByComparingCodes(matrix, to: Int(row), k: k))
                    let query = matrix[Int(row)]
                    #expect(
                        table[place].allSatisfy { $0.cosine == matrix.cosine(of: Int($0.row), with: query) }
                    )
                    let exact = nearestByComparingAll(matrix, to: Int(row), k: k)
                    #expect(table[place].count == k)
                    // What codes cannot tell apart, six standard deviations.
                    #expect(zip(table[place], exact).allSatisfy { $0.cosine >= $1.cosine - 0.012 })
                }
            }
        }
    }

    /// The scanned clusters are those with the nearest centroids, so most of the best rows are found.
    @Test func fewProbesFindMost() {
        let matrix = gatheredRows(1500, dimension: 48, precision: .int8, directions: 40)
        let index = ClusteredIndex(matrix, clusterCount: 40)
        let queries = stride(from: 0, to: 1500, by: 15).map { UInt32($0) }
        let table = index.nearest(toRows: queries, k: 10, probes: 10)
        var found = 0
        for (place, row) in queries.enumerated() {
            let all = Set(nearestByComparingAll(matrix, to: Int(row), k: 10))
            found += table[place].count { all.contains($0) }
            #expect(!table[place].contains { $0.row == row })
        }
        #expect(found > queries.count * 9)
    }

    @Test func everyRowIsInOneCluster() {
        let index = ClusteredIndex(gatheredRows(500, dimension: 16, precision: .int8), clusterCount: 5)
        let rows = (0..<index.clusterCount).flatMap { cluster in
            let rows = index.rows(inCluster: cluster)
            #expect(!rows.isEmpty && rows == rows.sorted())
            return rows
        }
        #expect(rows.sorted() == (0..<500).map { UInt32($0) })
    }

    /// A thousand equal rows are several clusters, so that a query does not scan them all.
    @Test func equalRowsAreSplit() {
        var matrix = EmbeddingMatrix(dimension: 8, precision: .int8)
        let vector: [Float] = [0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0]
        for _ in 0..<1000 { matrix.append(EmbeddingMatrix.Embedding(vector.span, .int8)) }
        let index = ClusteredIndex(matrix, clusterCount: 20)
        #expect((0..<index.clusterCount).allSatisfy { index.rows(inCluster: $0).count <= 200 })
        let table = index.nearest(toRows: [0, 1, 999], k: 3, probes: index.clusterCount)
        #expect(table[0].map(\.row) == [1, 2, 3])
        #expect(table[1].map(\.row) == [0, 2, 3])
        #expect(table[2].map(\.row) == [0, 1, 2])
    }

    @Test func smallestIndexes() {
        let none = ClusteredIndex(EmbeddingMatrix(dimension: 5, precision: .int8))
        #expect(none.clusterCount == 0)
        #expect(none.nearest(toRows: [], k: 3).count == 0)
        let one = gatheredRows(1, dimension: 5, precision: .int8)
        #expect(none.approximateNearest(to: one[0], k: 3).isEmpty)
        let index = ClusteredIndex(one)
        #expect(index.nearest(toRows: [0], k: 3)[0].isEmpty)
        #expect(index.approximateNearest(to: one[0], k: 3).map(\.row) == [0])
        #expect(index.nearest(toRows: [0], k: 0)[0].isEmpty)
        let few = ClusteredIndex(gatheredRows(4, dimension: 5, precision: .int8))
        #expect(few.nearest(toRows: [2], k: 9, probes: 99)[0].count == 3)
    }

    @Test func queriesFromOutsideFindEqualRows() {
        let matrix = gatheredRows(200, dimension: 20, precision: .int8)
        let index = ClusteredIndex(matrix, clusterCount: 6)
        for row in [3, 11, 57] {
            let found = index.approximateNearest(to: matrix[row], k: 5, probes: index.clusterCount)
            let others = found.filter { $0.row != row }.prefix(4)
            #expect(
                Array(others) == Array(nearestByComparingCodes(matrix, to: row, k: 5).prefix(others.count))
            )
        }
    }

    @Test func rowsAddedLaterAreFound() {
        let matrix = gatheredRows(230, dimension: 12, precision: .int8)
        var index = ClusteredIndex(EmbeddingMatrix(dimension: 12, precision: .int8))
        for row in 0..<230 { index.append(matrix[row]) }
        #expect(index.matrix.count == 230)
        let table = index.approximateNearest(toRows: [0, 100, 229], k: 6, probes: index.clusterCount)
        for (place, row) in [0, 100, 229].enumerated() {
            #expect(Array(table[place]) == nearestByComparingCodes(matrix, to: row, k: 6))
        }
    }

    @Test func storedCentroidsMakeTheSameIndex() throws {
        let matrix = gatheredRows(400, dimension: 24, precision: .int8)
        let index = ClusteredIndex(matrix, clusterCount: 10)
        let again = try #require(ClusteredIndex(matrix, storedCentroids: index.storedCentroids))
        #expect(again.clusterCount == index.clusterCount)
        #expect(again.storedCentroids == index.storedCentroids)
        for cluster in 0..<index.clusterCount {
            #expect(again.rows(inCluster: cluster) == index.rows(inCluster: cluster))
        }
        let second = ClusteredIndex(matrix, clusterCount: 10)
        #expect(second.storedCentroids == index.storedCentroids)
    }

    /// Wrong sizes are refused; wrong codes only make a worse index.
    @Test func damagedCentroids() throws {
        let matrix = gatheredRows(60, dimension: 10, precision: .int8)
        let index = ClusteredIndex(matrix, clusterCount: 4)
        let stored = index.storedCentroids
        #expect(ClusteredIndex(matrix, storedCentroids: []) == nil)
        #expect(ClusteredIndex(matrix, storedCentroids: stored.dropLast()) == nil)
        #expect(ClusteredIndex(matrix, storedCentroids: stored + [0]) == nil)
        for place in 0..<12 {
            var bytes = stored
            bytes[place] ^= 0x81
            #expect(ClusteredIndex(matrix, storedCentroids: bytes) == nil)
        }
        #expect(
            ClusteredIndex(gatheredRows(9, dimension: 11, precision: .int8), storedCentroids: stored) == nil
        )
        var generator = SplitMix64(seed: 4)
        for byte: UInt8? in [0x80, 0x7F, 0x81, nil] {
            var bytes = stored
            for place in 12..<bytes.count {
                bytes[place] = byte ?? UInt8.random(in: 0...255, using: &generator)
            }
            let damaged = try #require(ClusteredIndex(matrix, storedCentroids: bytes))
            let table = damaged.nearest(toRows: [5], k: 5, probes: damaged.clusterCount)
            #expect(Array(table[0]) == nearestByComparingAll(matrix, to: 5, k: 5))
        }
    }
}

@Suite struct CodeSpaceTests {
    /// The bound that everything rests on.
    @Test(arguments: [1, 6, 64, 200])
    func codesBoundProducts(dimension: Int) {
        let matrix = gatheredRows(60, dimension: dimension, precision: .float32, seed: UInt64(dimension))
        let coded = CodedRows(matrix, in: CodeSpace(dimension: dimension))
        let columns = coded.columns((0..<60).map { UInt32($0) })
        let all = (0..<60).map { UInt32($0) }
        var products = [Int32](repeating: 0, count: 3600)
        var span = products.mutableSpan
        columns.products(of: coded.codes, all.span, into: &span)
        func isBounded(_ row: Int) -> Bool { coded.threshold(row, for: 0, in: coded.worst) > .min }
        for a in 0..<60 where isBounded(a) {
            for b in 0..<60 where isBounded(b) {
                let cosine = matrix.cosine(of: a, with: matrix[b])
                #expect(products[a * 60 + b] >= coded.threshold(a, for: cosine, in: coded.worst))
            }
        }
        #expect(!isBounded(11))
    }
}
