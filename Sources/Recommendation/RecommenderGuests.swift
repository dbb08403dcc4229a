package import Corpus
import Retrieval

/// Articles that get a place in a finished list.
extension Recommender {
    /// What some articles would be as entries of the list of another, whatever their probability; those that are not
    /// among its nearest are left out.
    ///
    /// - Complexity: that of a search.
    package func entries(of guests: [Article], under article: Article) -> [RelatedEntry] {
        let candidates = search.candidates(of: resolve(article), count: candidateCount, retaining: .all)
        let pairs = Dictionary(uniqueKeysWithValues: judge.judged(candidates).map { ($0.doc, $0) })
        return guests.compactMap { guest in
            guard let doc = positions[guest.id].map({ DocID($0) }), let pair = pairs[doc] else { return nil }
            return RelatedEntry(
                article: guest,
                score: Double(pair.logOdds),
                signals: pair.signals,
                isFallback: pair.logOdds < maker.minimumLogOdds
            )
        }
    }

    /// The list of an article with one entry more, in the order that the rules ask for.
    ///
    /// - Parameter entry: as ``entries(of:under:)`` makes it for the article.
    /// - Returns: nil where rules keep the entry out, or where it is a copy or a template beside what is listed.
    package func ranking(
        _ ranking: Ranking,
        of article: Article,
        joinedBy entry: RelatedEntry
    ) -> Ranking? {
        guard let doc = positions[entry.article.id].map({ DocID($0) }), let signals = entry.signals else {
            return nil
        }
        let pair = JudgedPair(doc: doc, signals: signals, logOdds: Float(entry.score))
        let beside = ranking.entries.map { other in
            (entry: other, doc: other.isPinned ? nil : positions[other.article.id].map { DocID($0) })
        }
        guard maker.mayStand(pair, beside: beside, for: listSubject(resolve(article))) else { return nil }
        var joined = Ranking(entries: ranking.entries + [entry])
        options.rules.order.sort(&joined.entries)
        return joined
    }
}
