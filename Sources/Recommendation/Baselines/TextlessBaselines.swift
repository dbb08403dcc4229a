import Corpus
import Foundation
import Kernels
import Retrieval

/// Nearest in time: score 1 / (1 + days apart); what has no date is not ranked.
struct RecencyBaseline: Baseline {
    /// The dated articles with their seconds since 1970, by time and then DocID.
    private let dated: [(time: Double, doc: DocID)]

    init(_ articles: [Article]) {
        dated = articles.enumerated().compactMap { position, article in
            article.published.map { ($0.date.timeIntervalSince1970, DocID(position)) }
        }
        .sorted { $0.time != $1.time ? $0.time < $1.time : $0.doc < $1.doc }
    }

    /// - Complexity: O(log articles + k log k), and as many more as tie with the last.
    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        guard let time = query.published?.date.timeIntervalSince1970, k > 0 else { return [] }
        func score(_ place: Int) -> Float {
            guard dated.indices.contains(place) else { return 0 }
            return Float(1 / (1 + abs(dated[place].time - time) / 86_400))
        }
        // Outwards from the query's own time, the nearer side first.
        var after = firstPlace(notBefore: time)
        var before = after - 1
        var found: [Candidate] = []
        while before >= 0 || after < dated.count {
            let (earlier, later) = (score(before), score(after))
            let best = max(earlier, later)
            // Those that tie with the last are all looked at, as their DocIDs decide.
            if found.count >= k, best < found[found.count - 1].score { break }
            found.append(Candidate(doc: dated[earlier > later ? before : after].doc, score: best))
            if earlier > later { before -= 1 } else { after += 1 }
        }
        found.sort { $0.score != $1.score ? $0.score > $1.score : $0.doc < $1.doc }
        return Array(found.prefix(k))
    }

    private func firstPlace(notBefore time: Double) -> Int {
        var range = 0..<dated.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = dated[middle].time < time ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
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

    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        let key = seed ^ Self.hash(query)
        scratch.scores.assign { document in
            var generator = SplitMix64(seed: key, stream: Int(truncatingIfNeeded: hashes[document]))
            return Float(generator.next() >> 40 + 1) / Float(1 << 24)
        }
        return scratch.scores.takeBest(k).map { Candidate(doc: DocID($0.document), score: $0.score) }
    }
}
