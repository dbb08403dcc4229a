import Kernels
import Platform
import Retrieval

/// Finds the candidates of subjects: the nearest articles by fused score, of which a list is chosen.
///
/// It also learns how dense the neighbourhoods of articles are, which the same searches tell.
///
/// Immutable; a class, since a value would be copied, and each part's references counted, for every query by every
/// worker.
final class CandidateSearch: Sendable {
    let index: ComparisonIndex
    let densities: NeighbourDensities
    /// Says which candidates are worth retaining.
    let judge: PairJudge
    /// Articles of the collection, where the index holds only those that one question needs.
    let collectionCount: Int
    /// Entries of a list that shows no copy of its subject; nil where copies are shown like anything else.
    let limitWithoutCopies: Int?
    /// Articles under which an editor pinned others, which makes their lists fuller than their candidates do.
    let pinning: Set<DocID>

    init(
        index: ComparisonIndex,
        densities: NeighbourDensities,
        judge: PairJudge,
        collectionCount: Int,
        limitWithoutCopies: Int?,
        pinning: Set<DocID>
    ) {
        self.index = index
        self.densities = densities
        self.judge = judge
        self.collectionCount = collectionCount
        self.limitWithoutCopies = limitWithoutCopies
        self.pinning = pinning
    }

    /// Candidates that a density is computed from: ten, and what copies may take away.
    static let densityCandidates = 50

    /// Nearest articles that are looked for where `count` candidates are judged, in a collection of so many articles.
    static func depth(_ count: Int, articles: Int) -> Int {
        max(count, min(densityCandidates, max(0, articles - 1)))
    }

    /// Whether the index holds the whole collection.
    var isWhole: Bool { index.count == collectionCount }

    // MARK: - Candidates

    /// The candidates of one subject, whose densities are known then.
    func candidates(
        of subject: ResolvedSubject,
        count: Int,
        retaining retention: CandidateRetention
    ) -> CandidateList {
        let lists = candidates(ofEach: [subject], count: count, retaining: retention)
        learnDensities(of: lists)
        return lists[0]
    }

    /// The candidates of each of `subjects`, in their order, on all cores.
    ///
    /// - Parameters:
    ///   - count: of each, fewer only where there are no more.
    ///   - progress: receives the number of subjects done so far, from any thread.
    /// - Complexity: for each O(postings of its terms + articles x dimension), or what clusters leave of it; articles
    ///   with one text share a search where it is exact.
    func candidates(
        ofEach subjects: [ResolvedSubject],
        count: Int,
        retaining retention: CandidateRetention,
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [CandidateList] {
        var (docs, outside) = ([DocID](), [ResolvedSubject]())
        var members: [Int: [DocID]] = [:]
        for subject in subjects {
            guard case .indexed(let doc) = subject else {
                outside.append(subject)
                continue
            }
            if let group = sharedGroup(of: doc) {
                members[group, default: []].append(doc)
            } else {
                docs.append(doc)
            }
        }
        let outsiders = outside
        var shared: [DocID: CandidateList] = [:]
        for (group, docs) in members.sorted(by: { $0.key < $1.key }) {
            let lists = candidates(
                ofMembers: docs,
                of: index.identicalTexts.groups[group],
                count: count,
                retaining: retention
            )
            for (doc, list) in zip(docs, lists) { shared[doc] = list }
        }
        let known = subjects.count - outside.count
        let outsideDone: @Sendable (Int) -> Void = { progress?(known + $0) }
        let others = concurrentMap(
            outsiders.count,
            grain: 1,
            progress: outsideDone,
            scratch: SearchScratch(count: index.count)
        ) { number, scratch in
            candidates(ofOutside: outsiders[number], count, retention, &scratch)
        }
        let sharedCount = known - docs.count
        let indexedDone: @Sendable (Int) -> Void = { progress?(sharedCount + $0) }
        let indexed = index.fused.nearest(
            toEach: docs,
            k: Self.depth(count, articles: collectionCount),
            progress: indexedDone
        ) { doc, nearest in
            candidates(of: doc, count, retention, nearest)
        }
        if docs.count == subjects.count { return indexed }
        var (nextIndexed, nextOther) = (indexed.makeIterator(), others.makeIterator())
        return subjects.compactMap { subject in
            guard case .indexed(let doc) = subject else { return nextOther.next() }
            return shared[doc] ?? nextIndexed.next()
        }
    }

    private func candidates(
        of doc: DocID,
        _ count: Int,
        _ retention: CandidateRetention,
        _ nearest: FusedNearest
    ) -> CandidateList {
        let neighbourhood = neighbourhood(of: doc, nearest.candidates)
        densities.set(doc, neighbourhood.density)
        let candidates = nearest.candidates.prefix(count)
        return CandidateList(
            subject: .indexed(doc),
            candidates: judge.retained(retention, of: candidates, neighbourhood) { index[doc] },
            count: candidates.count,
            isTruncated: candidates.count >= count && count < collectionCount - 1,
            neighbourhood: neighbourhood
        )
    }

    private func candidates(
        ofOutside subject: ResolvedSubject,
        _ count: Int,
        _ retention: CandidateRetention,
        _ scratch: inout SearchScratch
    ) -> CandidateList {
        let compared = index.compared(subject)
        let nearest = index.nearest(
            to: compared,
            k: Self.depth(count, articles: collectionCount),
            &scratch
        )
        let neighbourhood = neighbourhood(among: nearest) {
            index.fingerprint(of: $0).isCopy(of: compared.fingerprint)
        }
        let candidates = nearest.prefix(count)
        return CandidateList(
            subject: subject,
            compared: compared,
            candidates: judge.retained(retention, of: candidates, neighbourhood) { compared },
            count: candidates.count,
            isTruncated: candidates.count >= count && count < collectionCount,
            neighbourhood: neighbourhood
        )
    }

    // MARK: - Densities

    /// What is near to a document, copies of it left out: an agency's text on a hundred sites has no nearer neighbourhood
    /// than the same text on one.
    func neighbourhood(of doc: DocID, _ others: some Sequence<Candidate>) -> Neighbourhood {
        let own = index.fingerprint(of: doc)
        let pages = index.pages[doc]
        return neighbourhood(among: others) { other in
            PageIndex.share(index.pages[other], pages) || index.fingerprint(of: other).isCopy(of: own)
        }
    }

    private func neighbourhood(
        among others: some Sequence<Candidate>,
        without isCopy: (DocID) -> Bool
    ) -> Neighbourhood {
        var nearest: [Float] = []
        nearest.reserveCapacity(NeighbourDensities.size)
        for other in others.prefix(Self.densityCandidates) {
            guard nearest.count < NeighbourDensities.size else { break }
            if !isCopy(other.doc) { nearest.append(other.score) }
        }
        return Neighbourhood(nearest)
    }

    /// Learns the densities of all candidates, so far as they are not known, on all cores.
    func learnDensities(of lists: [CandidateList]) {
        learnDensities(of: lists.lazy.flatMap { $0.candidates.lazy.map(\.doc) })
    }

    /// Learns the densities of some articles, so far as they are not known, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far and of all to do, from any thread.
    func learnDensities(
        of docs: some Sequence<DocID>,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) {
        let unknown = densities.unknown(among: docs)
        let done: @Sendable (Int) -> Void = { progress?($0, unknown.count) }
        let means = index.fused.nearest(
            toEach: unknown,
            k: Self.depth(0, articles: collectionCount),
            progress: done
        ) {
            neighbourhood(of: $0, $1.candidates).density
        }
        for (doc, mean) in zip(unknown, means) { densities.set(doc, mean) }
    }
}
