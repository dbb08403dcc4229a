public import Corpus
import Kernels
import Recommendation
import Semantic
import Storage
import Synchronization

extension Archive {
    /// Brings the archive up to date with files: reads those that are new or changed and forgets those that are gone.
    ///
    /// All files of the archive are named each time. Articles that were upserted stay; of a file and an upserted article
    /// with one id the later write counts.
    ///
    ///     let report = try await archive.update(from: ["articles/", "archive.jsonl.gz", "!articles/drafts"])
    ///     for problem in report.problems { print(problem) }
    ///
    /// - Parameter corpora: folders of Markdown files, files of JSON lines, patterns, and exclusions that begin with `!`.
    /// - Throws: ``ArchiveError``; what is wrong with single files is returned.
    /// - Complexity: O(bytes of changed files); where anything changed, that of comparing all articles.
    @discardableResult
    public func update(from corpora: [String]) async throws -> UpdateReport {
        try await write {
            let corpus = try IndexedCorpus(
                corpora,
                in: self.store,
                rules: self.options.rules,
                observer: self.options.observer
            )
            let counts = corpus.update.counts
            if counts.added + counts.changed + counts.removed > 0 {
                try self.chooseModels(for: ArticleLanguages(corpus.articles))
                self.publish(
                    try self.consolidated(
                        corpus.articles,
                        corpus.problems,
                        at: corpus.update.revision
                    )
                )
            } else {
                try self.reloadIfNeeded()
            }
            return UpdateReport(
                articles: self.count,
                added: counts.added,
                changed: counts.changed,
                removed: counts.removed,
                unchanged: counts.unchanged,
                problems: corpus.problems
            )
        }
    }

    /// Adds an article, in place of the one with its id if there is one.
    ///
    /// It is durable when this returns, and the next question sees it.
    ///
    ///     try await archive.upsert(Article(id: "42", title: "Council bans face recognition", excerpt: "…"))
    ///     let list = try await archive.related(to: "42")
    ///
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    /// - Complexity: that of embedding the text and asking one question.
    public func upsert(_ article: Article) async throws { try await upsert([article]) }

    /// Adds articles together: all of them are durable when this returns, or none.
    ///
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    public func upsert(_ articles: [Article]) async throws {
        guard !articles.isEmpty else { return }
        let articles = articles.map(Self.upsertable)
        try await write {
            let vectors = self.embeddings(of: articles)
            // So many are sooner compared with everything at once than one by one.
            if articles.count > Self.changeLimit(self.state.growth.base) {
                try self.store.update { access in
                    _ = try access.upsert(articles)
                    try self.put(vectors, in: access)
                }
                return self.publish(try self.rebuilt())
            }
            try self.change { state in
                try articles.indices.map { try state.upsert(articles[$0], vectors?[$0].vector) }
            } store: { densities, access in
                let keys = try access.upsert(articles)
                try self.put(vectors, in: access)
                try access.setDensities(
                    zip(keys, densities).map { (key: $0, value: $1) },
                    StoredSnapshot.scope(self.stamp)
                )
                // Whoever knows which lists become others says so to `apply`.
                _ = try access.log([.all])
                return keys
            }
        }
    }

    /// An article as it is stored when it comes from no file.
    static func upsertable(_ article: Article) -> Article {
        var own = article
        // Only an article that was read from a file has a file's name.
        own.origin = nil
        own.detectLanguage()
        return own
    }

    /// Removes the article with this id. One that comes from a file is back when the file changes.
    ///
    /// - Returns: whether there was one. It is gone for good, durably, when this returns.
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    @discardableResult
    public func remove(_ id: ArticleID) async throws -> Bool {
        try await write {
            try self.change { state in
                try state.remove(id)
            } store: { isRemoved, access in
                guard isRemoved else { return [] }
                try access.remove(id: id)
                _ = try access.log([.all])
                return []
            }
        }
    }

    /// Compares all articles anew, so that word frequencies are those of the archive as it is now.
    ///
    /// Questions go on meanwhile, on the state before.
    ///
    /// - Throws: ``ArchiveError``.
    /// - Complexity: that of making every list: some seconds for 100,000 articles.
    public func consolidate() async throws {
        try await write { self.publish(try self.rebuilt()) }
    }

    /// Runs the work of a writer, after that of those before.
    func write<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws
        -> Output
    {
        try await writing.run {
            self.isWriting.withLock { $0 = true }
            defer { self.isWriting.withLock { $0 = false } }
            return try Self.translatingErrors(body)
        }
    }

    /// Changes since the archive was consolidated beyond which that is done again: a quarter of the archive, but never so
    /// little that it would be done all the time, nor so much that questions would feel it.
    static func changeLimit(_ base: Int) -> Int { min(max(64, base / 4), 8192) }

    /// Changes the state and the store together, or neither.
    ///
    /// - Parameters:
    ///   - prepare: changes the state; begins again where another process wrote meanwhile.
    ///   - store: writes what `prepare` returned, and returns the keys of the articles that were added, in their order.
    /// - Returns: what `prepare` returned.
    @discardableResult
    func change<Prepared>(
        _ prepare: (inout ArchiveState) throws -> Prepared,
        store write: (Prepared, any StoreAccess) throws -> [Int64]
    ) throws -> Prepared {
        for attempt in 0..<Self.writeAttempts {
            try reloadIfNeeded()
            // Whoever was too slow keeps the others waiting the next time.
            let made = attempt == 0 ? try made(prepare, write) : try madeAlone(prepare, write)
            guard let (next, prepared) = made else { continue }
            publish(next)
            let growth = next.growth
            if growth.changes > Self.changeLimit(growth.base) { try compareAnewSoon() }
            return prepared
        }
        throw ArchiveError.store("\(store.name): other processes write faster than this one; try again later")
    }

    /// Prepares a change while others may write.
    ///
    /// - Returns: nil where somebody did.
    private func made<Prepared>(
        _ prepare: (inout ArchiveState) throws -> Prepared,
        _ write: (Prepared, any StoreAccess) throws -> [Int64]
    ) throws -> (ArchiveState, Prepared)? {
        var next = state
        let prepared: Prepared
        do {
            prepared = try prepare(&next)
        } catch let error as StoreError {
            // A row that the state knows may have been removed since.
            if try loader.isCurrent(next) { throw error }
            return nil
        }
        return try store.update { access in
            guard try access.revision() == next.revision else { return nil }
            try Self.write(prepared, &next, write, access)
            return (next, prepared)
        }
    }

    /// Prepares a change while nobody else can write.
    ///
    /// - Returns: nil where what others wrote before cannot be followed.
    private func madeAlone<Prepared>(
        _ prepare: (inout ArchiveState) throws -> Prepared,
        _ write: (Prepared, any StoreAccess) throws -> [Int64]
    ) throws -> (ArchiveState, Prepared)? {
        try store.update { access in
            try keepUpNow()
            var next = state
            guard try access.revision() == next.revision else { return nil }
            let prepared = try prepare(&next)
            try Self.write(prepared, &next, write, access)
            return (next, prepared)
        }
    }

    private static func write<Prepared>(
        _ prepared: Prepared,
        _ next: inout ArchiveState,
        _ write: (Prepared, any StoreAccess) throws -> [Int64],
        _ access: any StoreAccess
    ) throws {
        next.rows.additions += try write(prepared, access)
        next.revision = try access.revision()
    }

    /// Makes what another process wrote meanwhile the current state.
    func reloadIfNeeded() throws {
        let state = state
        if try loader.isCurrent(state) { return }
        if let next = try loader.following(state) { publish(next) } else { try load() }
    }

    /// The same, and takes over a newer snapshot that another process made of the same articles.
    func keepUpNow() throws {
        let state = state
        if let next = try loader.following(state) {
            if next.revision != state.revision { publish(next) }
        } else if let next = try loader.state() {
            publish(next)
        }
    }

    /// How often a change begins again because another process wrote meanwhile.
    private static let writeAttempts = 5

    func put(
        _ vectors: [(key: UInt64, vector: EmbeddingMatrix.Embedding)]?,
        in access: any StoreAccess
    ) throws {
        guard let vectors, let stamp else { return }
        try access.put(vectors.map { (text: $0.key, bytes: $0.vector.stored) }, of: stamp)
    }

    func embeddings(
        of articles: [Article]
    ) -> [(key: UInt64, vector: EmbeddingMatrix.Embedding)]? {
        guard let model else { return nil }
        let texts = articles.map(EmbeddedText.init)
        let rows = model.embed(texts.map(\.content))
        return texts.enumerated().map { place, text in
            let range = place * model.dimension..<(place + 1) * model.dimension
            return (text.key, EmbeddingMatrix.Embedding(rows.span.extracting(range), options.precision))
        }
    }

    /// The state after all articles of the store were compared with each other.
    ///
    /// - Parameter choosesModels: whether by the models that the articles' languages ask for.
    func rebuilt(choosesModels: Bool = true) throws -> ArchiveState {
        let (contents, revision) = try store.read { (try StoredContents.all(in: $0), try $0.revision()) }
        if choosesModels { try chooseModels(for: ArticleLanguages(contents.articles)) }
        return try consolidated(contents.articles, contents.problems, at: revision)
    }

    /// The state after all articles were compared with each other; the store then has what is needed to open it again.
    ///
    /// - Parameter revision: of the store when `articles` were read.
    private func consolidated(
        _ articles: [Article],
        _ problems: [InputProblem],
        at revision: Int64
    ) throws -> ArchiveState {
        let recommender = try compared(articles, at: revision)
        let snapshot = Self.snapshot(of: recommender)
        try store.update { access in
            guard let rows = try SnapshotRows(articles, at: revision, in: access) else { return }
            try StoredSnapshot.write(snapshot, of: articles, rows, problems, stamp, in: access)
        }
        if store.isPersistent, let state = try loader.state() { return state }
        guard let collection = GrowingCollection(recommender) else {
            preconditionFailure("the recommender was made for a snapshot")
        }
        return ArchiveState(collection: .resident(collection), revision: revision, problems: problems)
    }

    /// Compares all articles with each other.
    ///
    /// - Parameter revision: of the store when `articles` were read, where it is to keep no vectors but theirs.
    func compared(_ articles: [Article], at revision: Int64? = nil) throws -> Recommender {
        let models = models
        let recommender = try Recommender(
            articles,
            vectors: try vectors(of: articles, models.embedding, at: revision),
            relatedness: models.relatedness,
            storing: true
        )
        options.observer.stage(.comparing) { recommender.learnNeighbourhoods(progress: $0) }
        return recommender
    }

    /// The embeddings of articles: those that the store has, and the missing ones, which it then keeps.
    ///
    /// - Parameter revision: of the store when `articles` were read, where it is to keep no others.
    func vectors(
        of articles: [Article],
        _ model: (any EmbeddingModel)?,
        at revision: Int64? = nil
    ) throws -> ArticleVectors? {
        try model.map {
            try EmbeddedCorpus(store: store, observer: options.observer, revision: revision)
                .vectors(of: articles, by: $0, options.precision)
        }
    }

    static func snapshot(of recommender: Recommender) -> CollectionSnapshot {
        guard let snapshot = CollectionSnapshot(recommender) else {
            preconditionFailure("the recommender was made for a snapshot")
        }
        return snapshot
    }

    var stamp: VectorStamp? { model.map { VectorStamp($0, options.precision) } }

    var loader: StateLoader {
        let models = models
        return StateLoader(
            store: store,
            model: models.embedding,
            precision: options.precision,
            relatedness: models.relatedness
        )
    }
}
