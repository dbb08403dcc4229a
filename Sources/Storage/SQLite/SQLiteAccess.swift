import Foundation
import GRDB
import Platform

/// The rows of an index file, within one transaction.
package struct SQLiteAccess {
    let db: Database
    private let transaction = Transaction()

    /// What has happened in the transaction so far.
    private final class Transaction {
        var changesArticles = false
    }

    init(_ db: Database) { self.db = db }

    // MARK: - Revisions and keys

    package func revision() throws -> Int64 { try number("revision") }

    /// Whether the revision has been raised already.
    var changesArticles: Bool { transaction.changesArticles }

    /// Raises the revision, once a transaction; before an article changes, comes or goes.
    func noteChangedArticles() throws {
        guard !transaction.changesArticles else { return }
        transaction.changesArticles = true
        let last = try revision()
        guard last < Self.highestNumber else {
            throw StoreError.damaged(path: StoreError.unnamed, detail: "it is at revision \(last)")
        }
        try setNumber(last + 1, "revision")
    }

    /// The last key that an article ever had.
    ///
    /// - Throws: ``StoreError/damaged(path:detail:)`` for one that no index comes to, and that cannot be counted on from.
    func lastArticleKey() throws -> Int64 {
        let last = try max(
            number("lastArticleKey"),
            Int64.fetchOne(db, sql: "SELECT max(key) FROM article") ?? 0
        )
        guard last <= Self.highestNumber else {
            throw StoreError.damaged(path: StoreError.unnamed, detail: "an article has the key \(last)")
        }
        return last
    }

    /// A file a microsecond for three hundred years.
    private static let highestNumber: Int64 = 1 << 53

    /// Stores the last key, so that it is not used again once its article is gone.
    func setLastArticleKey(_ key: Int64) throws { try setNumber(key, "lastArticleKey") }

    private func number(_ key: String) throws -> Int64 {
        try db.cachedStatement(sql: "SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?")
            .fetchNumber([key]) ?? 0
    }

    private func setNumber(_ value: Int64, _ key: String) throws {
        try setText(String(value), key)
    }

    func text(_ key: String) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }

    func setText(_ value: String, _ key: String) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)")
            .execute(arguments: [key, value])
    }

    // MARK: - Forgetting

    /// Deletes everything that was derived from all articles.
    func deleteLookups() throws { try db.execute(sql: "DELETE FROM lookup; DELETE FROM density") }

    func deleteLookups(of model: VectorStamp) throws {
        try db.execute(
            sql: "DELETE FROM lookup WHERE model = :model; DELETE FROM density WHERE model = :model",
            arguments: ["model": model.name]
        )
    }

    /// Checkpoints lie among the lookups, under names that start with this.
    static let checkpointPrefix = "searches "

    func deleteCheckpoints() throws {
        try db.cachedStatement(sql: "DELETE FROM lookup WHERE substr(part, 1, 9) = 'searches '").execute()
    }
}

extension Statement {
    /// The number in the first column of the first row.
    func fetchNumber(_ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(self, arguments: arguments)
    }
}

/// Keys as the JSON list that a statement takes as one argument: `IN (SELECT value FROM json_each(?))`.
func jsonList(_ keys: some Sequence<Int64>) -> String {
    "[" + keys.map { String($0) }.joined(separator: ",") + "]"
}
