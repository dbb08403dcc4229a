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
        var wanted = min(limit, articles.count) + 8
        while true {
            let found = candidates(wanted)
            var entries: [RelatedEntry] = []
            var pages: Set<CanonicalURL> = []
            for candidate in found where entries.count < limit {
                let article = articles[candidate.doc.index]
                guard !isExcluded(article) else { continue }
                let own = article.links.pages
                guard pages.isDisjoint(with: own) else { continue }
                pages.formUnion(own)
                entries.append(RelatedEntry(article: article, score: Double(candidate.score)))
            }
            if entries.count == limit || found.count < wanted {
                self.init(entries: entries)
                return
            }
            wanted *= 4
        }
    }
}

extension Article {
    /// Whether this article must not stand in the other's list: it is the same article or the same page.
    func isNeverListed(under other: Article) -> Bool { isSame(as: other) || sharesPage(with: other) }

    /// Whether both are one article: by id, unless they were read from different places, as a draft and an
    /// archived article may both be called `index.md`.
    func isSame(as other: Article) -> Bool {
        id == other.id && (origin == other.origin || origin == nil || other.origin == nil)
    }
}

extension DocumentText {
    init(_ article: Article) {
        self.init(
            title: article.title,
            excerpt: article.excerpt,
            body: article.body,
            language: article.language
        )
    }
}
