import Corpus
import Kernels
import Retrieval
import Semantic

@testable import Recommendation

/// The naive twin of a growing collection: every article that was added is a candidate of every question, and is analysed
/// again for each.
struct NaiveGrowth {
    let base: Recommender
    let snapshot: CollectionSnapshot
    var removed: Set<ArticleID> = []
    var added: [(article: Article, density: Float)] = []

    init?(_ base: Recommender) {
        guard let snapshot = CollectionSnapshot(base) else { return nil }
        (self.base, self.snapshot) = (base, snapshot)
    }

    var articles: [Article] { base.articles.filter { !removed.contains($0.id) } + added.map(\.article) }

    mutating func upsert(_ article: Article, density: Float) {
        remove(article.id)
        added.append((article, density))
    }

    /// How near the nearest neighbours of an article of the collection are.
    func density(of article: Article) -> Float {
        let count = RankingOptions().candidateCount(articles: articles.count)
        return recommender(for: article, RankingOptions(), count).neighbourhood(of: article).density
    }

    mutating func remove(_ id: ArticleID) {
        added.removeAll { $0.article.id == id }
        removed.insert(id)
    }

    /// The list of an article of the collection or from outside.
    func ranking(for article: Article, _ options: RankingOptions) -> Ranking {
        var count = options.candidateCount(articles: articles.count)
        while true {
            let recommender = recommender(for: article, options, count)
            switch recommender.partialRanking(of: .article(article)) {
            case .complete(let ranking): return ranking
            case .needsMoreCandidates(let more): count = more
            }
        }
    }

    private func recommender(for article: Article, _ options: RankingOptions, _ count: Int) -> Recommender {
        let reader = ResidentReader(base)
        let text = DocumentText(article)
        let own = (0..<snapshot.count).first {
            reader.articles(at: [$0])[0] == article && !removed.contains(article.id)
        }
        let model = base.vectors?.model
        func embedding(_ article: Article) -> EmbeddingMatrix.Embedding? {
            model.map {
                EmbeddingMatrix.Embedding($0.embed([EmbeddedText(article).content]).span, reader.precision)
            }
        }
        var hidden = HiddenPositions()
        for position in 0..<snapshot.count where removed.contains(reader.articles(at: [position])[0].id) {
            hidden.insert(position)
        }
        let search = SnapshotSearch(
            PackedQuery(text, of: snapshot.postings),
            embedding(article),
            own: own,
            in: snapshot,
            reader,
            without: hidden
        )
        guard let found = try? search.candidates(CandidateSearch.depth(count, articles: articles.count))
        else { preconditionFailure("memory can be read") }
        let positions = Set(found + (own.map { [$0] } ?? []))
            .sorted { snapshot.number(at: $0) < snapshot.number(at: $1) }
        let older = reader.articles(at: positions)
        let some = older + added.map(\.article)
        let vectors = model.map { model in
            var matrix = EmbeddingMatrix(dimension: model.dimension, precision: reader.precision)
            for article in some { if let row = embedding(article) { matrix.append(row) } }
            return ArticleVectors(model: model, matrix, exactSearchLimit: .max)
        }
        let means = reader.neighbourhoods(at: positions) + added.map(\.density)
        var range = CollectionRange(base.articles)
        for addition in added { range.extend(to: addition.article) }
        var pins: [String: Article] = [:]
        for case .reference(let name) in article.choices.pinned {
            pins[name] = articles.first { $0.id.rawValue == name }
        }
        let recommender = try? Recommender(
            some,
            ComparisonIndex(
                some.map { AnalysedArticle($0, in: snapshot) },
                besides: [WeighedText(text, of: snapshot.postings)],
                vectors: vectors,
                of: snapshot
            ),
            options,
            base.relatedness,
            NeighbourDensities(means),
            subset: CandidateSubset(
                collectionCount: articles.count,
                range: range,
                candidateCount: count,
                pins: pins
            )
        )
        guard let recommender else { preconditionFailure("ids are unique") }
        return recommender
    }
}
