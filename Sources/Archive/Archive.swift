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
    let current = Mutex<ArchiveState?>(nil)
    /// Whether a writer of this process is at work: questions go on meanwhile, on the state before.
    let isWriting = Mutex(false)
    /// Writers come one after the other.
    let writing = BlockingWork("kindred.writing", isSerial: true)
    let asking = BlockingWork("kindred.asking", isSerial: false)

    /// Opens an archive, making it where there is none.
    ///
    /// What is in it already is ready to be asked at once: nothing is read or embedded again, unless another model was
    /// used before.
    ///
    ///     let archive = try await Archive(at: "site/.kindred")     // or Archive(at: .inMemory)
    ///
    /// - Parameters:
    ///   - location: a folder for the archive alone, or ``ArchiveLocation/inMemory``.
    ///   - model: which embedding model compares meanings.
    /// - Throws: ``ModelError`` where the model is missing or damaged, ``ArchiveError`` where the index cannot be used.
    public init(
        at location: ArchiveLocation,
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
    func load() throws {
        try Self.translatingErrors { publish(try loader.state() ?? rebuilt()) }
    }

    var state: ArchiveState {
        guard let state = current.withLock({ $0 }) else { preconditionFailure("the archive is open") }
        return state
    }

    func publish(_ state: ArchiveState) { current.withLock { $0 = state } }

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
