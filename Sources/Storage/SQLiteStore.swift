import Foundation
import GRDB
import Platform
import Synchronization

/// The article store in one SQLite file, or in memory.
///
/// Journal mode WAL: readers never wait, and a process that is killed leaves the last complete update.
package final class SQLiteStore: ArticleStore {
    /// Absolute path of the file; nil for one in memory.
    package let path: String?
    private let queue: DatabaseQueue

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
        queue = try DatabaseQueue()
        try Schema.migrator.migrate(queue)
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
                queue = try DatabaseQueue(path: path, configuration: Self.configuration(wait))
                return
            }
            // Two processes that make a new index at once would stumble over each other's half-made tables.
            guard let lock = FolderLock(splitPath(path).folder, wait: wait) else {
                throw StoreError.busy(path: path)
            }
            defer { lock.release() }
            // Again, since the file may have come into being while we waited.
            _ = try Self.isReady(path)
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(wait))
            // Before the tables, so that an index is never without its mark.
            try queue.inDatabase { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
            try Schema.migrator.migrate(queue)
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
            queue = try DatabaseQueue(path: path, configuration: configuration)
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

    private static func configuration(_ wait: @escaping @Sendable (Int) -> Bool) -> Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .callback(wait)
        // Keys of texts are hashes: what they are looked up by must not leave the cache while they are written.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -32768") }
        return configuration
    }

    /// Whether the file is an index with all its tables; false for one that is missing or still to be made.
    ///
    /// - Throws: ``StoreError`` for a file that is another program's or was made by a newer Kindred.
    private static func isReady(_ path: String) throws -> Bool {
        guard let size = try? FileStamp(ofFile: path).size, size > 0 else { return false }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try queue.inDatabase { db in
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            let isMarked = try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
            guard tables > 0 else { return false }
            guard isMarked else { throw StoreError.foreign(path: path) }
            if try Schema.migrator.hasBeenSuperseded(db) { throw StoreError.newer(path: path) }
            return try Schema.migrator.hasCompletedMigrations(db)
        }
    }

    /// Makes the folder of the index, with a `.gitignore` so that no index is committed by accident.
    private static func makeFolder(for path: String) throws(StoreError) {
        let folder = splitPath(path).folder
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if splitPath(folder).name == ".kindred" {
                try writeFile(folder + "/.gitignore", Array("*\n".utf8))
            }
        } catch {
            throw .unwritable(path: path, detail: "cannot make the folder \(folder)")
        }
    }

    // MARK: - ArticleStore

    package func update<Result>(_ body: (SQLiteAccess) throws -> Result) throws -> Result {
        try transaction(.immediate, body)
    }

    package func read<Result>(_ body: (SQLiteAccess) throws -> Result) throws -> Result {
        try transaction(.deferred, body)
    }

    private func transaction<Result>(
        _ kind: Database.TransactionKind,
        _ body: (SQLiteAccess) throws -> Result
    ) throws -> Result {
        try access { db in
            var result: Result?
            try db.inTransaction(kind) {
                result = try body(SQLiteAccess(db: db))
                return .commit
            }
            guard let result else { preconditionFailure("a committed transaction has a result") }
            return result
        }
    }

    // MARK: - Inspection

    /// What `kindred index --info` tells.
    package struct Info: Sendable {
        package var corpora: [String]
        package var files: Int
        package var articles: Int
        /// The models whose vectors are kept, by name, with the number of vectors.
        package var models: [(name: String, vectors: Int)]
        /// Bytes of the index file with its journal.
        package var bytes: Int
        /// Names of the applied migrations; the last is the schema version.
        package var schema: String
        /// ISO 8601; nil before the first update.
        package var updated: String?
    }

    package func info() throws -> Info {
        try access { db in
            let size = [path, path.map { $0 + "-wal" }].compactMap(\.self).reduce(0) {
                $0 + ((try? FileStamp(ofFile: $1))?.size ?? 0)
            }
            return Info(
                corpora: try SQLiteAccess(db: db).corpora(),
                files: try Int.fetchOne(db, sql: "SELECT count(*) FROM source") ?? 0,
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
        try access { db in
            let messages = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
            return messages.filter { $0 != "ok" }
                + (orphans > 0 ? ["\(orphans) rows without their parent"] : [])
        }
    }

    private func access<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.inDatabase(body)
        } catch let error as DatabaseError {
            throw StoreError(error, path: path ?? "the index in memory")
        } catch  where error is RowDecodingError || error is DamagedPin {
            throw StoreError.damaged(path: path ?? "the index in memory", detail: "a row holds no article")
        }
    }
}

extension StoreError {
    /// Says in Kindred's words what SQLite reports.
    fileprivate init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, detail: "\(error)")
            return
        }
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .foreign(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path, detail: detail)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            case .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR:
                .unwritable(path: path, detail: detail)
            default: .failed(path: path, detail: detail)
            }
    }
}
