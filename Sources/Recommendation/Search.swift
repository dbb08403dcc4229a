package import Corpus
import Platform
import Retrieval

/// One query with the candidates that were found for it.
struct Search: Sendable {
    enum Subject: Sendable {
        case indexed(DocID)
        // In boxes, since a large job has many subjects, all of them indexed.
        indirect case outside(Article)
        indirect case text(String, language: String?)
    }

    let subject: Subject
    /// What was asked for of a subject that is not indexed, whose vectors are expensive.
    let compared: ComparedArticle?
    /// Those of the best others by fused score that are wanted, best first.
    let candidates: [Found]
    /// How many were found.
    let count: Int
    /// Whether there may be more.
    let isTruncated: Bool
    /// The mean score of the subject's nearest neighbours.
    let neighbourhood: Float

    /// A candidate with what is known of it before its neighbourhood is.
    struct Found: Sendable {
        let doc: DocID
        /// Log-odds in an empty neighbourhood, the most that they can be; nil where nobody needs them.
        let logOdds: Float?
    }

    /// Which candidates a search keeps.
    enum Retention: Sendable {
        case all
        /// Those that may stand in a list. Of a hundred these are a few, and the rest would fill the memory of a
        /// large job; signals are cheap just after a search, as long as its documents are in the cache.
        case listable
    }
}

extension Recommender {
    /// Candidates that are judged for a list. On tune stories 50 lost .006 (roundups) to .02 (demo) of nDCG@10.
    private static let standardCandidates = 100
    /// Candidates that a neighbourhood is looked for in: ten, and what copies may take away.
    private static let neighbourhoodCandidates = 50
    /// Candidates beyond the limit, since some will be dropped.
    private static let spareCandidates = 30

    /// Candidates of a list of `limit` entries from so many articles.
    static func candidateCount(limit: Int, articles: Int) -> Int {
        max(standardCandidates, min(limit, articles) + spareCandidates)
    }

    /// Candidates of a list.
    var candidateCount: Int {
        firstCandidateCount ?? Self.candidateCount(limit: options.limit, articles: collectionCount)
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
    package func nearest(toEach queries: [Article], count: Int) -> [[Article]] {
        searches(for: queries.map(subject), count).map { $0.candidates.map { articles[$0.doc.index] } }
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

    func search(for subject: Search.Subject, keeping wanted: Search.Retention = .all) -> Search {
        search(for: subject, candidateCount, keeping: wanted)
    }

    func search(for subject: Search.Subject, _ count: Int, keeping wanted: Search.Retention) -> Search {
        let found = searches(for: [subject], count, keeping: wanted)
        learnNeighbourhoods(of: found)
        return found[0]
    }

    /// Finds candidates for each of `subjects`, in their order, on all cores.
    ///
    /// - Parameters:
    ///   - count: of each, fewer only where there are no more.
    ///   - progress: receives the number of subjects done so far, from any thread.
    func searches(
        for subjects: [Search.Subject],
        _ count: Int,
        keeping wanted: Search.Retention = .all,
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [Search] {
        var docs: [DocID] = []
        for case .indexed(let doc) in subjects { docs.append(doc) }
        let outside = subjects.filter { if case .indexed = $0 { false } else { true } }
        let known = docs.count
        let done: @Sendable (Int) -> Void = { progress?(known + $0) }
        let others = concurrentMap(
            outside.count,
            grain: 1,
            progress: done,
            scratch: SearchScratch(count: articles.count)
        ) { number, scratch in
            search(forOutside: outside[number], count, keeping: wanted, &scratch)
        }
        let indexed = index.fused.nearest(toEach: docs, k: max(count, neighbourhoodDepth), progress: progress)
        {
            doc,
            found in
            search(for: doc, count, keeping: wanted, found)
        }
        var (nextIndexed, nextOther) = (indexed.makeIterator(), others.makeIterator())
        return subjects.compactMap { if case .indexed = $0 { nextIndexed.next() } else { nextOther.next() } }
    }

    /// Candidates that a neighbourhood needs.
    private var neighbourhoodDepth: Int { min(Self.neighbourhoodCandidates, max(0, collectionCount - 1)) }

    private func search(
        for doc: DocID,
        _ count: Int,
        keeping wanted: Search.Retention,
        _ found: FusedNearest
    ) -> Search {
        let mean = neighbourhood(of: doc, found.candidates)
        neighbourhoods.set(doc, mean)
        let candidates = found.candidates.prefix(count)
        let kept: [Search.Found] =
            if let cosines = found.cosines, wanted == .listable, !relatedness.usesFieldSignals {
                keepListable(doc, candidates, cosines, mean)
            } else {
                keep(wanted, of: candidates, mean) { index[doc] }
            }
        return Search(
            subject: .indexed(doc),
            compared: nil,
            candidates: kept,
            count: candidates.count,
            isTruncated: found.candidates.count >= count && count < collectionCount - 1,
            neighbourhood: mean
        )
    }

    /// The same as ``keep(_:of:_:_:)`` where no field weighs apart: log-odds have the same bits, and neither terms
    /// nor embeddings are read again.
    private func keepListable(
        _ doc: DocID,
        _ candidates: ArraySlice<Candidate>,
        _ cosines: [FusedCosines],
        _ mean: Float
    ) -> [Search.Found] {
        let surroundings = relatedness[.neighbourhood] * mean
        let floor = minimumLogOdds - Self.roundingOfLogOdds
        let own = index.circumstances(of: doc)
        var kept: [Search.Found] = []
        for (candidate, cosines) in zip(candidates, cosines) {
            let signals = index.signals(of: own, with: candidate.doc, cosines)
            let logOdds = relatedness.logOdds(signals)
            if logOdds + surroundings >= floor {
                kept.append(Search.Found(doc: candidate.doc, logOdds: logOdds))
            }
        }
        return kept
    }

    private func search(
        forOutside subject: Search.Subject,
        _ count: Int,
        keeping wanted: Search.Retention,
        _ scratch: inout SearchScratch
    ) -> Search {
        let compared = compared(subject)
        let found = index.nearest(to: compared, k: count, &scratch)
        let mean = neighbourhood(among: found) {
            index.fingerprint(of: $0).isCopy(of: compared.fingerprint)
        }
        return Search(
            subject: subject,
            compared: compared,
            candidates: keep(wanted, of: found[...], mean) { compared },
            count: found.count,
            isTruncated: found.count >= count && count < collectionCount,
            neighbourhood: mean
        )
    }

    /// - Parameter mean: of the subject's own neighbourhood.
    private func keep(
        _ wanted: Search.Retention,
        of candidates: ArraySlice<Candidate>,
        _ mean: Float,
        _ compared: () -> ComparedArticle
    ) -> [Search.Found] {
        guard wanted == .listable else { return candidates.map { Search.Found(doc: $0.doc, logOdds: nil) } }
        let floor = minimumLogOdds - Self.roundingOfLogOdds
        let docs = candidates.map(\.doc)
        return zip(docs, index.signals(of: compared(), andEach: docs)).compactMap { doc, signals in
            let logOdds = relatedness.logOdds(signals)
            guard logOdds + relatedness[.neighbourhood] * mean >= floor else { return nil }
            return Search.Found(doc: doc, logOdds: logOdds)
        }
    }

    /// How far sums of the same log-odds in another order may be apart: they stay below some hundred.
    private static let roundingOfLogOdds: Float = 0.001

    /// The mean score of a document's nearest neighbours, copies of it left out: an agency's text on a hundred
    /// sites has no nearer neighbourhood than the same text on one.
    private func neighbourhood(of doc: DocID, _ others: [Candidate]) -> Float {
        let own = index.fingerprint(of: doc)
        let pages = index.pages[doc]
        return neighbourhood(among: others) { other in
            PageIndex.share(index.pages[other], pages) || index.fingerprint(of: other).isCopy(of: own)
        }
    }

    private func neighbourhood(among others: [Candidate], without isCopy: (DocID) -> Bool) -> Float {
        var nearest: [Float] = []
        for other in others.prefix(Self.neighbourhoodCandidates) where nearest.count < NeighbourDensities.size
        {
            if !isCopy(other.doc) { nearest.append(other.score) }
        }
        return NeighbourDensities.mean(of: nearest)
    }

    /// Finds the neighbourhoods of all candidates that none is known of, on all cores.
    func learnNeighbourhoods(of searches: [Search]) {
        learnNeighbourhoods(of: searches.lazy.flatMap { $0.candidates.lazy.map(\.doc) })
    }

    /// Finds the neighbourhoods of all articles that none is known of, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far and of all to do, from any thread.
    package func learnNeighbourhoods(progress: (@Sendable (Int, Int) -> Void)? = nil) {
        let unknown = neighbourhoods.unknown(among: articles.indices.lazy.map { DocID($0) })
        let done: @Sendable (Int) -> Void = { progress?($0, unknown.count) }
        let means = index.fused.nearest(toEach: unknown, k: neighbourhoodDepth, progress: done) {
            neighbourhood(of: $0, $1.candidates)
        }
        for (doc, mean) in zip(unknown, means) { neighbourhoods.set(doc, mean) }
    }

    /// Finds the neighbourhoods of some articles, so far as they are not known.
    func learnNeighbourhoods(of docs: some Sequence<DocID>) {
        let unknown = neighbourhoods.unknown(among: docs)
        let means = index.fused.nearest(toEach: unknown, k: neighbourhoodDepth) {
            neighbourhood(of: $0, $1.candidates)
        }
        for (doc, mean) in zip(unknown, means) { neighbourhoods.set(doc, mean) }
    }

    /// The mean score of the nearest neighbours of an article, which need not be in the collection.
    func neighbourhood(of article: Article) -> Float {
        searches(for: [subject(article)], candidateCount)[0].neighbourhood
    }

    /// Every candidate with its signals and log-odds, but for those that were found unable to stand in a list.
    ///
    /// - Precondition: their neighbourhoods have been learnt.
    func judged(_ search: Search) -> [EditorialPass.Judged] {
        let weight = relatedness[.neighbourhood]
        let floor = minimumLogOdds - Self.roundingOfLogOdds
        let means = neighbourhoods.means(of: search.candidates.map(\.doc))
        var (docs, surroundings) = ([DocID](), [Float]())
        for (candidate, mean) in zip(search.candidates, means) {
            if let logOdds = candidate.logOdds, logOdds + weight * (search.neighbourhood + mean) < floor {
                continue
            }
            docs.append(candidate.doc)
            surroundings.append(mean)
        }
        guard !docs.isEmpty else { return [] }
        var signals = index.signals(of: search.compared ?? compared(search.subject), andEach: docs)
        return docs.indices.map { place in
            signals[place].setNeighbourhood(search.neighbourhood, surroundings[place])
            return EditorialPass.Judged(
                doc: docs[place],
                signals: signals[place],
                logOdds: relatedness.logOdds(signals[place])
            )
        }
    }

    /// The signals of every query with its candidates, best fused score first; `isCopy` tells which have the
    /// query's own text.
    func judged(toEach queries: [Article]) -> [[(document: ArticleID, values: SignalValues, isCopy: Bool)]] {
        let searches = searches(for: queries.map(subject), candidateCount)
        learnNeighbourhoods(of: searches)
        return concurrentMap(searches.count) { number in
            let own = TextFingerprint(queries[number])
            let pages = index.pages.pages(of: queries[number])
            return judged(searches[number]).compactMap { candidate in
                let doc = candidate.doc
                guard !PageIndex.share(pages, index.pages[doc]) else { return nil }
                return (articles[doc.index].id, candidate.signals, index.fingerprint(of: doc).isCopy(of: own))
            }
        }
    }
}
