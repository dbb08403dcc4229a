package import Corpus
import Kernels
import Retrieval
package import Semantic

/// One question to a stored collection.
package struct SnapshotQuery<Articles: SnapshotReader> {
    package enum Subject: Sendable {
        /// An article of the collection, with its position.
        case indexed(Int, Article)
        case outside(Article)
        case text(String)
    }

    private let subject: Subject
    private let collection: CollectionSnapshot
    private let articles: Articles
    /// Nil where words decide alone.
    private let model: (any EmbeddingModel)?
    private let added: Range<Int>

    /// - Parameters:
    ///   - model: the one that the collection's embeddings are of.
    ///   - added: positions of further articles, after those of the collection; all of them are candidates.
    package init(
        _ subject: Subject,
        to collection: CollectionSnapshot,
        _ articles: Articles,
        model: (any EmbeddingModel)?,
        added: Range<Int> = 0..<0
    ) {
        self.added = added
        self.subject = subject
        self.collection = collection
        self.articles = articles
        self.model = model
    }

    /// A recommender over what may stand in the list of the subject, and the subject.
    ///
    /// - Returns: nil where the question needs the whole collection: something about it is not known yet, or the rules
    ///   compare all articles.
    /// - Throws: what the articles throw, and ``PackedPostings/Damaged``.
    /// - Complexity: O(postings read + rows of the nearest clusters x dimension); in a small collection, whose search is
    ///   exact, O(postings of the subject's terms + articles x dimension).
    package func recommender(
        _ options: RankingOptions,
        _ relatedness: RelatednessModel
    ) throws -> Recommender? {
        guard options.rules.qualityWeight == 0, options.rules.recencyWeight == 0,
            article.choices.pinned.isEmpty
        else { return nil }
        let text = DocumentText(article)
        let embedding = try embedding()
        let found = try candidates(PackedQuery(text, of: collection.postings), embedding, options)
        let positions = Set(found + added + (position.map { [$0] } ?? [])).map { (number(at: $0), $0) }
            .sorted(by: <).map(\.1)
        let means = try articles.neighbourhoods(at: positions)
        guard zip(positions, means).allSatisfy({ $0 == position || !$1.isNaN }) else { return nil }
        let some = try articles.articles(at: positions)
        let vectors = try model.map {
            ArticleVectors(model: $0, try articles.vectors(at: positions), exactSearchLimit: .max)
        }
        let fused = FusedIndex(
            lexical: LexicalIndex(some.map(DocumentText.init), besides: [text], of: collection.postings),
            vectors: vectors,
            isCandidateSubset: isClustered
        )
        return try Recommender(
            some,
            ComparisonIndex(some, fused) { [topics = collection.topics] in TopicIndex(some, of: topics) },
            options,
            relatedness,
            NeighbourDensities(means),
            subset: CandidateSubset(
                collectionCount: collection.count + added.count,
                candidateCount: candidateCount(options)
            )
        )
    }

    /// The subject as an article.
    package var article: Article {
        switch subject {
        case .indexed(_, let article), .outside(let article): article
        case .text(let text): Article(id: "", title: "", excerpt: text)
        }
    }

    private func number(at position: Int) -> Int {
        position < collection.count ? collection.number(at: position) : position
    }

    private var position: Int? { if case .indexed(let position, _) = subject { position } else { nil } }

    private var isClustered: Bool { model != nil && collection.assignment.count > 0 }

    private func candidateCount(_ options: RankingOptions) -> Int {
        options.candidateCount(articles: collection.count + added.count)
    }

    private func embedding() throws -> EmbeddingMatrix.Embedding? {
        guard let model else { return nil }
        if let position { return try articles.vectors(at: [position])[0] }
        let content = if case .text(let text) = subject { text } else { EmbeddedText(article).content }
        return EmbeddingMatrix.Embedding(model.embed([content]).span, articles.precision)
    }

    /// The positions of all candidates that a search of the whole collection weighs.
    private func candidates(
        _ query: PackedQuery,
        _ embedding: EmbeddingMatrix.Embedding?,
        _ options: RankingOptions
    ) throws -> [Int] {
        let count = CandidateSearch.depth(
            candidateCount(options),
            articles: collection.count + added.count
        )
        // An article of the collection finds itself as well.
        let wanted = count + (position == nil ? 0 : 1)
        guard isClustered, let embedding else { return try nearest(to: query, embedding, wanted) }
        let near = try articles.approximateNearest(
            to: embedding,
            k: FusedIndex.share(of: count),
            probes: FusedIndex.probes,
            besides: position,
            collection.assignment
        )
        guard let near else { throw PackedPostings.Damaged() }
        let likely = try query.approximateNearest(
            FusedIndex.share(of: wanted),
            reading: FusedIndex.mostPostings
        )
        return near + likely.map { Int($0) }
    }

    /// The positions of the nearest by fused score.
    private func nearest(
        to query: PackedQuery,
        _ embedding: EmbeddingMatrix.Embedding?,
        _ count: Int
    ) throws -> [Int] {
        let weights = embedding == nil ? FusionWeights.termsOnly : .standard
        var scores = ScoreAccumulator(count: collection.count)
        try query.addDotProducts(times: weights.terms, to: &scores)
        if let embedding {
            let matrix = try articles.vectors(at: Array(0..<collection.count))
            matrix.addCosines(with: embedding, times: weights.embeddings, to: &scores)
        }
        return scores.takeBest(min(count, collection.count)).map { Int($0.document) }
    }
}
