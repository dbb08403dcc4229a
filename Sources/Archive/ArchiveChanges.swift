package import Corpus
import Kernels
import Recommendation
import Semantic
package import Storage
import Synchronization

extension Archive {
    /// When what was changed can stand in lists.
    package enum Comparison: Sendable {
        /// With the next question. Costs a search for each article.
        case atOnce
        /// After ``compareAnew()``, which whoever asks for this has to call. Until then the articles are stored, and
        /// neither they nor what they replace stand in a list. For very many articles, which are sooner compared with everything at once than one by one.
        case later
    }

    /// Makes changes in their order, each where its conditions hold, and makes them durable together.
    ///
    /// What fails is all of them or none; that conditions do not hold is no failure.
    ///
    /// - Parameter completed: lists that earlier changes were found to have changed, noted by the way.
    /// - Returns: what became of each.
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    /// - Complexity: that of embedding the texts, and by ``Comparison/atOnce`` of a search for each.
    package func apply(
        _ changes: [ArticleChange],
        comparing comparison: Comparison = .atOnce,
        completing completed: [CompletedChange] = []
    ) async throws -> [AppliedChange] {
        guard !changes.isEmpty || !completed.isEmpty else { return [] }
        let prepared = changes.map(PreparedChange.init)
        return try await write {
            switch comparison {
            case .atOnce: try self.carryOut(prepared, completed)
            case .later: try self.storeForLater(prepared, completed)
            }
        }
    }

    /// The article with this id as it is stored, whether it has been compared with the others or not.
    package func storedArticle(_ id: ArticleID) async throws -> Article? {
        try await asking.run { try Self.translatingErrors { try self.stored(id) } }
    }

    func stored(_ id: ArticleID) throws -> Article? {
        try store.read { access in
            try access.articleKey(ofID: id).map { try access.articles(at: [$0])[0] }
        }
    }

    /// Compares all articles anew, so that word frequencies are those of the archive as it is now, while questions and
    /// changes go on.
    ///
    /// - Throws: ``ArchiveError``.
    /// - Complexity: that of making every list: some seconds for 100,000 articles.
    package func compareAnew() async throws {
        guard store.isPersistent else { return try await consolidate() }
        let compared = try await comparing.run { () -> NewSnapshot? in
            try Self.translatingErrors {
                let read = try self.store.read { access in
                    let contents = try StoredContents.all(in: access)
                    let rows = try SnapshotRows(contents.articles, at: try access.revision(), in: access)
                    return rows.map { (contents: contents, rows: $0) }
                }
                guard let read else { return nil }
                let articles = read.contents.articles
                let recommender = try self.compared(articles)
                return NewSnapshot(
                    snapshot: Self.snapshot(of: recommender),
                    articles: articles,
                    rows: read.rows,
                    problems: read.contents.problems
                )
            }
        }
        try await write {
            guard let compared else { return self.publish(try self.rebuilt()) }
            try self.store.update { access in
                // Where files or very many articles came meanwhile, whoever stored them compares all.
                guard try StoredSnapshot.canFollow(compared.rows, self.stamp, in: access) else { return }
                try StoredSnapshot.write(
                    compared.snapshot,
                    of: compared.articles,
                    compared.rows,
                    compared.problems,
                    self.stamp,
                    in: access
                )
            }
            // What was changed meanwhile is put in again. Where that cannot be done, as where much was only stored,
            // the next comparison has it.
            if let state = try self.loader.state() { self.publish(state) }
        }
    }

    /// Waits for the changes and comparisons that have begun.
    package func finishWork() async {
        // Both run one piece of work after the other, so that nothing is before this when it runs.
        try? await comparing.run {}
        try? await writing.run {}
    }

    /// Compares all articles anew, beside questions and changes where the store can be opened again. Where that fails, as
    /// on a full disk, tries again until it can be done.
    ///
    /// - Parameter onceMore: whether that is done once more where it is being done already, for what was written since it
    ///   began.
    package func compareAnewSoon(onceMore: Bool = false) throws {
        guard store.isPersistent else { return publish(try rebuilt()) }
        let isFirst = comparisons.withLock { comparisons in
            if onceMore || !comparisons.isUnderWay { comparisons.isDue = true }
            defer { comparisons.isUnderWay = true }
            return !comparisons.isUnderWay
        }
        guard isFirst else { return }
        // What nobody keeps any more is not compared either.
        Task { [weak self] in
            var pause = Self.pause
            while let succeeded = await self?.compareAnewWhereDue() {
                if succeeded {
                    pause = Self.pause
                } else {
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, Self.longestPause)
                }
            }
        }
    }

    /// Until what failed is tried again: at first, and at most.
    private static let pause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(60)

    /// - Returns: whether it could be done; nil where nothing was to be done.
    private func compareAnewWhereDue() async -> Bool? {
        let isDue = comparisons.withLock { comparisons in
            defer { comparisons.isDue = false }
            comparisons.isUnderWay = comparisons.isDue
            return comparisons.isDue
        }
        guard isDue else { return nil }
        do {
            try await compareAnew()
            return true
        } catch {
            options.observer.note("the articles could not be compared anew: \(error)")
            comparisons.withLock { $0.isDue = true }
            return false
        }
    }

    /// The articles that are there, by id.
    static func known(
        of changes: [PreparedChange],
        in access: any StoreAccess
    ) throws -> [ArticleID: KnownArticle] {
        let ids = Set(changes.map(\.id)).sorted { $0.rawValue < $1.rawValue }
        let keys = try access.articleKeys(ofIDs: ids).compactMap(\.self)
        let articles = try access.articles(at: keys)
        return Dictionary(articles.map { ($0.id, KnownArticle($0)) }) { first, _ in first }
    }

    /// - Parameter last: done with the changes, when nothing but the store itself can fail any more.
    func carryOut(
        _ changes: [PreparedChange],
        _ completed: [CompletedChange] = [],
        last: (PlannedChanges, any StoreAccess) throws -> Void = { _, _ in }
    ) throws -> [AppliedChange] {
        var vectors: [UInt64: EmbeddingMatrix.Embedding] = [:]
        var numbers: [Int64] = []
        let (plan, _) = try change { state -> (PlannedChanges, [Float]) in
            // Anew each time: where another process wrote meanwhile, other conditions may hold.
            let plan = PlannedChanges(changes, known: try store.read { try Self.known(of: changes, in: $0) })
            let new = plan.articles.filter { vectors[EmbeddedText($0).key] == nil }
            for (key, vector) in embeddings(of: new) ?? [] { vectors[key] = vector }
            let densities = try plan.writes.compactMap { write -> Float? in
                switch write.action {
                case .put(let article): return try state.upsert(article, vectors[EmbeddedText(article).key])
                case .remove(let id):
                    _ = try state.remove(id)
                    return nil
                }
            }
            return (plan, densities)
        } store: { prepared, access in
            let (plan, densities) = prepared
            try access.complete(completed)
            guard !plan.writes.isEmpty else {
                try last(plan, access)
                return []
            }
            let keys = plan.articles.map { EmbeddedText($0).key }
            try put(keys.compactMap { key in vectors[key].map { (key: key, vector: $0) } }, in: access)
            let added = try plan.carryOut(in: access)
            try access.setDensities(
                zip(added, densities).map { (key: $0, value: $1) },
                StoredSnapshot.scope(stamp)
            )
            numbers = try access.log(plan.writes.map(\.logged))
            try last(plan, access)
            return added
        }
        return plan.applied(numbers)
    }

    private func storeForLater(
        _ changes: [PreparedChange],
        _ completed: [CompletedChange]
    ) throws -> [AppliedChange] {
        // Embedding takes longest, so it is done before others have to wait.
        let planned = try store.read { PlannedChanges(changes, known: try Self.known(of: changes, in: $0)) }
        let vectors = embeddings(of: planned.articles)
        try reloadIfNeeded()
        var next = state
        let plan = try store.update { access in
            let isNewest = try access.revision() == next.revision
            let plan = PlannedChanges(changes, known: try Self.known(of: changes, in: access))
            // Their rows are gone afterwards, so no list can have them until all are compared. Questions go on as if
            // nothing had been added.
            if isNewest { for write in plan.writes { _ = try next.remove(write.id) } }
            // What is missing, since another process wrote meanwhile, is embedded when all are compared.
            try put(vectors, in: access)
            _ = try plan.carryOut(in: access)
            try access.complete(completed)
            // Else the state lacks what another process wrote, and is read again when it is needed.
            if isNewest { next.revision = try access.revision() }
            return plan
        }
        publish(next)
        return plan.applied([])
    }
}

/// All articles compared with each other, as they were at one moment.
private struct NewSnapshot: Sendable {
    let snapshot: CollectionSnapshot
    let articles: [Article]
    let rows: SnapshotRows
    let problems: [InputProblem]
}

/// A change with its article as it will be stored, and that article's version.
struct PreparedChange: Sendable {
    let id: ArticleID
    let conditions: [ArticleChange.Condition]
    let listedBy: [ArticleID]
    /// Nil where the article is removed.
    let put: (article: Article, version: ArticleVersion)?

    init(_ change: ArticleChange) {
        id = change.id
        conditions = change.conditions
        listedBy = change.listedBy
        switch change.action {
        case .put(let article):
            let own = Archive.upsertable(article)
            put = (own, ArticleVersion(own))
        case .remove: put = nil
        }
    }
}

/// What is to be known of an article before it is changed.
struct KnownArticle {
    let version: ArticleVersion
    /// The file that it was read from.
    let origin: ArticleOrigin?

    init(_ article: Article) { (version, origin) = (ArticleVersion(article), article.origin) }
}

/// What changes come to, given which articles there are.
struct PlannedChanges {
    struct Write: Sendable {
        let action: ArticleChange.Action
        let listedBy: [ArticleID]

        var id: ArticleID {
            switch action {
            case .put(let article): article.id
            case .remove(let id): id
            }
        }

        /// As those who follow the archive see it. Which lists have the article now is found out later.
        var logged: LoggedChange {
            let isComplete = if case .remove = action { true } else { false }
            return LoggedChange(id, lists: [id] + listedBy.filter { $0 != id }, isComplete: isComplete)
        }
    }

    private(set) var outcomes: [ArticleChange.Outcome] = []
    private(set) var writes: [Write] = []

    /// What is put, in order.
    var articles: [Article] {
        writes.compactMap { if case .put(let article) = $0.action { article } else { nil } }
    }

    /// - Parameter known: the articles that are there.
    init(_ changes: [PreparedChange], known: [ArticleID: KnownArticle]) {
        var versions = known.mapValues(\.version)
        for change in changes {
            let current = versions[change.id]
            guard change.conditions.allSatisfy({ $0.holds(for: current) }) else {
                outcomes.append(.refused(current: current))
                continue
            }
            versions[change.id] = change.put?.version
            if let put = change.put {
                if current == put.version {
                    outcomes.append(.unchanged(put.version))
                } else {
                    var article = put.article
                    // Its list is still that of its file, whose it stays also where an editor decided about it here.
                    article.origin = known[change.id]?.origin
                    writes.append(Write(action: .put(article), listedBy: change.listedBy))
                    outcomes.append(current == nil ? .created(put.version) : .replaced(put.version))
                }
            } else if current == nil {
                outcomes.append(.missing)
            } else {
                writes.append(Write(action: .remove(change.id), listedBy: change.listedBy))
                outcomes.append(.removed)
            }
        }
    }

    /// Carries out the writes; what is put one after the other goes to the store together.
    ///
    /// - Returns: the keys of what was put, in its order.
    func carryOut(in access: any StoreAccess) throws -> [Int64] {
        var keys: [Int64] = []
        var waiting: [Article] = []
        for write in writes {
            switch write.action {
            case .put(let article): waiting.append(article)
            case .remove(let id):
                keys += try access.upsert(waiting)
                waiting = []
                try access.remove(id: id)
            }
        }
        return keys + (try access.upsert(waiting))
    }

    /// - Parameter numbers: of the writes, in their order; none where they have none.
    func applied(_ numbers: [Int64]) -> [AppliedChange] {
        var numbers = numbers.makeIterator()
        return outcomes.map { outcome in
            switch outcome {
            case .created, .replaced, .removed: AppliedChange(outcome: outcome, number: numbers.next())
            case .unchanged, .missing, .refused: AppliedChange(outcome: outcome, number: nil)
            }
        }
    }
}
