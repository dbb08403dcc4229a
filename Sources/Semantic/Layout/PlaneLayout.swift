import Kernels

/// Places in a plane for the rows of a matrix: rows that are alike lie near each other, groups apart.
///
/// The two directions in which the rows differ most say where each begins (power iteration). Then each is drawn to its
/// nearest rows and pushed off others that are drawn by lot, less and less, as McInnes, Healy and Melville do ("UMAP",
/// 2018, with a = b = 1). What is drawn comes of the seed, so equal matrices have equal places.
package struct PlaneLayout: Sendable {
    /// One a row; x and y from 0 to 1.
    package let places: [SIMD2<Float>]

    private static let neighbours = 12
    private static let rounds = 200
    /// Rows that one is pushed off for each that it is drawn to.
    private static let others = 5
    /// Steps of the power iteration: the directions need not be exact, as they are only where rows begin.
    private static let steps = 30
    /// Half the width of the plane at the beginning, and the longest step in one direction, as UMAP has them.
    private static let radius: Float = 10
    private static let longestStep: Float = 4

    /// - Parameter progress: receives the share that is done.
    /// - Complexity: O(count² · dimension) on all cores for the nearest rows, O(count) for the rest.
    package init(of matrix: EmbeddingMatrix, seed: UInt64 = 1, progress: (Double) -> Void = { _ in }) {
        var places = Self.start(of: matrix, seed: seed)
        if matrix.count > 2 {
            let table = matrix.nearestToEachRow(k: min(Self.neighbours, matrix.count - 1))
            var generator = SplitMix64(seed: seed, stream: 1)
            for round in 0..<Self.rounds {
                progress(Double(round) / Double(Self.rounds))
                let step = 1 - Float(round) / Float(Self.rounds)
                Self.move(&places, table, step, &generator)
            }
        }
        self.places = Self.inUnitSquare(places)
    }

    // MARK: - Where rows begin

    private static func start(of matrix: EmbeddingMatrix, seed: UInt64) -> [SIMD2<Float>] {
        let (count, width) = (matrix.count, matrix.dimension)
        guard count > 0, width > 0 else { return Array(repeating: .zero, count: count) }
        var rows = [Float](repeating: 0, count: count * width)
        var mean = [Float](repeating: 0, count: width)
        for row in 0..<count {
            var span = rows.mutableSpan
            var values = span._mutatingExtracting(row * width..<(row + 1) * width)
            matrix.copyValues(ofRow: row, into: &values)
            for column in 0..<width { mean[column] += values[column] / Float(count) }
        }
        for index in rows.indices { rows[index] -= mean[index % width] }
        var generator = SplitMix64(seed: seed, stream: 0)
        let first = direction(rows, width, besides: nil, &generator)
        let second = direction(rows, width, besides: first, &generator)
        let xs = products(rows, first)
        let ys = products(rows, second)
        let largest = (xs + ys).lazy.map(abs).max() ?? 0
        let scale = largest > .leastNormalMagnitude ? radius / largest : 0
        return zip(xs, ys).map { x, y in
            // Rows that are equal would stay in one place for ever.
            let jitter = SIMD2(
                Float.random(in: -0.001...0.001, using: &generator),
                .random(in: -0.001...0.001, using: &generator)
            )
            return SIMD2(x, y) * scale + jitter
        }
    }

    /// The direction in which rows differ most, or most beside another; of length 1.
    private static func direction(
        _ rows: [Float],
        _ width: Int,
        besides other: [Float]?,
        _ generator: inout SplitMix64
    ) -> [Float] {
        var direction = (0..<width).map { _ in Float.random(in: -1...1, using: &generator) }
        for _ in 0..<steps {
            let along = products(rows, direction)
            var next = [Float](repeating: 0, count: width)
            for (row, product) in along.enumerated() {
                for column in 0..<width { next[column] += product * rows[row * width + column] }
            }
            if let other {
                let shared = zip(next, other).reduce(0) { $0 + $1.0 * $1.1 }
                for column in 0..<width { next[column] -= shared * other[column] }
            }
            let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
            // Where all rows are alike, any direction will do.
            guard length > .leastNormalMagnitude else { return direction }
            direction = next.map { $0 / length }
        }
        return direction
    }

    private static func products(_ rows: [Float], _ direction: [Float]) -> [Float] {
        let width = direction.count
        return (0..<rows.count / width).map { row in
            var sum: Float = 0
            for column in 0..<width { sum += rows[row * width + column] * direction[column] }
            return sum
        }
    }

    // MARK: - How they move

    private static func move(
        _ places: inout [SIMD2<Float>],
        _ table: NeighbourTable,
        _ step: Float,
        _ generator: inout SplitMix64
    ) {
        let count = UInt64(places.count)
        for row in places.indices {
            // Numbers by themselves: without optimisation, as tests are built, vectors take many times as long.
            var (x, y) = (places[row].x, places[row].y)
            for neighbour in table[row] {
                let near = Int(neighbour.row)
                let (right, up) = (x - places[near].x, y - places[near].y)
                let pull = -2 / (1 + right * right + up * up)
                let (pullX, pullY) = (bounded(right * pull) * step, bounded(up * pull) * step)
                x += pullX
                y += pullY
                places[near].x -= pullX
                places[near].y -= pullY
                for _ in 0..<others {
                    let other = Int(generator.next() % count)
                    if other == row { continue }
                    let (right, up) = (x - places[other].x, y - places[other].y)
                    let distance = right * right + up * up
                    let push = 2 / ((0.001 + distance) * (1 + distance))
                    x += bounded(right * push) * step
                    y += bounded(up * push) * step
                }
            }
            places[row] = SIMD2(x, y)
        }
    }

    private static func bounded(_ way: Float) -> Float {
        way > longestStep ? longestStep : way < -longestStep ? -longestStep : way
    }

    /// The same picture, as large as fits.
    private static func inUnitSquare(_ places: [SIMD2<Float>]) -> [SIMD2<Float>] {
        guard let first = places.first else { return [] }
        let (low, high) = places.reduce(into: (first, first)) { bounds, place in
            bounds = (pointwiseMin(bounds.0, place), pointwiseMax(bounds.1, place))
        }
        let side = max((high - low).max(), .leastNormalMagnitude)
        let middle = (low + high) / 2
        return places.map { ($0 - middle) / side + 0.5 }
    }
}
