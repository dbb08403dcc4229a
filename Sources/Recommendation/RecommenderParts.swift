package import Corpus
import Kernels
import Platform
import Retrieval
import Semantic

/// Lists of all articles, made by several processes that each have the whole collection and search for a part of it.
///
/// A pair is judged by the surroundings of both, which the search for either tells. So all parts are searched for first;
/// then each process makes the lists of its part by what all searches told, and searches for nothing again.
extension Recommender {
    /// What the searches for some articles found.
    package struct PartSearches: Sendable {
        fileprivate let lists: [CandidateList]

        /// For ``Recommender/searches(for:from:)``, some hundred bytes an article.
        package var bytes: [UInt8] { CandidateListCoding.bytes(of: lists) }

        /// What the other parts need of it, for ``Recommender/learn(_:of:)``: four bytes an article.
        package var densities: [UInt8] { PackedNumbers(lists.map(\.density.bitPattern)).bytes }
    }

    /// Searches for the candidates of some articles, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far, from any thread.
    /// - Returns: nil where one of them is not in the collection.
    package func searches(
        for queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> PartSearches? {
        guard let docs = indexed(queries) else { return nil }
        return PartSearches(
            lists: search.candidates(
                ofEach: docs.map(ResolvedSubject.indexed),
                count: candidateCount,
                retaining: .listable,
                progress: progress
            )
        )
    }

    /// What another process found for the same articles.
    ///
    /// - Parameter bytes: of whatever origin.
    /// - Returns: nil where they cannot be of these articles.
    package func searches(for queries: [Article], from bytes: [UInt8]) -> PartSearches? {
        indexed(queries)
            .flatMap { CandidateListCoding.lists(for: $0, from: bytes, articleCount: articles.count) }
            .map { PartSearches(lists: $0) }
    }

    /// Learns how dense the neighbourhoods of some articles are from what another process found.
    ///
    /// - Parameter bytes: ``PartSearches/densities``, of whatever origin.
    /// - Returns: false where they cannot be of these articles, and nothing was learnt.
    package func learn(_ bytes: [UInt8], of queries: [Article]) -> Bool {
        guard let docs = indexed(queries), bytes.count == 4 * docs.count else { return false }
        let means = PackedNumbers(bytes: bytes).numbers.map { Float(bitPattern: $0) }
        guard means.allSatisfy(\.isFinite) else { return false }
        for (doc, mean) in zip(docs, means) { densities.set(doc, mean) }
        return true
    }

    /// The lists of some articles, as ``related(toEach:progress:keep:receive:)`` hands them over, by what was found for
    /// them.
    ///
    /// They are bit by bit those of one process once the densities of all parts were learnt.
    package func related<Output: Sendable>(
        toEach queries: [Article],
        by found: PartSearches,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        try each(
            queries,
            found.lists,
            progress: progress,
            make: { keep($0, Ranking(entries: list(of: $1).list.entries)) },
            receive: receive
        )
    }

    /// A hash of what the searches for any part depend on beside the texts of the articles and the model.
    package var searchSettings: UInt64 {
        let centroids = contentHash(vectors?.clusters?.storedCentroids ?? [])
        let hashes = [checkpointSettings(candidateCount), centroids]
        return contentHash(
            PackedNumbers(hashes.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }).bytes
        )
    }

    /// - Returns: nil where one is not in the collection.
    private func indexed(_ queries: [Article]) -> [DocID]? {
        var docs: [DocID] = []
        docs.reserveCapacity(queries.count)
        for subject in concurrentMap(queries.count, grain: 256, { resolve(queries[$0]) }) {
            guard case .indexed(let doc) = subject else { return nil }
            docs.append(doc)
        }
        return docs
    }
}
