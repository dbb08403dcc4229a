public import Corpus
import Retrieval

/// Why a list is as it is.
extension Recommender {
    /// What becomes of `candidate` on the way to the list of `article`.
    public func verdict(on candidate: Article, under article: Article) -> Verdict {
        if let pin = pins(of: article).firstIndex(where: { $0.id == candidate.id }) {
            return .pinned(pin + 1)
        }
        if candidate.isNeverListed(under: article) { return .same }
        guard let position = positions[candidate.id] else { return .notNear }
        return trace(of: resolve(article)).verdicts[DocID(position)] ?? .notNear
    }

    /// What is probable enough for the list of `article` and was kept out of it all the same, most probable first,
    /// with the reason: a copy, a template, a rule, an editor.
    public func dropped(from article: Article) -> [(article: Article, verdict: Verdict)] {
        let (verdicts, pairs) = trace(of: resolve(article))
        let candidates = pairs.prefix(options.candidateCount(articles: search.collectionCount))
        return objections(candidates, verdicts).map { (articles[$0.doc.index], $0.verdict) }
    }

    /// The verdicts on what is probable enough and was kept out, most probable first.
    func objections(
        _ pairs: some Sequence<JudgedPair>,
        _ verdicts: [DocID: Verdict]
    ) -> [(doc: DocID, verdict: Verdict)] {
        pairs.filter { $0.logOdds >= maker.minimumLogOdds }
            .sorted { $0.logOdds != $1.logOdds ? $0.logOdds > $1.logOdds : $0.doc < $1.doc }
            .compactMap { candidate in
                guard let verdict = verdicts[candidate.doc], verdict.isObjection else { return nil }
                return (candidate.doc, verdict)
            }
    }

    /// Why two articles are as close as they are; either may be from outside the collection.
    public func explanation(of first: Article, and second: Article) -> Explanation {
        let (a, b) = (resolve(first), resolve(second))
        return explanation(
            of: first,
            and: second,
            search.candidates(of: a, count: candidateCount, retaining: .all).neighbourhood,
            otherDensity: search.candidates(of: b, count: candidateCount, retaining: .all).density
        )
    }

    /// - Parameters:
    ///   - own: the neighbourhood of the first.
    ///   - otherDensity: of the neighbourhood of the second.
    func explanation(
        of first: Article,
        and second: Article,
        _ own: Neighbourhood,
        otherDensity: Float
    ) -> Explanation {
        let (one, other) = (index.compared(resolve(first)), index.compared(resolve(second)))
        let values = index.pairs.signals(of: one, and: other, own, otherDensity: otherDensity)
        let terms = one.vectors.all.products(with: other.vectors.all).map { term, product in
            Explanation.SharedTerm(
                term: index.fused.lexical.name(of: term),
                contribution: Double(product),
                documentFrequency: index.fused.lexical.documentFrequency(of: term)
            )
        }
        return Explanation(
            first: first,
            second: second,
            signals: values,
            relatedness: relatedness,
            terms: terms.sorted {
                $0.contribution != $1.contribution ? $0.contribution > $1.contribution : $0.term < $1.term
            },
            daysApart: one.daysApart(other).map(abs)
        )
    }

    /// Why an entry stands in the list of `article`; nil for one that an editor pinned.
    ///
    /// - Complexity: O(terms of both).
    public func reasons(for entry: RelatedEntry, under article: Article) -> Reasons? {
        guard let signals = entry.signals else { return nil }
        let (own, other) = (terms(of: article), terms(of: entry.article))
        let shared = own.products(with: other).map { (index.fused.lexical.name(of: $0.term), $0.product) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        let days = article.daysSince1970.flatMap { own in entry.article.daysSince1970.map { abs($0 - own) } }
        return Reasons(
            signals,
            relatedness,
            sharedTerms: Reasons.named(shared.lazy.map(\.0)),
            daysApart: days
        )
    }

    private func terms(of article: Article) -> TermVector {
        if case .indexed(let doc) = resolve(article) { return index.fused.lexical.vector(of: doc) }
        return index.fused.lexical.vector(of: DocumentText(article))
    }
}
