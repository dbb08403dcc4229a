import Kernels
import Platform
import Retrieval

extension Recommender {
    /// How much of what an exact search finds the search in clusters finds.
    package struct Recall: Hashable, Sendable {
        /// Articles asked for.
        package let sample: Int
        /// Of the ten nearest by fused score.
        package let nearest: Double
        /// Of all candidates that a list is chosen from.
        package let candidates: Double
    }

    /// Measures the search in clusters on a sample of the collection.
    ///
    /// - Returns: nil where the search is exact.
    /// - Complexity: `sample` x O(articles x dimension), on all cores.
    package func recall(sample: Int = 500, seed: UInt64 = 1) -> Recall? {
        guard index.fused.vectors?.clusters != nil else { return nil }
        var generator = SplitMix64(seed: seed)
        let docs = articles.indices.shuffled(using: &generator).prefix(sample).map { DocID($0) }
        let count = candidateCount
        let approximate = index.fused.nearest(toEach: docs, k: count) { $1.candidates }
        let shares = concurrentMap(
            docs.count,
            scratch: SearchScratch(count: articles.count)
        ) { number, scratch in
            let compared = index[docs[number]]
            let exact = index.fused.exactNearest(
                to: compared.vectors.all,
                compared.embedding,
                k: count + 1,
                &scratch
            )
            let others = exact.filter { $0.doc != docs[number] }
            return (
                Self.share(of: others.prefix(10), in: approximate[number]),
                Self.share(of: others.prefix(count), in: approximate[number])
            )
        }
        let number = Double(max(1, docs.count))
        return Recall(
            sample: docs.count,
            nearest: shares.reduce(0) { $0 + $1.0 } / number,
            candidates: shares.reduce(0) { $0 + $1.1 } / number
        )
    }

    private static func share(of exact: ArraySlice<Candidate>, in found: [Candidate]) -> Double {
        let docs = Set(found.map(\.doc))
        return exact.isEmpty ? 1 : Double(exact.count { docs.contains($0.doc) }) / Double(exact.count)
    }
}
