public import Corpus
import Platform
import Retrieval

/// Lists of related articles.
extension Recommender {
    /// What belongs beside an article, which need not be in the collection, or is similar to a text.
    ///
    ///     let list = recommender.related(to: .text("flood barriers on the Danube"))
    ///
    /// An article's own `related` list plays no part.
    ///
    /// - Complexity: O(postings of its terms + articles x dimension of the embeddings), and as much once for
    ///   each of the nearest articles that no list has needed yet.
    public func related(to subject: Subject) -> Ranking {
        let resolved = resolve(subject)
        let candidates = search.candidates(of: resolved, count: candidateCount, retaining: .listable)
        return Ranking(entries: list(of: candidates).list.entries)
    }

    /// What belongs beside `article`, as ``related(to:)-(Subject)`` has it.
    public func related(to article: Article) -> Ranking { related(to: .article(article)) }

    /// What is similar to a free text.
    public func similar(to text: String, language: String? = nil) -> Ranking {
        related(to: .text(text, language: language))
    }

    /// What part of a collection says belongs beside a subject.
    ///
    /// The recommender is of the candidates of this subject. Where more are needed, make one of so many and ask it; in
    /// the end the answer is bit by bit that of ``related(to:)-(Subject)`` in the whole collection. Of a whole
    /// collection the answer is always complete.
    package func partialRanking(of subject: Subject) -> PartialAnswer {
        guard subset != nil else { return .complete(related(to: subject)) }
        let resolved = resolve(subject)
        let candidates = search.candidates(of: resolved, count: candidateCount, retaining: .listable)
        return switch maker.list(judge.judged(candidates), of: candidates, for: listSubject(resolved)) {
        case .complete(let list): .complete(Ranking(entries: list.entries))
        case .needsMoreCandidates(let count): .needsMoreCandidates(count)
        }
    }

    /// What belongs beside each of `queries`, in their order, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far, from any thread.
    public func related(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [Ranking] {
        related(toEach: queries, progress: progress) { $0 }
    }

    /// What `keep` makes of the ranking of each of `queries`, so that many long ones fit in memory.
    ///
    /// - Parameters:
    ///   - progress: receives the number of articles done so far, from any thread.
    ///   - keep: called from any thread.
    public func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Ranking) -> Output
    ) -> [Output] {
        var all: [Output] = []
        all.reserveCapacity(queries.count)
        related(toEach: queries, keptIn: nil, progress: progress, keep: { keep($1) }, receive: { all += $0 })
        return all
    }

    /// Hands over what was made of some thousand rankings at a time, in the order of `queries`, so that it can be
    /// written and forgotten.
    ///
    /// Until the first are handed over, candidates of all queries are looked for, since a pair is judged against the
    /// surroundings of both; that takes some 400 bytes a query and most of the time.
    ///
    /// - Parameters:
    ///   - progress: receives the number of articles that the time so far would have been enough for, from any
    ///     thread.
    ///   - keep: makes what is handed over of an article and its ranking; called from any thread.
    ///   - receive: what it throws ends the work.
    public func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        try related(toEach: queries, keptIn: nil, progress: progress, keep: keep, receive: receive)
    }

    /// ``related(toEach:progress:keep:receive:)`` as a job that may be interrupted: what `checkpoints` have of an earlier
    /// run is not searched for again.
    ///
    /// - Parameter portion: searches of a checkpoint.
    package func related<Output: Sendable>(
        toEach queries: [Article],
        keptIn checkpoints: (any SearchCheckpoints)?,
        portion: Int = CandidateSearch.searchesPerCheckpoint,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        try each(
            queries,
            keptIn: checkpoints,
            portion: portion,
            progress: progress,
            make: { keep($0, Ranking(entries: list(of: $1).list.entries)) },
            receive: receive
        )
    }

    /// What `keep` makes of the list of each of `queries`, in their order, and of why it is not full: the verdicts on what
    /// was probable enough for it and kept out all the same; none of a full list.
    ///
    /// - Parameters:
    ///   - progress: receives the number of articles that the time so far would have been enough for, from any
    ///     thread.
    ///   - keep: called from any thread.
    package func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keepingObjections keep: @Sendable (Article, Ranking, [Verdict]) -> Output
    ) -> [Output] {
        var all: [Output] = []
        all.reserveCapacity(queries.count)
        each(
            queries,
            keptIn: nil,
            portion: CandidateSearch.searchesPerCheckpoint,
            progress: progress,
            make: { article, candidates in
                let made = list(of: candidates).list
                let ranking = Ranking(entries: made.entries)
                guard made.entries.count < options.limit else { return keep(article, ranking, []) }
                // Short lists have few candidates, so that most lists cost nothing more.
                let (traced, pairs) = list(of: candidates, tracing: true)
                return keep(article, ranking, objections(pairs, traced.verdicts).map(\.verdict))
            },
            receive: { all += $0 }
        )
        return all
    }

    /// - Parameter make: makes what is handed over of an article and its candidates; called from any thread.
    private func each<Output: Sendable>(
        _ queries: [Article],
        keptIn checkpoints: (any SearchCheckpoints)?,
        portion: Int,
        progress: (@Sendable (Int) -> Void)?,
        make: @Sendable (Article, CandidateList) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        let lists = search.candidates(
            ofEach: concurrentMap(queries.count, grain: 256) { resolve(queries[$0]) },
            count: candidateCount,
            checkpoints: checkpoints,
            settings: checkpointSettings(candidateCount),
            portion: portion
        ) { done in
            progress?(done * 3 / 4)
        }
        try each(queries, lists, progress: progress, make: make, receive: receive)
    }

    /// - Parameter lists: the candidates of each of `queries`.
    func each<Output: Sendable>(
        _ queries: [Article],
        _ lists: [CandidateList],
        progress: (@Sendable (Int) -> Void)?,
        make: @Sendable (Article, CandidateList) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        search.learnDensities(of: lists)
        for start in stride(from: 0, to: queries.count, by: Self.rankingsAtATime) {
            let count = min(queries.count - start, Self.rankingsAtATime)
            let outputs = concurrentMap(count) { number in
                make(queries[start + number], lists[start + number])
            }
            try receive(outputs)
            progress?((queries.count * 3 + start + count) / 4)
        }
    }

    private static var rankingsAtATime: Int { 4096 }

    /// The list of a subject whose candidates are there, and these as they were judged; looks for more of them as long as
    /// it needs more.
    ///
    /// - Precondition: the densities of the candidates have been learnt, and all of the collection is there.
    func list(
        of candidates: CandidateList,
        tracing isTracing: Bool = false
    ) -> (list: ListMaker.List, pairs: [JudgedPair]) {
        precondition(subset == nil, "part of a collection gives partial answers")
        let subject = listSubject(candidates.subject)
        var candidates = candidates
        while true {
            let pairs = judge.judged(candidates)
            switch maker.list(pairs, of: candidates, for: subject, tracing: isTracing) {
            case .complete(let list): return (list, pairs)
            case .needsMoreCandidates(let count):
                candidates = search.candidates(of: candidates.subject, count: count, retaining: .listable)
            }
        }
    }

    /// A list with the verdict on each candidate, and the candidates as they were judged, nearest first.
    ///
    /// In part of a collection there are no verdicts where more candidates are needed.
    func trace(of subject: ResolvedSubject) -> (verdicts: [DocID: Verdict], pairs: [JudgedPair]) {
        let listSubject = listSubject(subject)
        var count = candidateCount
        while true {
            let candidates = search.candidates(of: subject, count: count, retaining: .all)
            let pairs = judge.judged(candidates)
            switch maker.list(pairs, of: candidates, for: listSubject, tracing: true) {
            case .complete(let list): return (list.verdicts, pairs)
            case .needsMoreCandidates(let more):
                guard subset == nil else { return ([:], pairs) }
                count = more
            }
        }
    }
}
