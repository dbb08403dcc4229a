import Foundation
import GRDB
import Platform
import Synchronization

/// The article store in one SQLite file, or in memory.
///
/// On disk in journal mode WAL: readers never wait for the writer, each transaction is on the disk when it ends, and a
/// process that is killed leaves the last complete one. In memory, transactions wait for each other.
package final class SQLiteStore: ArticleStore {
    /// Absolute path of the file; nil for one in memory.
    package let path: String?
    private let database: any DatabaseWriter

    package var name: String { path ?? "the index in memory" }
    package var isPersistent: Bool { path != nil }

    /// How long to wait for another process. Default 60 s: indexing a million articles takes less.
    package struct Patience: Sendable {
        package var seconds: Double = 60
        /// Called once, when waiting begins.
        package var onWait: @Sendable () -> Void = {}

        package init(seconds: Double = 60, onWait: @escaping @Sendable () -> Void = {}) {
            self.seconds = seconds
            self.onWait = onWait
        }
    }

    /// Makes an empty store in memory.
    package init() throws {
        path = nil
        database = try DatabaseQueue()
        try Schema.migrator.migrate(database)
    }

    /// Opens the index at `path`, making it and bringing its tables up to date where needed.
    ///
    /// A file that is not Kindred's is refused before anything is written to it.
    ///
    /// - Throws: ``StoreError``.
    package init(path: String, patience: Patience = .init()) throws(StoreError) {
        try Self.makeFolder(for: path)
        self.path = path
        let wait = Self.waiting(patience)
        do {
            if try Self.isReady(path) {
                database = try Self.open(path, wait)
                return
            }
            // Two processes that make a new index at once would stumble over each other's half-made tables.
            guard let lock = FolderLock(splitPath(path).folder, wait: wait) else {
                throw StoreError.busy(path: path)
            }
            defer { lock.release() }
            // Again, since the file may have come into being while we waited.
            _ = try Self.isReady(path)
            database = try Self.open(path, wait)
            // Before the tables, so that an index is never without its mark.
            try database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            try Schema.migrator.migrate(database)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Opens an existing index to look at, and changes nothing.
    ///
    /// - Throws: ``StoreError``.
    package init(existing path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        self.path = path
        do {
            guard try Self.isReady(path) else { throw StoreError.missing(path: path) }
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            database = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // Even to read a database in WAL mode, SQLite makes a file beside it.
            throw .failed(path: path, detail: "it cannot be opened by a user who may not write in its folder")
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// A wait between attempts: says so at the first, and gives up when patience ends.
    private static func waiting(_ patience: Patience) -> @Sendable (Int) -> Bool {
        let hasTold = Mutex(false)
        return { attempts in
            let isFirst = hasTold.withLock { told in
                defer { told = true }
                return !told
            }
            if isFirst { patience.onWait() }
            Thread.sleep(forTimeInterval: 0.05)
            return Double(attempts) * 0.05 < patience.seconds
        }
    }

    /// Opens a file to read and write: one connection that writes, and those that read beside it.
    private static func open(_ path: String, _ wait: @escaping @Sendable (Int) -> Bool) throws -> DatabasePool
    {
        var configuration = Configuration()
        configuration.busyMode = .callback(wait)
        // Keys of texts are hashes: what they are looked up by must not leave the cache while they are written.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -32768") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // The journal reaches the disk before a transaction ends, also on macOS, so that a power failure undoes none.
        try pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
        }
        return pool
    }

    /// Whether the file is an index with all its tables; false for one that is missing or still to be made.
    ///
    /// - Throws: ``StoreError`` for a file that is another program's or was made by a newer Kindred.
    private static func isReady(_ path: String) throws -> Bool {
        guard let size = try? FileStamp(ofFile: path).size, size > 0 else {
            // Where it leads to may be anywhere; with the file there, what lies behind a link is an index already.
            if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil {
                throw StoreError.failed(path: path, detail: "it is a symbolic link to no index")
            }
            return false
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            return try DatabaseQueue(path: path, configuration: configuration).inDatabase {
                try isReady($0, path)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY && wasEmpty(path) {
            return false
        }
    }

    /// Whether a process was killed while it wrote into the file for the first time: the journal beside it tells that there
    /// was nothing before. Opened to be written, the file becomes that again.
    private static func wasEmpty(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path + "-journal") else { return false }
        // https://www.sqlite.org/fileformat.html#the_rollback_journal: the size of the database before, in pages.
        let header = (try? file.read(upToCount: 20)).flatMap(\.self) ?? Data()
        return header.starts(with: [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
            && header.count == 20 && header[16..<20].allSatisfy { $0 == 0 }
    }

    private static func isReady(_ db: Database, _ path: String) throws -> Bool {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        let isMarked = try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
        guard tables > 0 else { return false }
        guard isMarked else { throw StoreError.foreign(path: path) }
        // A view in a table's place may be endless, and a trigger do anything.
        let others =
            "SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger') OR sql LIKE 'CREATE VIRTUAL%'"
        guard try Int.fetchOne(db, sql: others) == 0 else {
            throw StoreError.damaged(
                path: path,
                detail: "it holds views, triggers or virtual tables, as no index does"
            )
        }
        if try Schema.migrator.hasBeenSuperseded(db) { throw StoreError.newer(path: path) }
        return try Schema.migrator.hasCompletedMigrations(db)
    }

    /// Makes the folder of the index, with a `.gitignore` so that no index is committed by accident.
    private static func makeFolder(for path: String) throws(StoreError) {
        let folder = splitPath(path).folder
        let files = FileManager.default
        do throws(FileError) {
            try Platform.makeFolder(folder)
            // Also where the folder is there already, since a process may be killed between the two.
            let mark = folder + "/.gitignore"
            if splitPath(folder).name == ".kindred", !files.fileExists(atPath: mark) {
                // An index that is there can be read without.
                if files.fileExists(atPath: path) {
                    try? writeFile(mark, Array("*\n".utf8))
                } else {
                    try writeFile(mark, Array("*\n".utf8))
                }
            }
        } catch {
            throw .unwritable(path: path, detail: "cannot make the folder \(folder): \(error.reason)")
        }
    }

    // MARK: - ArticleStore

    package func update<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        try tellingErrors {
            try database.writeWithoutTransaction { db in
                var result: Result?
                try db.inTransaction(.immediate) {
                    result = try body(SQLiteAccess(db))
                    return .commit
                }
                guard let result else { preconditionFailure("a committed transaction has a result") }
                return result
            }
        }
    }

    package func read<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        try tellingErrors { try database.read { try body(SQLiteAccess($0)) } }
    }

    package func info() throws -> StoreInfo {
        try reading { db in
            let size = [path, path.map { $0 + "-wal" }].compactMap(\.self).reduce(0) {
                $0 + ((try? FileStamp(ofFile: $1))?.size ?? 0)
            }
            return StoreInfo(
                corpora: try SQLiteAccess(db).corpora(),
                files: try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM source WHERE NOT (\(VirtualSource.range))"
                ) ?? 0,
                articles: try Int.fetchOne(db, sql: "SELECT count(*) FROM article") ?? 0,
                models: try Row.fetchAll(
                    db,
                    sql: """
                        SELECT name, (SELECT count(*) FROM embedding WHERE embedding.model = model.key)
                        FROM model ORDER BY name
                        """
                )
                .map { (try $0.decode(atIndex: 0), try $0.decode(atIndex: 1)) },
                bytes: size,
                schema: try Schema.migrator.appliedMigrations(db).last ?? "none",
                updated: try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'updated'")
            )
        }
    }

    /// What SQLite finds wrong with the file; empty where it is sound.
    package func integrityFailures() throws -> [String] {
        try reading { db in
            let messages = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
            return messages.filter { $0 != "ok" }
                + (orphans > 0 ? ["\(orphans) rows without their parent"] : [])
        }
    }

    /// SQLite's `synchronous` of the connection that writes: 2 syncs the journal with every transaction.
    package func synchronousLevel() throws -> Int? {
        try tellingErrors {
            try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        }
    }

    private func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try tellingErrors { try database.read(body) }
    }

    private func tellingErrors<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: name)
        } catch StoreError.damaged(path: StoreError.unnamed, let detail) {
            throw StoreError.damaged(path: name, detail: detail)
        } catch  where error is RowDecodingError || error is DamagedPin {
            throw StoreError.damaged(path: name, detail: "a row holds no article")
        }
    }
}

extension SQLiteAccess: StoreAccess {
    package func insertion() throws -> any FileInsertion { try SQLiteInsertion(self) }
}
