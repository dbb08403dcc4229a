import Corpus
import Kernels
import Retrieval

extension Ranking {
    /// Fills a list from the best candidates: none that is excluded, and no page twice.
    ///
    /// - Parameters:
    ///   - articles: the collection; a candidate's DocID is its position.
    ///   - candidates: the best k candidates, best first; fewer only where there are no more.
    /// - Complexity: O(limit + what is dropped), beside what `candidates` takes.
    init(
        _ articles: [Article],
        limit: Int,
        excluding isExcluded: (Article) -> Bool,
        candidates: (Int) -> [Candidate]
    ) {
        // Some candidates will be dropped, so a few more are asked for; the loop repeats in the rare case
        // that they were not enough.
        var count = min(limit, articles.count) + 8
        while true {
            let best = candidates(count)
            var entries: [RelatedEntry] = []
            var pages: Set<CanonicalURL> = []
            for candidate in best where entries.count < limit {
                let article = articles[candidate.doc.index]
                guard !isExcluded(article) else { continue }
                let own = article.links.pages
                guard pages.isDisjoint(with: own) else { continue }
                pages.formUnion(own)
                entries.append(RelatedEntry(article: article, score: Double(candidate.score)))
            }
            if entries.count == limit || best.count < count {
                self.init(entries: entries)
                return
            }
            count *= 4
        }
    }
}
