import GRDB

/// Rows on their way into a table, several with each statement: most of the time of writing one is spent around it.
struct RowInsertion {
    private let columns: Int
    private let rows: Int
    private let many: Statement
    private let one: Statement
    /// Not as `[DatabaseValue]`, which GRDB maps by way of key paths.
    private var values: [(any DatabaseValueConvertible)?] = []

    /// - Parameters:
    ///   - command: what precedes `VALUES`.
    ///   - rows: how many a statement writes.
    ///   - conflict: what follows the values.
    init(_ db: Database, _ command: String, columns: Int, rows: Int, conflict: String = "") throws {
        self.columns = columns
        self.rows = rows
        let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
        let list = Array(repeating: row, count: rows).joined(separator: ", ")
        many = try db.cachedStatement(sql: "\(command) VALUES \(list) \(conflict)")
        one = try db.cachedStatement(sql: "\(command) VALUES \(row) \(conflict)")
    }

    /// Whether ``flush()`` would write something.
    var isFull: Bool { values.count >= rows * columns }

    mutating func add(_ row: [(any DatabaseValueConvertible)?]) {
        precondition(row.count == columns, "a row of all columns")
        values += row
    }

    /// Writes as many rows as make full statements.
    mutating func flush() throws {
        guard isFull else { return }
        var start = 0
        while values.count - start >= rows * columns {
            many.setUncheckedArguments(StatementArguments(values[start..<start + rows * columns]))
            try many.execute()
            start += rows * columns
        }
        values.removeFirst(start)
    }

    /// Writes all rows.
    mutating func finish() throws {
        try flush()
        for start in stride(from: 0, to: values.count, by: columns) {
            one.setUncheckedArguments(StatementArguments(values[start..<start + columns]))
            try one.execute()
        }
        values.removeAll(keepingCapacity: true)
    }
}
