import Corpus
import Kernels
package import Recommendation
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
///   consolidates by itself, beside questions and changes.
///
/// An archive in a folder keeps an index of SQLite there, the one that the command line uses; a process that holds an
/// archive and a command may use it side by side.
public final class Archive: Sendable {
    let store: any ArticleStore
    let options: ArchiveOptions
    /// Which models the archive's owner asked for.
    private let choice: ModelChoice
    /// Those in use: another language among the articles can ask for others.
    private let loadedModels: Mutex<LoadedModels>
    private let current = Mutex(Current())
    private struct Current {
        /// The state that the next question is answered from; nil until the archive is open.
        var state: ArchiveState?
        var generation = 0
    }

    /// Whether a writer of this process is at work: questions go on meanwhile, on the state before.
    let isWriting = Mutex(false)
    /// Whether this process is told what others write.
    let isFollowing = Mutex(false)
    let comparisons = Mutex(Comparisons())
    /// Comparisons of all articles while changes go on.
    struct Comparisons {
        var isUnderWay = false
        /// Whether another one is to follow.
        var isDue = false
    }

    /// Writers come one after the other.
    let writing = BlockingWork("kindred.writing", isSerial: true)
    let asking = BlockingWork("kindred.asking", isSerial: false)
    let comparing = BlockingWork("kindred.comparing", isSerial: true)
    let following = BlockingWork("kindred.following", isSerial: true)
    /// What nobody waits for when the process ends.
    let surveying = BlockingWork("kindred.surveying", isSerial: true)

    /// Opens an archive, making it where there is none.
    ///
    /// What is in it already is ready to be asked at once: nothing is read or embedded again, unless another model was
    /// used before.
    ///
    ///     let archive = try await Archive(at: "site/.kindred")     // or Archive(at: .inMemory)
    ///
    /// - Parameters:
    ///   - location: a folder for the archive alone, or ``ArchiveLocation/inMemory``.
    ///   - model: which embedding model compares meanings. ``ModelChoice/auto`` chooses anew, by the articles' languages,
    ///     whenever all articles are compared.
    /// - Throws: ``ModelError`` where the model is missing or damaged, ``ArchiveError`` where the index cannot be used.
    public init(
        at location: ArchiveLocation,
        model: ModelChoice = .auto,
        options: ArchiveOptions = ArchiveOptions()
    ) async throws {
        let opened = try await asking.run {
            try Self.translatingErrors {
                let store: any ArticleStore
                switch location {
                case .inMemory: store = try SQLiteStore()
                case .database(let address): store = try StoreLocation(address).store()
                case .folder(let folder): store = try SQLiteStore(path: folder + "/index.sqlite")
                }
                let languages = try store.read { try $0.articleLanguages() }
                let filesPath = Self.filesPath(store, options)
                return (store, try LoadedModels(model, for: languages, besideIndexAt: filesPath, options))
            }
        }
        store = opened.0
        loadedModels = Mutex(opened.1)
        choice = model
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
        choice = model.map { .loaded($0) } ?? .none
        loadedModels = Mutex(LoadedModels(embedding: model, relatedness: relatedness, isForEnglish: true))
        self.options = options
        try await writing.run { try self.load() }
    }

    /// How lists are made where a question does not say it.
    package var lists: RankingOptions { options.lists }

    /// The path beside which weights and labels lie; nil where nothing can.
    var filesPath: String? { Self.filesPath(store, options) }

    private static func filesPath(_ store: any ArticleStore, _ options: ArchiveOptions) -> String? {
        store.path ?? (store.isPersistent ? options.folder.map { $0 + "/index.sqlite" } : nil)
    }

    var models: LoadedModels { loadedModels.withLock { $0 } }

    /// Compares meanings; nil where words decide alone.
    var model: (any EmbeddingModel)? { models.embedding }

    /// Chooses the models anew where the articles' languages ask for others than those in use.
    func chooseModels(for languages: ArticleLanguages) throws {
        guard case .auto = choice, languages.areEnglish != models.isForEnglish else { return }
        let chosen = try LoadedModels(choice, for: languages, besideIndexAt: filesPath, options)
        loadedModels.withLock { $0 = chosen }
    }

    /// Reads what the store has, or compares all of its articles where that was not done yet.
    func load() throws {
        // By the models in use: a writer may have embedded something by them already.
        try Self.translatingErrors { publish(try loader.state() ?? rebuilt(choosesModels: false)) }
    }

    var state: ArchiveState {
        guard let state = current.withLock({ $0.state }) else { preconditionFailure("the archive is open") }
        return state
    }

    func publish(_ state: ArchiveState) {
        current.withLock { current in
            current.state = state
            current.generation += 1
        }
    }

    /// How often this process has changed what questions are answered from: as long as it is the same, so are answers,
    /// but for the time of day and what other processes write.
    package var generation: Int { current.withLock { $0.generation } }

    /// The number of articles.
    public var count: Int { state.count }

    /// Articles added, replaced or removed since the archive was last consolidated.
    public var pendingChanges: Int { state.growth.changes }

    /// Errors of the store are not public; what they say is.
    static func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw ArchiveError.store(error.description)
        } catch let error as Recommender.DuplicateID {
            throw ArchiveError.store(error.description)
        }
    }
}
