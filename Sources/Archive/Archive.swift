public import Corpus
import Kernels
public import Recommendation
import Semantic
import Storage
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
public actor Archive {
    private let thread = SerialThread("kindred.archive")
    let store: any ArticleStore
    /// Compares meanings; nil where words decide alone.
    nonisolated let model: (any EmbeddingModel)?
    let options: ArchiveOptions
    nonisolated let relatedness: RelatednessModel
    private let current: CurrentState

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

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
        let opened = try await BlockingWork.run {
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
        self.init(store: opened.0, model: opened.1, relatedness: opened.2, options: options)
        try await open()
    }

    /// An archive over any store, for tests and for stores of other kinds.
    package init(
        store: any ArticleStore,
        model: (any EmbeddingModel)?,
        relatedness: RelatednessModel,
        options: ArchiveOptions = ArchiveOptions()
    ) {
        self.store = store
        self.model = model
        self.relatedness = relatedness
        self.options = options
        current = CurrentState(store: store)
    }

    /// Reads what the store has, or compares all of its articles where that was not done yet.
    package func open() throws {
        try Self.translatingErrors {
            if let state = try loader.state() { return current.publish(state) }
            current.publish(try rebuilt())
        }
    }

    /// The number of articles.
    public nonisolated var count: Int { current.state.count }

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
    public func update(from corpora: [String]) throws -> UpdateReport {
        try Self.translatingErrors {
            let corpus = try IndexedCorpus(corpora, in: store, observer: options.observer)
            let counts = corpus.update.counts
            if counts.added + counts.changed + counts.removed > 0 || current.state.revision < 0 {
                current.publish(try consolidated(corpus.articles, corpus.problems))
            } else if try !loader.isCurrent(current.state) {
                try open()
            }
            return UpdateReport(
                articles: count,
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
    public func upsert(_ article: Article) throws { try upsert([article]) }

    /// Adds articles together: all of them are durable when this returns, or none.
    ///
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    public func upsert(_ articles: [Article]) throws {
        guard !articles.isEmpty else { return }
        try Self.translatingErrors {
            // An article of a file keeps its file's name only as long as the file says the same.
            let articles = articles.map { article in
                var own = article
                own.origin = nil
                return own
            }
            let vectors = embeddings(of: articles)
            try write { state, access in
                var densities: [Float] = []
                for (place, article) in articles.enumerated() {
                    densities.append(try state.upsert(article, vectors?[place].vector))
                }
                let keys = try access.upsert(articles)
                if let vectors, let stamp {
                    try access.put(vectors.map { ($0.key, $0.vector.stored) }, of: stamp)
                }
                try access.setDensities(
                    zip(keys, densities).map { (key: $0, value: $1) },
                    StoredSnapshot.scope(stamp)
                )
            }
        }
    }

    /// Removes the article with this id. One that comes from a file is back when the file changes.
    ///
    /// - Returns: whether there was one. It is gone for good, durably, when this returns.
    /// - Throws: ``ArchiveError``; the archive is then as it was.
    @discardableResult
    public func remove(_ id: ArticleID) throws -> Bool {
        try Self.translatingErrors {
            var isRemoved = false
            try write { state, access in
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
    public func consolidate() throws {
        try Self.translatingErrors { current.publish(try rebuilt()) }
    }

    /// Changes since the archive was consolidated beyond which that is done again: a quarter of the archive, but never so
    /// little that it would be done all the time, nor so much that questions would feel it.
    private static func changeLimit(_ base: Int) -> Int { min(max(64, base / 4), 8192) }

    /// Changes the state and the store together, or neither.
    private func write(_ body: (inout ArchiveState, any StoreAccess) throws -> Void) throws {
        if try !loader.isCurrent(current.state) { try open() }
        var state = current.state
        state.revision = try store.update { access in
            try body(&state, access)
            return try access.revision()
        }
        current.publish(state)
        let growth = state.growth
        if growth.changes > Self.changeLimit(growth.base) { current.publish(try rebuilt()) }
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
        let contents = try store.read { try StoredContents.all(in: $0) }
        return try consolidated(contents.articles, contents.problems)
    }

    /// The state after all articles were compared with each other; the store then has what is needed to open it again.
    private func consolidated(_ articles: [Article], _ problems: [InputProblem]) throws -> ArchiveState {
        let vectors = try model.map {
            try EmbeddedCorpus(store: store, observer: options.observer)
                .vectors(of: articles, by: $0, options.precision)
        }
        let recommender = try Recommender(articles, vectors: vectors, relatedness: relatedness, storing: true)
        options.observer.stage(.comparing) { recommender.learnDensities(progress: $0) }
        guard let snapshot = CollectionSnapshot(recommender) else {
            preconditionFailure("the recommender was made for a snapshot")
        }
        let revision = try store.update { access in
            try StoredSnapshot.write(snapshot, of: articles, problems, stamp, in: access)
            return try access.revision()
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
    public nonisolated func related(to name: String, limit: Int = 4) async throws -> Ranking {
        try await related(to: name, options: RankingOptions(limit: limit))
    }

    /// What belongs beside the article with this id, path or URL, by rules of the site's own.
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public nonisolated func related(to name: String, options: RankingOptions) async throws -> Ranking {
        try await ask { state in
            try state.answer(to: .article(try Self.article(named: name, in: state)), options)?.ranking
        }
    }

    /// What belongs beside an article, which need not be in the archive.
    ///
    ///     let draft = Article(id: "draft", title: "Facial recognition at the airport gate")
    ///     let list = try await archive.related(to: draft)
    public nonisolated func related(
        to article: Article,
        options: RankingOptions = RankingOptions()
    ) async throws -> Ranking {
        try await related(to: .article(article), options: options)
    }

    /// What belongs beside an article, or is similar to a free text.
    ///
    ///     let list = try await archive.related(to: .text("flood barriers on the Danube"))
    public nonisolated func related(
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
    public nonisolated func list(
        for name: String,
        options: RankingOptions = RankingOptions()
    ) async throws -> RelatedList {
        try await ask { state in
            let article = try Self.article(named: name, in: state)
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
    public nonisolated func explanation(of first: String, and second: String) async throws -> Explanation {
        try await ask { state in
            let articles = try [first, second].map { try Self.article(named: $0, in: state) }
            return try state.explanation(of: articles[0], and: articles[1])
        }
    }

    /// Why two articles are as close as they are; either may be from outside the archive.
    public nonisolated func explanation(of first: Article, and second: Article) async throws -> Explanation {
        try await ask { try $0.explanation(of: first, and: second) }
    }

    /// The article with this id; nil where there is none.
    public nonisolated func article(_ id: ArticleID) async throws -> Article? {
        try await ask { .some(try $0.article(withID: id)) }
    }

    /// Answers from one state. Where the state is out of date, or one of its rows is gone, starts again from the newest.
    private nonisolated func ask<Answer: Sendable>(
        _ body: @escaping @Sendable (ArchiveState) throws -> Answer?
    ) async throws -> Answer {
        for _ in 0..<Self.attempts {
            let state = current.state
            let answer = try await BlockingWork.run { [store] in
                try Self.translatingErrors { () -> Answer? in
                    if try StateLoader.revision(of: store) != state.revision { return nil }
                    do {
                        return try body(state)
                    } catch let error as StoreError {
                        // A row that the state knows may have been removed since.
                        if try StateLoader.revision(of: store) != state.revision { return nil }
                        throw error
                    }
                }
            }
            if let answer { return answer }
            try await refresh(from: state.revision)
        }
        throw ArchiveError.store("\(store.name): the articles change faster than questions are answered")
    }

    /// How often a question begins again because somebody else wrote meanwhile.
    private static let attempts = 5

    /// Makes a newer state the current one, if nobody has done so yet.
    private func refresh(from revision: Int64) throws {
        guard current.state.revision == revision else { return }
        try Self.translatingErrors {
            if try !loader.isCurrent(current.state), let state = try loader.state() {
                current.publish(state)
            } else {
                current.publish(try rebuilt())
            }
        }
    }

    private static func article(named name: String, in state: ArchiveState) throws -> Article {
        if let article = try state.article(named: name) { return article }
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

/// The state that the next question is answered from.
private final class CurrentState: Sendable {
    private let value: Mutex<ArchiveState?>
    private let store: any ArticleStore

    init(store: any ArticleStore) {
        self.store = store
        value = Mutex(nil)
    }

    var state: ArchiveState {
        guard let state = value.withLock({ $0 }) else { preconditionFailure("the archive is open") }
        return state
    }

    func publish(_ state: ArchiveState) { value.withLock { $0 = state } }
}
