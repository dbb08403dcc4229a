package import Corpus
import Kernels
import Retrieval

/// One query with the candidates that were found for it.
struct Search: Sendable {
    enum Subject: Sendable {
        case indexed(DocID)
        case outside(Article)
        case text(String, language: String?)
    }

    let subject: Subject
    /// What was asked for of a subject that is not indexed, whose vectors are expensive.
    let compared: ComparedArticle?
    /// The best, by fused score.
    let candidates: [Candidate]
    /// How many were asked for; fewer came only where there are no more.
    let wanted: Int
}

extension Recommender {
    /// Candidates that are judged for a list. On tune stories 50 lost .006 (roundups) to .02 (demo) of nDCG@10.
    private static let standardCandidates = 100
    /// Candidates that a neighbourhood is looked for in: ten, and what copies may take away.
    private static let neighbourhoodCandidates = 50
    /// Candidates beyond the limit, since some will be dropped.
    private static let spareCandidates = 30

    var candidateCount: Int {
        let count = max(1, articles.count)
        return min(max(Self.standardCandidates, min(options.limit, count) + Self.spareCandidates), count)
    }

    func subject(_ article: Article) -> Search.Subject {
        if let position = positions[article.id], articles[position] == article {
            return .indexed(DocID(position))
        }
        return .outside(article)
    }

    /// The articles nearest to each of `queries` by fused score, which is symmetric; best first, on all cores.
    ///
    /// What a list is chosen from, the rules of lists aside.
    ///
    /// - Parameter count: of each, fewer only where there are no more; the query itself is not among them.
    /// - Complexity: O(postings of its terms + articles x dimension of the embeddings) for each.
    package func nearest(toEach queries: [Article], count: Int) -> [[Article]] {
        rankEach(queries, among: articles.count, progress: nil) { article, scores in
            let subject = subject(article)
            let found = index.nearest(to: compared(subject), k: min(count + 1, articles.count), &scores)
            let others = found.filter { candidate in
                if case .indexed(candidate.doc) = subject { false } else { true }
            }
            return others.prefix(count).map { articles[$0.doc.index] }
        }
    }

    func compared(_ subject: Search.Subject) -> ComparedArticle {
        switch subject {
        case .indexed(let doc): index[doc]
        case .outside(let article): index.compared(article)
        case .text(let text, let language): index.compared(text: text, language: language)
        }
    }

    func article(_ subject: Search.Subject) -> Article? {
        switch subject {
        case .indexed(let doc): articles[doc.index]
        case .outside(let article): article
        case .text: nil
        }
    }

    func search(for subject: Search.Subject) -> Search {
        var scores = ScoreAccumulator(count: articles.count)
        let found = search(for: subject, candidateCount, &scores)
        learnNeighbourhoods(of: [found])
        return found
    }

    func search(
        for subject: Search.Subject,
        _ wanted: Int,
        _ scores: inout ScoreAccumulator
    ) -> Search {
        let compared = compared(subject)
        let candidates = index.nearest(to: compared, k: wanted, &scores)
        var outside: ComparedArticle?
        if case .indexed(let doc) = subject {
            if wanted >= Self.neighbourhoodCandidates || wanted >= articles.count {
                neighbourhoods.set(doc, neighbourhood(of: doc, candidates))
            }
        } else {
            outside = compared
        }
        return Search(subject: subject, compared: outside, candidates: candidates, wanted: wanted)
    }

    /// The mean score of a document's nearest neighbours, copies of it left out: an agency's text on a hundred
    /// sites has no nearer neighbourhood than the same text on one.
    private func neighbourhood(of doc: DocID, _ candidates: [Candidate]) -> Float {
        let own = index.fingerprint(of: doc)
        return Neighbourhoods.mean(
            of: candidates.prefix(Self.neighbourhoodCandidates).lazy.filter { candidate in
                candidate.doc != doc
                    && index.pages[candidate.doc.index].isDisjoint(with: index.pages[doc.index])
                    && !index.fingerprint(of: candidate.doc).isCopy(of: own)
            }
        )
    }

    /// Finds the neighbourhoods of all candidates that none is known of, on all cores.
    func learnNeighbourhoods(of searches: [Search]) {
        let unknown = neighbourhoods.unknown(among: searches.lazy.flatMap { $0.candidates.lazy.map(\.doc) })
        learnNeighbourhoods(of: unknown)
    }

    private func learnNeighbourhoods(of docs: [DocID]) {
        let count = min(Self.neighbourhoodCandidates, max(1, articles.count))
        let means = rankEach(docs, among: articles.count, progress: nil) { doc, scores in
            neighbourhood(of: doc, index.nearest(to: index[doc], k: count, &scores))
        }
        for (doc, mean) in zip(docs, means) { neighbourhoods.set(doc, mean) }
    }

    /// The mean score of a subject's own nearest neighbours.
    private func neighbourhood(of search: Search) -> Float {
        if case .indexed(let doc) = search.subject {
            if let known = neighbourhoods[doc] { return known }
            learnNeighbourhoods(of: [doc])
            return neighbourhoods[doc] ?? 0
        }
        let fingerprint = search.compared?.fingerprint
        return Neighbourhoods.mean(
            of: search.candidates.prefix(Self.neighbourhoodCandidates).lazy.filter { candidate in
                !(fingerprint.map { index.fingerprint(of: candidate.doc).isCopy(of: $0) } ?? false)
            }
        )
    }

    /// All signals of two subjects that were searched for.
    func signals(of first: Search, and second: Search) -> SignalValues {
        var values = index.signals(
            of: first.compared ?? compared(first.subject),
            and: second.compared ?? compared(second.subject)
        )
        values.setNeighbourhood(neighbourhood(of: first), neighbourhood(of: second))
        return values
    }

    /// Every candidate with its signals and log-odds.
    ///
    /// - Precondition: their neighbourhoods have been learnt.
    func judged(_ search: Search) -> [EditorialPass.Judged] {
        let compared = search.compared ?? compared(search.subject)
        let own = neighbourhood(of: search)
        return search.candidates.compactMap { candidate in
            if case .indexed(candidate.doc) = search.subject { return nil }
            var values = index.signals(of: compared, and: candidate.doc)
            values.setNeighbourhood(own, neighbourhoods[candidate.doc] ?? 0)
            return EditorialPass.Judged(
                doc: candidate.doc,
                signals: values,
                logOdds: relatedness.logOdds(values)
            )
        }
    }

    /// The signals of every query with its candidates, best fused score first; `isCopy` tells which have the
    /// query's own text.
    func judged(toEach queries: [Article]) -> [[(document: ArticleID, values: SignalValues, isCopy: Bool)]] {
        let searches = rankEach(queries, among: articles.count, progress: nil) { article, scores in
            search(for: subject(article), candidateCount, &scores)
        }
        learnNeighbourhoods(of: searches)
        return concurrentMap(searches.count) { number in
            let own = TextFingerprint(queries[number])
            let pages = queries[number].links.pages
            return judged(searches[number]).compactMap { candidate in
                let doc = candidate.doc
                guard pages.isDisjoint(with: index.pages[doc.index]) else { return nil }
                return (articles[doc.index].id, candidate.signals, index.fingerprint(of: doc).isCopy(of: own))
            }
        }
    }
}
