import Corpus
import Foundation
import Kernels
import Retrieval

extension Recommender {
    func pins(of article: Article) -> [Article] {
        // Most have none, and addresses take time.
        guard !article.choices.pinned.isEmpty else { return [] }
        var pins: [Article] = []
        var pages = article.links.pages
        for pin in article.choices.pinned {
            let found: Article? =
                switch pin {
                case .reference(let name): self.article(named: name)
                case .entry(let entry): self[entry.id] ?? entry
                }
            guard let found, found.id != article.id, !pins.contains(where: { $0.id == found.id }),
                pages.isDisjoint(with: found.links.pages)
            else { continue }
            pages.formUnion(found.links.pages)
            pins.append(found)
        }
        return pins
    }

    func list(_ search: Search, tracing isTracing: Bool = false) -> EditorialPass.Selection {
        let article = article(search.subject)
        let fingerprint: TextFingerprint? =
            if case .indexed(let doc) = search.subject { index.fingerprint(of: doc) } else {
                search.compared?.fingerprint
            }
        let subject = EditorialPass.Subject(
            article: article,
            pages: pages(of: search.subject),
            fingerprint: fingerprint ?? TextFingerprint(Article(id: "", title: "")),
            pins: article.map(pins) ?? [],
            excluded: ExcludedArticles(article?.choices.excluded ?? [], index.pages)
        )
        var search = search
        while true {
            var outcome = pass.list(judged(search), for: subject, tracing: isTracing)
            let isFull = outcome.entries.count >= options.limit
            // Where most of what was near has been dropped, there may be more behind it.
            if isFull || !search.isTruncated || 2 * outcome.dropped < search.count { return outcome }
            guard articles.count == collectionCount else {
                outcome.isComplete = false
                return outcome
            }
            search = self.search(for: search.subject, 4 * search.count, keeping: isTracing ? .all : .listable)
        }
    }

    /// The numbers of a subject's pages, so far as the collection has them.
    private func pages(of subject: Search.Subject) -> [UInt32] {
        switch subject {
        case .indexed(let doc): Array(index.pages[doc])
        case .outside(let article): index.pages.pages(of: article)
        case .text: []
        }
    }

    /// The log-odds below which nothing is listed.
    var minimumLogOdds: Float { Self.logOdds(minimumProbability) }

    /// The log-odds of a probability, with everything below those of 0 and above those of 1.
    static func logOdds(_ probability: Double) -> Float {
        if probability <= 0 { return -.infinity }
        if probability >= 1 { return .infinity }
        return Float(log(probability / (1 - probability))).nextDown
    }
}
