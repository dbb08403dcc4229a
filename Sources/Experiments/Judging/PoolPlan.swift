package import Corpus
import Platform
package import Recommendation

/// Of which articles, by which methods and how deep pairs are drawn for judging.
package struct PoolPlan: Sendable {
    /// The articles whose candidates are judged, in the order in which they are asked.
    package let queries: [Article]
    package let methods: [RankingMethod]
    /// Candidates of each method.
    package let depth: Int
    package let seed: UInt64

    /// What lists could hold as Kindred makes them, and what simpler ways would put there: what these find and it does
    /// not is what a judge can tell us.
    package static let standardMethods: [RankingMethod] = [.lists, .embedding, .tfidf, .bm25]
    package static let standardQueryCount = 25
    package static let standardDepth = 4

    package init(_ queries: [Article], _ methods: [RankingMethod], depth: Int, seed: UInt64) {
        (self.queries, self.methods, self.depth, self.seed) = (queries, methods, depth, seed)
    }

    /// Draws queries from what could stand in a list: no drafts, index pages and the like.
    ///
    /// Equal seeds draw the same queries, and an archive that has grown keeps most of them.
    package static func queries(_ count: Int, of articles: [Article], seed: UInt64) -> [Article] {
        let rules = EditorialRules()
        let fit = articles.filter { rules.mayBeListed($0) && LabelsFile.canHold($0.id.rawValue) }
        let byID = Dictionary(fit.map { ($0.id.rawValue, $0) }) { first, _ in first }
        return byID.keys.drawn(seed: seed).prefix(count).compactMap { byID[$0] }
    }

    /// The articles that are named by id, URL or, in full or from the current folder, path.
    ///
    /// - Throws: ``ExperimentFailure`` for a name that no article has, or for an id that no file of labels can hold.
    package static func queries(named names: [String], of articles: [Article]) throws -> [Article] {
        try names.map { name in
            let page = CanonicalURL(name)
            let path = try? realPath(name)
            let found =
                articles.first { $0.id.rawValue == name }
                ?? articles.first { path != nil && $0.origin?.line == 1 && $0.origin?.path == path }
                ?? articles.first { page.map($0.links.pages.contains) ?? false }
            guard let found else {
                let example =
                    articles.first.map { "; ids look like \($0.id.rawValue.excerptForMessage)" } ?? ""
                throw ExperimentFailure(
                    .noInput,
                    "no article is called \(name.excerptForMessage)\(example)"
                )
            }
            guard LabelsFile.canHold(found.id.rawValue) else {
                throw ExperimentFailure(
                    .badInput,
                    "the id \(found.id.rawValue.excerptForMessage) has a tab, a line break or a space at its end, "
                        + "which no file of labels can hold; change it"
                )
            }
            return found
        }
    }

    /// Ranks the queries by each method and pools the best.
    ///
    /// What no list may hold is no candidate: drafts, other languages, translations.
    ///
    /// - Parameters:
    ///   - vectors: nil where there is no model, and no method may need one.
    ///   - progress: receives a method and how many of the queries it has ranked, from any thread.
    /// - Throws: `Recommender.DuplicateID`.
    /// - Complexity: that of each method for all articles, then O(articles) a query.
    package func pool(
        from articles: [Article],
        vectors: ArticleVectors?,
        relatedness: RelatednessModel,
        progress: @escaping @Sendable (RankingMethod, Int) -> Void = { _, _ in }
    ) throws -> JudgingPool {
        let rules = EditorialRules()
        let byID = Dictionary(articles.map { ($0.id.rawValue, $0) }) { first, _ in first }
        let rankings = try methods.map { method in
            let found = try method.rankings(
                of: queries,
                among: articles,
                vectors: vectors,
                relatedness: relatedness,
                options: RankingOptions(limit: depth, minimumProbability: 0, rules: rules),
                // Some of a baseline's will fall out.
                depth: 4 * depth + 16,
                seed: seed,
                progress: { progress(method, $0) }
            ) { $0.entries.map(\.article.id.rawValue) }
            let listable = zip(queries, found).map { query, ids in
                let fit = ids.filter { id in
                    LabelsFile.canHold(id) && (byID[id].map { rules.mayList($0, under: query) } ?? false)
                }
                return (query.id.rawValue, fit)
            }
            return Dictionary(listable) { first, _ in first }
        }
        return JudgingPool(queries.map(\.id.rawValue), rankings, depth: depth, seed: seed)
    }
}
