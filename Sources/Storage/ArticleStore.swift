/// Where articles and what was computed from them are stored.
///
/// ``SQLiteStore`` is the implementation that ships; any other passes the contract tests (`StoreContract` in
/// `Tests/StorageTests`), which say in full what is asked of a store.
///
/// Transactions are synchronous closures. A store on a network blocks on an executor of its own; the callers above
/// are asynchronous. Measured on SQLite, 130 single rows a question: 3.1 ms by synchronous calls, 3.6 to 9.9 ms where
/// each is awaited on the connection's queue.
package protocol ArticleStore: Sendable {
    /// What messages call the store: its path, or what stands for one.
    var name: String { get }

    /// Absolute path of the store's file; nil where it has none.
    var path: String? { get }

    /// Whether another process, or a later one, can come back to what is stored.
    var isPersistent: Bool { get }

    /// Runs `body` while nobody else can change the store. Its changes are stored together when it returns, and
    /// none of them where it throws.
    ///
    /// What was written is durable when `update` returns: neither a killed process nor a power failure undoes it.
    /// Transactions do not nest, and `body` must not let its access escape.
    ///
    /// - Throws: what `body` throws; ``StoreError`` where the store fails.
    func update<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result

    /// Runs `body`, which changes nothing, on one state of the store: what is written meanwhile is not seen.
    ///
    /// - Throws: what `body` throws; ``StoreError`` where the store fails or `body` writes.
    func read<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result

    /// What the store holds, in figures.
    func info() throws -> StoreInfo

    /// What is wrong with the store; empty where it is sound.
    func integrityFailures() throws -> [String]

    /// Begins to hear of what other processes write; nil where the store does not tell.
    func listener() throws -> (any StoreListener)?
}

extension ArticleStore {
    package func listener() throws -> (any StoreListener)? { nil }
}

/// Hears when other processes have changed a store, or stored a new snapshot of it, from the moment it was made.
package protocol StoreListener: Sendable {
    /// Waits until somebody, this process included, has written.
    ///
    /// - Returns: whether somebody has; false where the time passed before.
    /// - Throws: ``StoreError`` where nothing can be heard any more. What was written since the last call is then unknown.
    func wait(seconds: Double) throws -> Bool
}

/// What `kindred index --info` tells.
package struct StoreInfo: Sendable {
    package var corpora: [String]
    /// Files alone; articles without a file are none.
    package var files: Int
    package var articles: Int
    /// The models whose vectors are stored, by name, with the number of vectors.
    package var models: [(name: String, vectors: Int)]
    /// Size of the store; 0 where that is unknown.
    package var bytes: Int
    /// Name of the store's schema version.
    package var schema: String
    /// When files were last added, in ISO 8601; nil before.
    package var updated: String?

    package init(
        corpora: [String],
        files: Int,
        articles: Int,
        models: [(name: String, vectors: Int)],
        bytes: Int,
        schema: String,
        updated: String?
    ) {
        self.corpora = corpora
        self.files = files
        self.articles = articles
        self.models = models
        self.bytes = bytes
        self.schema = schema
        self.updated = updated
    }
}
