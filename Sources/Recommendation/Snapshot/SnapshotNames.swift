import Corpus
import Kernels
import Platform

/// Which articles may have an id or a page: all that share a hash of 32 bits, so whoever asks has to look.
struct SnapshotNames: Sendable {
    /// Pairs of a hash and a position, by hash and then position.
    let pairs: PackedNumbers

    init(pairs: PackedNumbers) { self.pairs = pairs }

    /// - Complexity: O(n log n) for n articles.
    init(_ articles: [Article]) {
        let parts = concurrentMap(articles.count, grain: 256) { position in
            let article = articles[position]
            return
                ([Self.hash(article.id)]
                + article.links.pageHashes.map { UInt32(truncatingIfNeeded: $0) })
                .map { UInt64($0) << 32 | UInt64(position) }
        }
        pairs = PackedNumbers(
            parts.joined().sorted().flatMap { [UInt32($0 >> 32), UInt32(truncatingIfNeeded: $0)] }
        )
    }

    private static func hash(_ id: ArticleID) -> UInt32 {
        // Not the hash of an address of the same letters, which would mean two look-ups where one is enough.
        UInt32(truncatingIfNeeded: contentHash([0] + Array(id.rawValue.utf8)))
    }

    /// Positions of the articles that may have this id, ascending.
    func positions(of id: ArticleID) -> [Int] { positions(Self.hash(id)) }

    /// Positions of the articles that may lead to the page at `url`, ascending.
    func positions(at url: String) -> [Int] {
        ArticleLinks(web: url).pageHashes.flatMap { positions(UInt32(truncatingIfNeeded: $0)) }
    }

    /// - Complexity: O(log n + articles found).
    private func positions(_ hash: UInt32) -> [Int] {
        var (low, high) = (0, pairs.count / 2)
        while low < high {
            let middle = (low + high) / 2
            if pairs[2 * middle] < hash { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < pairs.count / 2, pairs[2 * low] == hash {
            found.append(Int(pairs[2 * low + 1]))
            low += 1
        }
        return found
    }
}
