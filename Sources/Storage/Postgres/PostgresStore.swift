#if Postgres

import Foundation
import Platform
import Synchronization

/// The article store in a PostgreSQL database (15 or newer), for archives that several processes or machines use.
///
/// All tables lie in one schema of the database. Who changes the archive holds an advisory lock until the transaction
/// ends; who reads sees one snapshot and waits for nobody. A transaction is durable when the server says so, that is as
/// durable as its `synchronous_commit`.
package final class PostgresStore: ArticleStore {
    package let name: String
    package var path: String? { nil }
    package var isPersistent: Bool { true }

    private let connections: PostgresConnections

    /// Opens the archive in a database, making its tables and bringing them up to date where needed. A user who may not
    /// make tables can open an archive whose tables are up to date.
    ///
    /// - Throws: ``StoreError``.
    package convenience init(_ address: PostgresAddress) throws(StoreError) {
        try self.init(address) { (connection) throws(PostgresError) in
            try PostgresSchema.migrate(connection, address.schema)
        }
    }

    /// Opens an archive that is there, to look at, and makes no tables.
    ///
    /// - Throws: ``StoreError``.
    package convenience init(existing address: PostgresAddress) throws(StoreError) {
        try self.init(address) { (connection) throws(PostgresError) in
            try PostgresSchema.version(connection, address.schema)
        }
    }

    private init(
        _ address: PostgresAddress,
        _ version: (PostgresConnection) throws(PostgresError) -> Int?
    ) throws(StoreError) {
        name = address.name
        connections = PostgresConnections(address)
        let found: Int?
        do {
            let connection = try connections.take()
            defer { connections.give(connection) }
            guard connection.serverVersion >= 150_000 else {
                throw StoreError.failed(path: name, detail: "the server is older than PostgreSQL 15")
            }
            found = try version(connection)
        } catch {
            throw StoreError(ofPostgres: error, path: name)
        }
        guard let found else { throw .missing(path: name) }
        if found > PostgresSchema.version { throw .newer(path: name) }
        if found < PostgresSchema.version {
            throw .failed(
                path: name,
                detail: "its tables are of an older Kindred; run `kindred index` as their owner"
            )
        }
    }

    package func update<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        // Each statement sees what was stored before the lock was had, whatever the database's own level is.
        try transaction(
            "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE; "
                + "SELECT pg_advisory_xact_lock(\(connections.address.lock))",
            body
        )
    }

    package func read<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", body)
    }

    private func transaction<Result>(
        _ begin: String,
        _ body: (any StoreAccess) throws -> Result
    ) throws -> Result {
        do {
            let connection = try connections.take(beginning: begin)
            defer { connections.give(connection) }
            do {
                let result = try body(PostgresAccess(connection))
                try connection.execute("COMMIT")
                return result
            } catch {
                // A connection that is lost has rolled back already.
                if connection.isUsable { try? connection.execute("ROLLBACK") }
                throw error
            }
        } catch let error as PostgresError {
            throw StoreError(ofPostgres: error, path: name)
        } catch is DamagedPin {
            throw StoreError.damaged(path: name, detail: "a row holds no article")
        }
    }

    package func listener() throws -> (any StoreListener)? {
        do {
            return try PostgresListener(connections.address)
        } catch {
            throw StoreError(ofPostgres: error, path: name)
        }
    }

    package func info() throws -> StoreInfo {
        try read { access in
            guard let access = access as? PostgresAccess else {
                preconditionFailure("a store gives its own access")
            }
            return try access.info()
        }
    }

    /// What amcheck, if it is installed, and the counts of rows say; empty where nothing is wrong. The server checks
    /// its pages itself where it keeps checksums.
    package func integrityFailures() throws -> [String] {
        try read { access in
            guard let access = access as? PostgresAccess else {
                preconditionFailure("a store gives its own access")
            }
            return try access.integrityFailures()
        }
    }
}

extension PostgresAccess: StoreAccess {
    func insertion() throws -> any FileInsertion { try PostgresInsertion(self) }
}

/// A connection that hears when somebody has written.
private final class PostgresListener: StoreListener, Sendable {
    private let connection: PostgresConnection
    private let name: String

    init(_ address: PostgresAddress) throws {
        connection = try PostgresConnection(address.url)
        name = address.name
        try connection.execute("LISTEN \"\(address.schema)\"")
    }

    func wait(seconds: Double) throws -> Bool {
        do {
            if try !connection.notifications(waiting: seconds).isEmpty { return true }
            // A connection that broke without a word is found by this alone.
            try connection.execute("SELECT 1")
            return try !connection.notifications(waiting: 0).isEmpty
        } catch {
            throw StoreError(ofPostgres: error, path: name)
        }
    }
}

/// Connections that are open and idle, and how many there may be.
final class PostgresConnections: Sendable {
    let address: PostgresAddress
    private let idle = Mutex<[PostgresConnection]>([])
    private let free = DispatchSemaphore(value: limit)

    /// Connections of one process: a few more than it has threads that ask.
    private static let limit = 16
    /// Seconds until whoever waits for one gives up.
    private static let patience = 60

    init(_ address: PostgresAddress) { self.address = address }

    /// A connection in which a transaction has begun; one that was lost while it was idle is replaced.
    func take(beginning begin: String) throws -> PostgresConnection {
        while true {
            let (connection, isNew) = try taken()
            do {
                try connection.execute(begin)
                return connection
            } catch {
                give(connection)
                guard error.isConnectionLost, !isNew else { throw error }
            }
        }
    }

    func take() throws -> PostgresConnection { try taken().0 }

    private func taken() throws -> (PostgresConnection, isNew: Bool) {
        guard free.wait(timeout: .now() + .seconds(Self.patience)) == .success else {
            throw StoreError.busy(path: address.name)
        }
        if let known = idle.withLock({ $0.popLast() }) { return (known, false) }
        do {
            let connection = try PostgresConnection(address.url)
            try connection.execute(
                """
                SET search_path TO "\(address.schema)"; SET lock_timeout = '\(Self.patience)s'; \
                SET idle_in_transaction_session_timeout = '10min'
                """
            )
            return (connection, true)
        } catch {
            free.signal()
            throw error
        }
    }

    func give(_ connection: PostgresConnection) {
        if connection.isUsable, !connection.isInTransaction { idle.withLock { $0.append(connection) } }
        free.signal()
    }
}

#endif
