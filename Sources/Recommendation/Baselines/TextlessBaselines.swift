import Corpus
import Foundation
import Kernels
import Retrieval

/// Nearest in time: score 1 / (1 + days apart), 0 where a date is missing.
struct RecencyBaseline: Baseline {
    /// Seconds since 1970; NaN where unknown.
    private let times: [Double]

    init(_ articles: [Article]) {
        times = articles.map { $0.published?.date.timeIntervalSince1970 ?? .nan }
    }

    func candidates(for query: Article, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        guard let time = query.published?.date.timeIntervalSince1970 else { return [] }
        scores.assign { Float(1 / (1 + abs(times[$0] - time) / 86_400)) }
        return scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }
}

/// By chance: each pair's score is drawn from (0, 1], the same whatever else is asked.
struct RandomBaseline: Baseline {
    private let seed: UInt64
    private let hashes: [UInt64]

    init(_ articles: [Article], seed: UInt64) {
        self.seed = seed
        hashes = articles.map { Self.hash($0) }
    }

    private static func hash(_ article: Article) -> UInt64 { contentHash(Array(article.id.rawValue.utf8)) }

    func candidates(for query: Article, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        let key = seed ^ Self.hash(query)
        scores.assign { document in
            var generator = SplitMix64(seed: key, stream: Int(truncatingIfNeeded: hashes[document]))
            return Float(generator.next() >> 40 + 1) / Float(1 << 24)
        }
        return scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }
}
