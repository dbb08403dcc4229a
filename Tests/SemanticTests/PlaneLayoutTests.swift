import Kernels
import Testing

@testable import Semantic

@Suite struct PlaneLayoutTests {
    /// Rows around as many directions as there are groups, one group after the other.
    private func rows(groups: Int, of size: Int, _ precision: Precision) -> EmbeddingMatrix {
        var generator = SplitMix64(seed: 3)
        var matrix = EmbeddingMatrix(dimension: 32, precision: precision)
        for _ in 0..<groups {
            let direction = (0..<32).map { _ in Float.random(in: -1...1, using: &generator) }
            for _ in 0..<size {
                let row = direction.map { $0 + Float.random(in: -0.4...0.4, using: &generator) }
                let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
                let unit = row.map { $0 / length }
                matrix.append(EmbeddingMatrix.Embedding(unit.span, precision))
            }
        }
        return matrix
    }

    @Test(arguments: Precision.allCases)
    func groupsLieTogether(_ precision: Precision) {
        let (groups, size) = (5, 20)
        let matrix = rows(groups: groups, of: size, precision)
        let places = PlaneLayout(of: matrix).places
        for row in places.indices {
            let near = places.indices.filter { $0 != row }
                .min { distance(places[$0], places[row]) < distance(places[$1], places[row]) }
            #expect(near.map { $0 / size } == row / size, "row \(row)")
        }
        #expect(places == PlaneLayout(of: matrix).places)
        #expect(places != PlaneLayout(of: matrix, seed: 2).places)
    }

    @Test func thePictureFillsTheSquare() {
        let places = PlaneLayout(of: rows(groups: 3, of: 10, .int8)).places
        let (xs, ys) = (places.map(\.x).sorted(), places.map(\.y).sorted())
        let sides = [xs[29] - xs[0], ys[29] - ys[0]]
        #expect(abs((sides.max() ?? 0) - 1) < 1e-4)
        #expect((xs + ys).allSatisfy { (-1e-4...1.0001).contains($0) })
    }

    @Test(arguments: [0, 1, 2, 3, 40])
    func rowsThatAreEqualOrNothingHavePlacesToo(_ count: Int) {
        for value in [0, 0.5] as [Float] {
            var matrix = EmbeddingMatrix(dimension: 4, precision: .int8)
            let row = [Float](repeating: value, count: 4)
            for _ in 0..<count { matrix.append(EmbeddingMatrix.Embedding(row.span, .int8)) }
            let places = PlaneLayout(of: matrix).places
            #expect(places.count == count && places.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    private func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float { ((a - b) * (a - b)).sum() }
}
