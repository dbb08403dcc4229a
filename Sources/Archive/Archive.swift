public import Corpus
import Kernels
public import Recommendation
package import Semantic
package import Storage
import Synchronization

/// A site's articles as a program keeps them and asks what belongs beside what.
///
///     let archive = try await Archive(at: "site/.kindred", model: .auto)
///     try await archive.update(from: ["articles/"])
///     try await archive.upsert(Article(id: "draft", title: "Facial recognition at the airport gate"))
///     for entry in try await archive.related(to: "draft", limit: 4).entries {
///         print(entry.probability ?? 0, entry.article.title)
///     }
///
/// - One writer: updates, upserts and removals come one after the other. What they did is durable when they return, and
///   the next question sees it.
/// - Any number of readers: questions run side by side, each on one state of the archive, and never wait for a writer.
/// - Growth: an upserted article is compared by the word frequencies of the last ``update(from:)`` or
///   ``consolidate()``, so that nothing is computed anew. When the changes since then pass a bound, the archive
///   consolidates by itself.
///
/// An archive in a folder keeps an index of SQLite there, the one that the command line uses; a process that holds an
/// archive and a command may use it side by side.
public final class Archive: Sendable {
    let store: any ArticleStore
    /// Compares meanings; nil where words decide alone.
    let model: (any EmbeddingModel)?
    let options: ArchiveOptions
    let relatedness: RelatednessModel
    /// The state that the next question is answered from; nil until the archive is open.
    private let current = Mutex<ArchiveState?>(nil)
    /// The store's revision while this process is about to publish it, so that no question takes it for somebody else's.
    private let upcoming = Mutex<Int64?>(nil)
    /// Writers come one after the other.
    private let writing = BlockingWork("kindred.writing", isSerial: true)
    private let asking = BlockingWork("kindred.asking", isSerial: false)

    /// Opens an archive, making it where there is none.
    ///
    /// What is in it already is ready to be asked at once: nothing is read or embedded again, unless another model was
    /// used before.
    ///
    ///     let archive = try await Archive(at: "site/.kindred")     // or Archive(at: .inMemory)
    ///
    /// - Parameters:
    ///   - location: a folder for the archive alone, or ``Location/inMemory``.
    ///   - model: which embedding model compares meanings.
    /// - Throws: ``ModelError`` where the model is missing or damaged, ``ArchiveError`` where the index cannot be used.
    public init(
        at location: Location,
        model: ModelChoice = .auto,
        options: ArchiveOptions = ArchiveOptions()
    ) async throws {
        let observer = options.observer
        let opened = try await asking.run {
            try Self.translatingErrors {
                let store: SQLiteStore
                switch location {
                case .inMemory: store = try SQLiteStore()
                case .folder(let folder): store = try SQLiteStore(path: folder + "/index.sqlite")
                }
                let model = try model.load(options.precision, observer: observer)
                let relatedness = try options.weights.model(
                    besideIndexAt: store.path,
                    modelName: model?.name,
                    observer: observer
                )
                return (store, model, relatedness)
            }
        }
        store = opened.0
        self.model = opened.1
        relatedness = opened.2
        self.options = options
        try await writing.run { try self.load() }
    }

    /// Opens an archive over any store, for tests and for stores of other kinds.
    package init(
        store: any ArticleStore,
        model: (any EmbeddingModel)?,
        relatedness: RelatednessModel,
        options: ArchiveOptions = ArchiveOptions()
    ) async throws {
        self.store = store
        self.model = model
        self.relatedness = relatedness
        self.options = options
        try await writing.run { try self.load() }
    }

    /// Reads what the store has, or compares all of its articles where that was not done yet.
    private func load() throws {
        try Self.translatingErrors { publish(try loader.state() ?? rebuilt()) }
    }

    private var state: ArchiveState {
        guard let state = current.withLock({ $0 }) else { preconditionFailure("the archive is open") }
        return state
    }

    private func publish(_ state: ArchiveState) { current.withLock { $0 = state } }

    /// The number of articles.
    public var count: Int { state.count }

    /// Articles added, replaced or removed since the archive was last consolidated.
    public var pendingChanges: Int { state.growth.changes }

    // MARK: - Writing

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
            let corpus = try IndexedCorpus(corpora, in: self.store, observer: self.options.observer)
            let counts = corpus.update.counts
            if counts.added + counts.changed + counts.removed > 0 {
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
        // Only an article that was read from a file has a file's name.
        let articles = articles.map { article in
            var own = article
            own.origin = nil
            return own
        }
        try await write {
            let vectors = self.embeddings(of: articles)
            try self.change { state, access in
                var densities: [Float] = []
                for (number, article) in articles.enumerated() {
                    densities.append(try state.upsert(article, vectors?[number].vector))
                }
                let keys = try access.upsert(articles)
                if let vectors, let stamp = self.stamp {
                    try access.put(vectors.map { (text: $0.key, bytes: $0.vector.stored) }, of: stamp)
                }
                try access.setDensities(
                    zip(keys, densities).map { (key: $0, value: $1) },
                    StoredSnapshot.scope(self.stamp)
                )
            }
        }
    }

    /// Removes the article with this id. One that comes from a file is back when the file changes.
    ///
    /// - Returns: whether there was one. It is gone for good, durably, when this returns.
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    @discardableResult
    public func remove(_ id: ArticleID) async throws -> Bool {
        try await write {
            var isRemoved = false
            try self.change { state, access in
                isRemoved = try state.remove(id)
                if isRemoved { try access.remove(id: id) }
            }
            return isRemoved
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
    private func write<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws
        -> Output
    {
        try await writing.run { try Self.translatingErrors(body) }
    }

    /// Changes since the archive was consolidated beyond which that is done again: a quarter of the archive, but never so
    /// little that it would be done all the time, nor so much that questions would feel it.
    private static func changeLimit(_ base: Int) -> Int { min(max(64, base / 4), 8192) }

    /// Changes the state and the store together, or neither.
    private func change(_ body: (inout ArchiveState, any StoreAccess) throws -> Void) throws {
        try reloadIfNeeded()
        var next = state
        next.revision = try store.update { access in
            try body(&next, access)
            let revision = try access.revision()
            upcoming.withLock { $0 = revision }
            return revision
        }
        publish(next)
        upcoming.withLock { $0 = nil }
        let growth = next.growth
        if growth.changes > Self.changeLimit(growth.base) { publish(try rebuilt()) }
    }

    /// Makes what another process wrote meanwhile the current state.
    private func reloadIfNeeded() throws {
        if try !loader.isCurrent(state) { try load() }
    }

    private func embeddings(
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
    private func rebuilt() throws -> ArchiveState {
        let (contents, revision) = try store.read { (try StoredContents.all(in: $0), try $0.revision()) }
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
        let vectors = try model.map {
            try EmbeddedCorpus(store: store, observer: options.observer)
                .vectors(of: articles, by: $0, options.precision)
        }
        let recommender = try Recommender(articles, vectors: vectors, relatedness: relatedness, storing: true)
        options.observer.stage(.comparing) { recommender.learnNeighbourhoods(progress: $0) }
        guard let snapshot = CollectionSnapshot(recommender) else {
            preconditionFailure("the recommender was made for a snapshot")
        }
        try store.update { access in
            try StoredSnapshot.write(snapshot, of: articles, at: revision, problems, stamp, in: access)
        }
        if store.isPersistent, let state = try loader.state() { return state }
        guard let collection = GrowingCollection(recommender) else {
            preconditionFailure("the recommender was made for a snapshot")
        }
        return ArchiveState(collection: .resident(collection), revision: revision, problems: problems)
    }

    private var stamp: VectorStamp? { model.map { VectorStamp($0, options.precision) } }

    private var loader: StateLoader {
        StateLoader(store: store, model: model, precision: options.precision, relatedness: relatedness)
    }

    // MARK: - Asking

    /// What belongs beside the article with this id, path or URL.
    ///
    ///     let list = try await archive.related(to: "2021-03-02-law.md", limit: 4)
    ///
    /// - Parameters:
    ///   - name: the article's id, the path of its file, or any address of its page.
    ///   - limit: entries the list has at most.
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func related(to name: String, limit: Int = 4) async throws -> Ranking {
        try await related(to: name, options: RankingOptions(limit: limit))
    }

    /// What belongs beside the article with this id, path or URL, by rules of the site's own.
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func related(to name: String, options: RankingOptions) async throws -> Ranking {
        try await ask { state in
            try state.answer(to: .article(try self.article(named: name, in: state)), options)?.ranking
        }
    }

    /// What belongs beside an article, which need not be in the archive.
    ///
    ///     let draft = Article(id: "draft", title: "Facial recognition at the airport gate")
    ///     let list = try await archive.related(to: draft)
    public func related(
        to article: Article,
        options: RankingOptions = RankingOptions()
    ) async throws -> Ranking {
        try await related(to: .article(article), options: options)
    }

    /// What belongs beside an article, or is similar to a free text.
    ///
    ///     let list = try await archive.related(to: .text("flood barriers on the Danube"))
    public func related(
        to subject: Subject,
        options: RankingOptions = RankingOptions()
    ) async throws -> Ranking {
        try await ask { try $0.answer(to: subject, options)?.ranking }
    }

    /// The list of an article with the reasons for each entry, as it is written in JSON.
    ///
    ///     let json = try await archive.list(for: "2021-03-02-law.md").json
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func list(
        for name: String,
        options: RankingOptions = RankingOptions()
    ) async throws -> RelatedList {
        try await ask { state in
            let article = try self.article(named: name, in: state)
            return try state.answer(to: .article(article), options).map { answer in
                RelatedList(of: article, answer.ranking) { answer.reasons(for: $0) }
            }
        }
    }

    /// Why two articles, called by id, path or URL, are as close as they are.
    ///
    ///     let why = try await archive.explanation(of: "a.md", and: "b.md")
    ///     print(why.probability, why.terms.map(\.term))
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func explanation(of first: String, and second: String) async throws -> Explanation {
        try await ask { state in
            let articles = try [first, second].map { try self.article(named: $0, in: state) }
            return try state.explanation(of: articles[0], and: articles[1])
        }
    }

    /// Why two articles are as close as they are; either may be from outside the archive.
    public func explanation(of first: Article, and second: Article) async throws -> Explanation {
        try await ask { try $0.explanation(of: first, and: second) }
    }

    /// The article with this id; nil where there is none.
    public func article(_ id: ArticleID) async throws -> Article? {
        try await ask { .some(try $0.article(withID: id)) }
    }

    /// Answers from one state. Where the state is out of date, or one of its rows is gone, starts again from the newest.
    private func ask<Answer: Sendable>(
        _ body: @escaping @Sendable (ArchiveState) throws -> Answer?
    ) async throws -> Answer {
        for _ in 0..<Self.attempts {
            let state = state
            let answer = try await asking.run {
                try Self.translatingErrors { () -> Answer? in
                    // Another process may have written; what this one writes is published at once.
                    let revision = try StateLoader.revision(of: self.store)
                    if revision != state.revision, revision != self.upcoming.withLock({ $0 }) { return nil }
                    do {
                        return try body(state)
                    } catch let error as StoreError {
                        // A row that the state knows may have been removed since.
                        if try !self.loader.isCurrent(state) { return nil }
                        throw error
                    }
                }
            }
            if let answer { return answer }
            try await write {
                guard self.state.revision == state.revision else { return }
                try self.reloadIfNeeded()
                // Nobody wrote, so the snapshot does not suffice.
                if self.state.revision == state.revision { self.publish(try self.rebuilt()) }
            }
        }
        throw ArchiveError.store("\(store.name): the articles change faster than questions are answered")
    }

    /// How often a question begins again because somebody else wrote meanwhile.
    private static let attempts = 5

    private func article(named name: String, in state: ArchiveState) throws -> Article {
        if let article = try state.article(named: name, in: store) { return article }
        throw ArchiveError.unknownArticle(name, near: [])
    }

    /// Errors of the store are not public; what they say is.
    private static func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw ArchiveError.store(error.description)
        } catch let error as Recommender.DuplicateID {
            throw ArchiveError.store(error.description)
        }
    }
}
