#if Postgres

import CPQ
import Foundation

/// A connection to a PostgreSQL server, by the system's libpq. Calls block.
///
/// Not for two threads at once: whoever has it uses it alone.
package final class PostgresConnection: @unchecked Sendable {
    private let connection: OpaquePointer
    /// Names of prepared statements, by their SQL.
    private var statements: [String: String] = [:]

    /// Connects.
    ///
    /// A server that does not answer is given up after ten seconds, and a connection over which nothing comes through
    /// after thirty, unless `url` says otherwise (`connect_timeout`, `tcp_user_timeout`).
    ///
    /// - Parameter url: `postgres://user@host:port/database?sslmode=verify-full`, or what else libpq takes.
    package init(_ url: String) throws(PostgresError) {
        // What comes after another setting of its name wins: those of `url` over those before it.
        let settings = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"),
            ("fallback_application_name", "kindred"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let connection: OpaquePointer? = Self.withCStrings(settings.map(\.0)) { names in
            Self.withCStrings(settings.map(\.1)) { PQconnectdbParams(names, $0, 1) }
        }
        guard let connection else { throw PostgresError("there is no memory for a connection") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let error = PostgresError(String(cString: PQerrorMessage(connection)), isConnectionLost: true)
            PQfinish(connection)
            throw error
        }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        self.connection = connection
    }

    deinit { PQfinish(connection) }

    /// A list of C strings that ends with nil.
    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    /// Whether the server can still be reached, as far as is known.
    package var isUsable: Bool { PQstatus(connection) == CONNECTION_OK }

    /// Whether a transaction is open or failed.
    package var isInTransaction: Bool {
        let status = PQtransactionStatus(connection)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// The server's version, as in 150020 for 15.20.
    package var serverVersion: Int { Int(PQserverVersion(connection)) }

    // MARK: - Statements

    /// Runs statements that give no rows, several with semicolons between them.
    package func execute(_ sql: String) throws(PostgresError) {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        try check(result)
    }

    /// Runs one statement, prepared the first time.
    ///
    /// - Returns: its rows.
    @discardableResult
    package func run(_ sql: String, _ values: [PostgresValue] = []) throws(PostgresError)
        -> PostgresResult
    {
        let name = try prepared(sql, values)
        let result = Self.withParameters(values) { pointers, lengths, formats in
            PQexecPrepared(connection, name, Int32(values.count), pointers, lengths, formats, 1)
        }
        let owned = PostgresResult(result)
        try check(result)
        return owned
    }

    /// Runs one statement and receives its rows one by one, however many they are. Nothing else can be run meanwhile.
    package func forEachRow(
        _ sql: String,
        _ values: [PostgresValue] = [],
        receive: (PostgresRow) throws -> Void
    ) throws {
        let name = try prepared(sql, values)
        let isSent = Self.withParameters(values) { pointers, lengths, formats in
            PQsendQueryPrepared(connection, name, Int32(values.count), pointers, lengths, formats, 1)
        }
        guard isSent == 1 else { throw failure() }
        PQsetSingleRowMode(connection)
        var thrown: (any Error)?
        while let result = PQgetResult(connection) {
            let owned = PostgresResult(result)
            // What is left is read all the same, since the connection is of no use before.
            guard thrown == nil else { continue }
            do {
                try check(result)
                for row in owned.rows { try receive(row) }
            } catch {
                thrown = error
            }
        }
        if let thrown { throw thrown }
    }

    /// Stores rows.
    ///
    /// - Parameter table: the table's name and, in parentheses, its columns in the rows' order.
    package func copy(_ rows: PostgresRows, into table: String) throws(PostgresError) {
        let start = PQexec(connection, "COPY \(table) FROM STDIN (FORMAT binary)")
        defer { PQclear(start) }
        try check(start)
        let bytes = rows.bytes + bigEndian(Int16(-1))
        let isSent = bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                connection,
                bytes.baseAddress!.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count)
            )
        }
        let isEnded = isSent == 1 ? PQputCopyEnd(connection, nil) : -1
        var error: PostgresError?
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            // What is left is read all the same, since the connection is of no use before.
            do { try check(result) } catch let found { error = error ?? found }
            if PQresultStatus(result) == PGRES_COPY_IN { break }
        }
        if isEnded != 1 { error = error ?? failure() }
        if let error { throw error }
    }

    /// - Returns: the name of the statement, which is prepared the first time and kept as long as the connection.
    private func prepared(_ sql: String, _ values: [PostgresValue]) throws(PostgresError) -> String {
        if let name = statements[sql] { return name }
        let name = "k\(statements.count)"
        let types = values.map { Oid($0.type) }
        let result = PQprepare(connection, name, sql, Int32(types.count), types)
        defer { PQclear(result) }
        try check(result)
        statements[sql] = name
        return name
    }

    private static func withParameters<Result>(
        _ values: [PostgresValue],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) ->
            Result
    ) -> Result {
        let binaries = values.map(\.binary)
        // All in one piece, as pointers into several arrays cannot be had at once.
        let bytes: [UInt8] = binaries.reduce(into: []) { $0 += $1 ?? [] } + [0]
        let lengths = binaries.map { Int32($0?.count ?? 0) }
        let formats = Array(repeating: Int32(1), count: values.count)
        return bytes.withUnsafeBytes { all in
            var next = all.baseAddress!.assumingMemoryBound(to: CChar.self)
            var pointers: [UnsafePointer<CChar>?] = []
            for binary in binaries {
                pointers.append(binary == nil ? nil : next)
                next += binary?.count ?? 0
            }
            return body(pointers, lengths, formats)
        }
    }

    // MARK: - Notifications

    /// Waits for a notification on the channels that were listened to.
    ///
    /// - Returns: the payloads that came, none where `seconds` passed without one.
    package func notifications(waiting seconds: Double) throws(PostgresError) -> [String] {
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        guard descriptor.fd >= 0 else { throw failure() }
        var payloads = try pendingNotifications()
        if payloads.isEmpty, seconds > 0 {
            poll(&descriptor, 1, Int32(seconds * 1000))
            payloads = try pendingNotifications()
        }
        return payloads
    }

    private func pendingNotifications() throws(PostgresError) -> [String] {
        guard PQconsumeInput(connection) == 1 else { throw failure() }
        var payloads: [String] = []
        while let notification = PQnotifies(connection) {
            payloads.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return payloads
    }

    // MARK: - Errors

    private func check(_ result: OpaquePointer?) throws(PostgresError) {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN: return
        default: break
        }
        let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
        let message = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
        guard let message else { throw failure() }
        throw PostgresError(state: state, message, isConnectionLost: !isUsable)
    }

    private func failure() -> PostgresError {
        PostgresError(String(cString: PQerrorMessage(connection)), isConnectionLost: !isUsable)
    }
}

#endif
