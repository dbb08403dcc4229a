package import Evaluation
import Kernels

/// The pairs that are put before a judge: of each query the best candidates of several methods.
///
/// What only one method finds is judged as well as what all find, so that the judgements are fair to each of them. The
/// order of a query's candidates comes of their ids and the seed alone, and does not tell who found which.
package struct JudgingPool: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        package let query, document: String

        package init(_ query: String, _ document: String) { (self.query, self.document) = (query, document) }
    }

    /// Query by query, in their order.
    package let pairs: [Pair]

    /// - Parameters:
    ///   - queries: ids in the order in which they are asked; one that stands twice counts once.
    ///   - rankings: of each method, the ids that it finds for a query, best first.
    ///   - depth: how many of each ranking are taken.
    package init(_ queries: [String], _ rankings: [[String: [String]]], depth: Int, seed: UInt64) {
        var done: Set<String> = []
        pairs = queries.filter { done.insert($0).inserted }.flatMap { query in
            let found = Set(rankings.flatMap { $0[query, default: []].prefix(depth) }).subtracting([query])
            return found.drawn(seed: seed, for: query).map { Pair(query, $0) }
        }
    }

    /// The queries that have a candidate, in their order.
    package var queries: [String] {
        pairs.reduce(into: []) { if $0.last != $1.query { $0.append($1.query) } }
    }

    /// The pairs about which the judgements say nothing, in their order.
    package func left(by judged: Qrels) -> [Pair] {
        pairs.filter { judged.label($0.query, $0.document) == nil }
    }
}

extension Sequence<String> {
    /// In an order that looks random and comes of each id, the seed and what the draw is for: what is added stands
    /// somewhere among the others and leaves their order as it is.
    func drawn(seed: UInt64, for purpose: String = "") -> [String] {
        let stream = Int(truncatingIfNeeded: contentHash(Array(purpose.utf8)))
        var generator = SplitMix64(seed: seed, stream: stream)
        let key = generator.next()
        return map { id in
            var lot = SplitMix64(seed: key, stream: Int(truncatingIfNeeded: contentHash(Array(id.utf8))))
            return (lot: lot.next(), id: id)
        }
        .sorted { $0.lot != $1.lot ? $0.lot < $1.lot : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        .map(\.id)
    }
}
