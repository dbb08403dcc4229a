import Foundation
import Kernels
import Platform

extension TrainedTokenTable {
    /// Weight of a token that makes the share `a` of a corpus is one half; rarer ones weigh more. From 1e-3 to
    /// 1e-4 are usual (Arora, Liang, Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017).
    private static let halfWeight: Float = 1e-3

    /// A start from another model's token vectors: reduced to their principal axes, rare tokens weighing more,
    /// as Model2Vec does it (https://github.com/MinishLab/model2vec).
    ///
    /// - Parameters:
    ///   - vectors: row-major, vocabulary x `width`.
    ///   - areWeighted: whether their lengths are weights already; then these and the origin stay, and so do
    ///     the vectors where they have `dimension` numbers.
    ///   - dimension: at most `width`.
    ///   - counts: how often each token occurs in the corpus to train on.
    /// - Complexity: O(vocabulary · width²) on all workers, and O(width³).
    package init(
        reducing vectors: [Float],
        width: Int,
        to dimension: Int,
        counts: [Int],
        areWeighted: Bool = false,
        workers: Int = Cores.count
    ) {
        if areWeighted, width == dimension {
            self.init(vectors: vectors, dimension: dimension)
            return
        }
        let principal = PrincipalAxes(of: vectors, width: width, count: dimension, workers: workers)
        var reduced = principal.coordinates(of: vectors, isCentred: !areWeighted, workers: workers)
        if !areWeighted { Self.weigh(&reduced, dimension, by: counts) }
        self.init(vectors: reduced, dimension: dimension)
    }

    /// A start from nothing: seeded random directions, rare tokens weighing more.
    ///
    /// - Parameter counts: how often each token of the vocabulary occurs in the corpus to train on.
    package init(randomWithDimension dimension: Int, counts: [Int], seed: UInt64) {
        var random = SplitMix64(seed: seed, stream: -1)
        let size = (3 / Float(dimension)).squareRoot()
        var vectors = (0..<counts.count * dimension).map { _ in
            // 24 bits, so that every value is exact in float32.
            (Float(random.next() >> 40) / 8_388_608 - 1) * size
        }
        Self.weigh(&vectors, dimension, by: counts)
        self.init(vectors: vectors, dimension: dimension)
    }

    private static func weigh(_ vectors: inout [Float], _ dimension: Int, by counts: [Int]) {
        precondition(counts.count * dimension == vectors.count, "each token has one count")
        let total = Float(max(1, counts.reduce(0, +)))
        for (token, count) in counts.enumerated() {
            // One more than seen: what was not seen is rare, not impossible.
            let weight = halfWeight / (halfWeight + Float(count + 1) / total)
            for index in token * dimension..<(token + 1) * dimension { vectors[index] *= weight }
        }
    }
}
