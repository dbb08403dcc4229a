import Storage

/// Where an archive keeps what it knows.
///
///     let location: ArchiveLocation = "site/.kindred"
public enum ArchiveLocation: Hashable, Sendable, ExpressibleByStringLiteral {
    /// In a folder of its own, such as `site/.kindred`, which is made where it is missing.
    case folder(String)
    /// In a database of PostgreSQL, as `postgres://user@host/database`, which several processes may use at once. For
    /// builds with the trait `Postgres`.
    case database(String)
    /// In memory, gone with the process.
    case inMemory

    public init(stringLiteral path: String) {
        self = StoreLocation.isDatabase(path) ? .database(path) : .folder(path)
    }
}
