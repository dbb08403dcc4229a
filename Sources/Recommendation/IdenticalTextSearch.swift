import Platform
import Retrieval

/// One search for all articles that have one text.
///
/// A hundred copies of an error page are all nearer to each other than to anything else, and no list shows a copy of
/// its subject. So their lists would have to be looked for among four times as many candidates again and again, until
/// most are other articles; done for each of n copies, with every pair judged, that takes time in proportion to n³.
/// Here the nearest of the text are looked for once, and copies are counted instead of judged.
extension CandidateSearch {
    /// The number of the group that a document shares its search with; nil where it has a search of its own.
    ///
    /// Where a search is not exact, equal texts may find different candidates.
    func sharedGroup(of doc: DocID) -> Int? {
        guard isWhole, index.fused.vectors?.clusters == nil else { return nil }
        return index.identicalTexts[doc]
    }

    /// The candidates of some documents of a group: those of a search for each, widened as long as that would be
    /// necessary, where copies of the subject do nothing but be dropped.
    ///
    /// Two things that judging each copy would do are left out: a copy so far away in time that it is improbable is
    /// dropped as well, and none clears other, better copies of the subject out of the way of what resembles only
    /// those.
    ///
    /// - Parameters:
    ///   - members: of `group`.
    ///   - group: all documents with one text, ascending.
    /// - Complexity: O(postings of the text + articles x dimension) for some counts, and for each member O(candidates
    ///   that are no copies).
    func candidates(
        ofMembers members: [DocID],
        of group: [DocID],
        count: Int,
        retaining retention: CandidateRetention
    ) -> [CandidateList] {
        let limit = retention == .listable ? limitWithoutCopies : nil
        let levels = levels(of: group, count: count, isGrowing: limit != nil)
        let ranks = Dictionary(uniqueKeysWithValues: group.enumerated().map { ($1, $0) })
        return concurrentMap(members.count) { number in
            let doc = members[number]
            let rank = ranks[doc] ?? 0
            let neighbourhood = neighbourhood(of: doc, levels[0].nearest.lazy.filter { $0.doc != doc })
            densities.set(doc, neighbourhood.density)
            let isFolding = limit != nil && !pinning.contains(doc)
            var next = 0
            while true {
                let (level, isLast) = (levels[next], next == levels.count - 1)
                next += 1
                let (others, copies) = level.candidates(ofRank: rank)
                let all = copies + others.count
                let isTruncated = all >= level.count && level.count < collectionCount - 1
                guard isFolding else {
                    let nearest = level.all(besides: doc)
                    return CandidateList(
                        subject: .indexed(doc),
                        candidates: judge.retained(retention, of: nearest, neighbourhood) { index[doc] },
                        count: nearest.count,
                        isTruncated: isTruncated,
                        neighbourhood: neighbourhood
                    )
                }
                let retained = judge.retained(retention, of: others, neighbourhood) { index[doc] }
                // As ``ListMaker`` decides it: the list cannot be full, and most of what was near is dropped.
                let needsMore = isTruncated && retained.count < (limit ?? 0) && 2 * copies >= all
                if needsMore, !isLast { continue }
                return CandidateList(
                    subject: .indexed(doc),
                    candidates: retained,
                    count: all,
                    identicalCount: copies,
                    isTruncated: isTruncated,
                    neighbourhood: neighbourhood
                )
            }
        }
    }

    /// The nearest of a text at growing counts, until most are no copies.
    private func levels(of group: [DocID], count: Int, isGrowing: Bool) -> [Level] {
        let (compared, members) = (index[group[0]], Set(group))
        var scratch = SearchScratch(count: index.count)
        var levels: [Level] = []
        var count = count
        while true {
            // One more, since the text finds each member itself as well.
            let depth = min(Self.depth(count, articles: collectionCount) + 1, index.count)
            let nearest = index.nearest(to: compared, k: depth, &scratch)
            let level = Level(nearest, members, count: count)
            levels.append(level)
            guard isGrowing, nearest.count > count, 2 * level.copyCount >= count else { return levels }
            count *= 4
        }
    }

    /// The nearest of a text that several documents have.
    private struct Level {
        /// Candidates of a document.
        let count: Int
        /// At least one more than `count`, as far as there are so many.
        let nearest: [Candidate]
        /// The first of `nearest`, one more than `count`, without those that have the text.
        private let others: [Candidate]
        /// How many of these have the text. Their scores are equal, so they are the group's first ones.
        let copyCount: Int
        /// Whether the last of these has the text; nil where there are no more than `count`.
        private let endsWithCopy: Bool?

        init(_ nearest: [Candidate], _ members: Set<DocID>, count: Int) {
            self.count = count
            self.nearest = nearest
            let first = nearest.prefix(count + 1)
            others = first.filter { !members.contains($0.doc) }
            copyCount = first.count - others.count
            endsWithCopy = first.count > count ? first.last.map { members.contains($0.doc) } : nil
        }

        /// The nearest of a member, besides itself: those without its text, and the number of those with it.
        ///
        /// - Parameter rank: of the member in its group.
        func candidates(ofRank rank: Int) -> (others: ArraySlice<Candidate>, copies: Int) {
            if rank < copyCount { return (others[...], copyCount - 1) }
            // The member itself is further down, so that one of those above it is too many.
            return switch endsWithCopy {
            case nil: (others[...], copyCount)
            case true?: (others[...], copyCount - 1)
            case false?: (others.dropLast(), copyCount)
            }
        }

        /// The nearest of a member besides itself, in their order.
        func all(besides doc: DocID) -> [Candidate] {
            Array(nearest.lazy.filter { $0.doc != doc }.prefix(count))
        }
    }
}
