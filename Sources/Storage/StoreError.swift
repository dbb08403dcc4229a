import Corpus

/// Why an index could not be opened or used, and what to do.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An index whose content is damaged.
    case damaged(path: String, detail: String)
    /// Another program's file, or one damaged beyond recognition.
    case foreign(path: String)
    /// Made by a later version of Kindred.
    case newer(path: String)
    /// Another process held the lock for too long.
    case busy(path: String)
    /// The file or its folder cannot be created or written.
    case unwritable(path: String, detail: String)
    /// No index is there.
    case missing(path: String)
    case failed(path: String, detail: String)
    /// The database of the archive does not answer, or the connection to it broke.
    case unreachable(path: String, detail: String)
    /// What was named is no store that can be opened here.
    case unusable(name: String, detail: String)
    /// An article that no store can hold as it is.
    case refused(id: String, detail: String)

    /// What stands for the store's name where it is not known; the store puts its own in its place.
    static let unnamed = "the index"

    package var description: String {
        switch self {
        case .damaged(let path, let detail):
            "\(path): the index is damaged (\(detail)); "
                + (Self.isDatabase(path)
                    ? "drop its schema and run again, or bring it back from a backup"
                    : "delete it and run again, it holds nothing that cannot be rebuilt")
        case .foreign(let path):
            "\(path): this is no Kindred index; name another file with --index"
        case .newer(let path):
            "\(path): the index was made by a newer Kindred; upgrade, or "
                + (Self.isDatabase(path) ? "name another schema" : "delete it and run again")
        case .busy(let path):
            "\(path): another kindred is still using the index; try again when it is done"
        case .unwritable(let path, let detail):
            "\(path): the index cannot be written (\(detail)); "
                + (Self.isDatabase(path)
                    ? "whoever owns the database can grant the rights that docs/scale.md names"
                    : "check permissions and free space, or name another file with --index")
        case .missing(let path):
            "\(path): there is no index; make one with `kindred index CORPUS`"
        case .failed(let path, let detail):
            "\(path): the index could not be used: \(detail)"
                + (Self.isDatabase(path) ? "" : "; check permissions, or delete the file and run again")
        case .unreachable(let path, let detail):
            "\(path): the database cannot be reached (\(detail)); see that it runs and can be connected to, and try again"
        case .unusable(let name, let detail): "\(name): \(detail)"
        case .refused(let id, let detail):
            "the article \(id.excerptForMessage) cannot be stored: \(detail)"
        }
    }

    /// Of a database there is no file that anybody could delete.
    private static func isDatabase(_ path: String) -> Bool {
        path.hasPrefix("postgres") && path.contains("://")
    }
}
