import Kernels
import Platform

/// Directions around which rows gather, as codes; by spherical k-means (Dhillon, Modha, "Concept Decompositions
/// for Large Sparse Text Data Using Clustering", Machine Learning 42, 2001).
///
/// All sums are of integers, so that the result is the same on every machine and any number of cores.
struct Centroids: Sendable {
    /// count x length.
    let codes: [Int8]
    let count: Int
    let columns: CodeColumns

    /// Rows of the sample for each centroid, and rounds. faiss's k-means of floats, with 64 and 8, gives .002 more
    /// recall@10 (99,831 rows of 256, 1,024 centroids, 64 probes).
    private static let sampleForEach = 32
    private static let rounds = 6
    /// Rows that a core takes at a time.
    private static let rowsAtATime = 192

    init(codes: [Int8], length: Int) {
        self.codes = codes
        count = codes.count / length
        columns = CodeColumns(codes.span, length: length)
    }

    /// - Parameter count: at most the number of rows, more than 0.
    /// - Complexity: O(rounds · sample · `count` · length) on all cores.
    init(training rows: CodedRows, count: Int, seed: UInt64) {
        let total = rows.codes.count
        var generator = SplitMix64(seed: seed)
        let size = min(total, count * Self.sampleForEach)
        // One of each stretch, so that none comes twice.
        let sample = (0..<size).map { place in
            UInt32(Int.random(in: place * total / size..<(place + 1) * total / size, using: &generator))
        }
        let length = rows.space.length
        let starts = Self.directions((0..<count).map { [sample[$0 * size / count]] }, rows)
        var centroids = Centroids(codes: starts, length: length)
        for _ in 0..<Self.rounds {
            let nearest = centroids.nearest(to: sample, in: rows)
            var groups = [[UInt32]](repeating: [], count: count)
            for (row, centroid) in zip(sample, nearest) { groups[Int(centroid)].append(row) }
            // A centroid that lost all its rows starts anew.
            for group in groups.indices where groups[group].isEmpty {
                groups[group] = [sample[Int.random(in: 0..<size, using: &generator)]]
            }
            centroids = Centroids(codes: Self.directions(groups, rows), length: length)
        }
        self = centroids.inRow()
    }

    /// These centroids in an order in which each is followed by the nearest of those that are left, so that like clusters
    /// lie beside like: who searches one after the other meets the same rows again while the cache has them.
    ///
    /// - Complexity: O(`count`² · length).
    private func inRow() -> Centroids {
        guard count > 2 else { return self }
        let length = codes.count / count
        let rows = CodeRows(codes.span, length: length)
        var isPlaced = [Bool](repeating: false, count: count)
        var products = [Int32](repeating: 0, count: count)
        var ordered: [Int8] = []
        ordered.reserveCapacity(codes.count)
        var current = 0
        for _ in 0..<count {
            isPlaced[current] = true
            ordered += codes[current * length..<(current + 1) * length]
            var span = products.mutableSpan
            columns.products(of: rows, [UInt32(current)].span, into: &span)
            let left = products.indices.lazy.filter { !isPlaced[$0] }
            current = left.max { products[$0] < products[$1] } ?? current
        }
        return Centroids(codes: ordered, length: length)
    }

    /// The centroid nearest to each row, the first among equals.
    func nearest(to chosen: [UInt32], in rows: CodedRows) -> [UInt32] {
        let blocks = (chosen.count + Self.rowsAtATime - 1) / Self.rowsAtATime
        let parts = concurrentMap(blocks, grain: 1) { block in
            let some = block * Self.rowsAtATime..<min(chosen.count, (block + 1) * Self.rowsAtATime)
            return columns.best(for: rows.codes, chosen.span.extracting(some))
        }
        return parts.flatMap { $0 }
    }

    /// The direction of the sum of each group of rows.
    private static func directions(_ groups: [[UInt32]], _ rows: CodedRows) -> [Int8] {
        let length = rows.space.length
        let parts = concurrentMap(groups.count, grain: 16) { group in
            var sums = [Int32](repeating: 0, count: length)
            var code = [Int8](repeating: 0, count: length)
            for row in groups[group] {
                var span = code.mutableSpan
                rows.codes.copyCodes(ofRow: Int(row), into: &span)
                for i in 0..<length { sums[i] += Int32(code[i]) }
            }
            var span = code.mutableSpan
            rows.space.encodeDirection(sums.span, into: &span)
            return code
        }
        return parts.flatMap { $0 }
    }
}
