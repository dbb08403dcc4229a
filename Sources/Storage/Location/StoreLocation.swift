/// Where an archive's store is: what `--index` and `--archive` may name.
package enum StoreLocation: Sendable {
    case file(String)
    #if Postgres
    case database(PostgresAddress)
    #endif

    /// - Parameter name: the path of a file, or the address of a database of PostgreSQL.
    /// - Throws: ``StoreError/unusable(name:detail:)`` for an address that is none, or that this build knows nothing of.
    package init(_ name: String) throws(StoreError) {
        guard Self.isDatabase(name) else {
            self = .file(name)
            return
        }
        #if Postgres
        guard let address = PostgresAddress(name) else {
            throw .unusable(
                name: "the database",
                detail: "its address is not of the form postgres://user@host/database?schema=kindred"
            )
        }
        self = .database(address)
        #else
        throw .unusable(
            name: "the database",
            detail:
                "this kindred was built without PostgreSQL; build it with `swift build --traits Postgres`"
        )
        #endif
    }

    /// Whether a name means a database, though it may be written wrongly.
    package static func isDatabase(_ name: String) -> Bool {
        name.hasPrefix("postgres://") || name.hasPrefix("postgresql://")
    }

    /// What a name is called in messages: a path as it is, an address without its password.
    package static func displayName(_ name: String) -> String {
        guard isDatabase(name) else { return name }
        #if Postgres
        return PostgresAddress(name)?.name ?? "the database"
        #else
        return "the database"
        #endif
    }

    /// Opens the store, making it where it is missing and bringing it up to date.
    ///
    /// - Throws: ``StoreError``.
    package func store(patience: SQLiteStore.Patience = .init()) throws(StoreError) -> any ArticleStore {
        switch self {
        case .file(let path): try SQLiteStore(path: path, patience: patience)
        #if Postgres
        case .database(let address): try PostgresStore(address)
        #endif
        }
    }

    /// Opens the store to look at it; it must be there.
    ///
    /// - Throws: ``StoreError``.
    package func existingStore() throws(StoreError) -> any ArticleStore {
        switch self {
        case .file(let path): try SQLiteStore(existing: path)
        #if Postgres
        case .database(let address): try PostgresStore(existing: address)
        #endif
        }
    }
}
