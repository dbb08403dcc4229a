import Corpus
import Kernels
import Retrieval
import Semantic

/// Finds the positions of the articles of a snapshot that a search of the whole collection would weigh for one question.
struct SnapshotSearch<Articles: SnapshotReader> {
    private let snapshot: CollectionSnapshot
    private let articles: Articles
    private let query: PackedQuery
    /// Nil where words decide alone.
    private let embedding: EmbeddingMatrix.Embedding?
    /// The position of the article that is asked about; nil for one from outside.
    private let own: Int?
    /// Positions of articles that are no longer there, ascending.
    private let hidden: HiddenPositions

    init(
        _ query: PackedQuery,
        _ embedding: EmbeddingMatrix.Embedding?,
        own: Int?,
        in snapshot: CollectionSnapshot,
        _ articles: Articles,
        without hidden: HiddenPositions
    ) {
        self.snapshot = snapshot
        self.articles = articles
        self.embedding = embedding
        self.own = own
        self.hidden = hidden
        self.query = query
    }

    /// The positions of all candidates of which `count` are to be judged, in no particular order; more where there are
    /// clusters, which tell only which articles are likely.
    ///
    /// - Throws: what the articles throw, and ``PackedPostings/Damaged``.
    /// - Complexity: O(postings read + rows of the nearest clusters x dimension); in a small collection, whose search is
    ///   exact, O(postings of the terms + articles x dimension).
    func candidates(_ count: Int) throws -> [Int] {
        // An article of the collection finds itself as well.
        let wanted = count + (own == nil ? 0 : 1)
        guard snapshot.isClustered, let embedding else {
            return try visible(wanted) { try nearest($0) }
        }
        let near = try visible(FusedIndex.share(of: count)) { k in
            let near = try articles.approximateNearest(
                to: embedding,
                k: k,
                probes: FusedIndex.probes,
                besides: own,
                snapshot.assignment
            )
            guard let near else { throw PackedPostings.Damaged() }
            return near
        }
        let likely = try visible(FusedIndex.share(of: wanted)) { k in
            try query.approximateNearest(k, reading: FusedIndex.mostPostings).map { Int($0) }
        }
        return near + likely
    }

    /// Those of the articles found that are still there, as many as asked for so far as there are so many: where hidden
    /// ones took their places, more are looked for.
    private func visible(_ wanted: Int, _ find: (Int) throws -> [Int]) rethrows -> [Int] {
        var asked = wanted
        while true {
            let found = try find(asked)
            guard !hidden.isEmpty else { return found }
            let visible = found.filter { !hidden.contains($0) }
            if visible.count >= wanted || found.count < asked { return visible }
            asked += max(asked, found.count - visible.count)
        }
    }

    /// The positions of the nearest by fused score.
    private func nearest(_ count: Int) throws -> [Int] {
        let weights = embedding == nil ? FusionWeights.termsOnly : .standard
        var scores = ScoreAccumulator(count: snapshot.count)
        try query.addDotProducts(times: weights.terms, to: &scores)
        if let embedding {
            let matrix = try articles.allVectors(snapshot.count)
            guard matrix.count == snapshot.count else { throw PackedPostings.Damaged() }
            matrix.addCosines(with: embedding, times: weights.embeddings, to: &scores)
        }
        return scores.takeBest(min(count, snapshot.count)).map { Int($0.document) }
    }
}
