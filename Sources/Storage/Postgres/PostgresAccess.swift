#if Postgres

import Corpus
import Foundation
import Platform

/// The rows of an archive in PostgreSQL, within one transaction.
struct PostgresAccess {
    let connection: PostgresConnection
    private let transaction = Transaction()

    /// What has happened in the transaction so far.
    private final class Transaction {
        var changesArticles = false
        var changesFiles = false
    }

    init(_ connection: PostgresConnection) { self.connection = connection }

    // MARK: - Numbers

    func revision() throws -> Int64 { try number("revision") }

    /// Raises the revision, once a transaction, and tells those who listen when it ends.
    func noteChangedArticles() throws {
        guard !transaction.changesArticles else { return }
        transaction.changesArticles = true
        try setNumber(try revision() + 1, "revision")
        try notify()
    }

    /// The same where it is not noted which articles came and went.
    func noteChangedFiles() throws {
        try noteChangedArticles()
        guard !transaction.changesFiles else { return }
        transaction.changesFiles = true
        try setNumber(try revision(), "forgotten_revision")
    }

    /// Tells those who listen, when the transaction ends, that there is something new.
    func notify() throws { try connection.run("SELECT pg_notify(current_schema(), '')") }

    func number(_ key: String) throws -> Int64 {
        guard let text = try text(key) else { return 0 }
        guard let number = Int64(text), (0...Self.highestNumber).contains(number) else {
            throw StoreError.damaged(path: "the database", detail: "\(key) is \(text)")
        }
        return number
    }

    func setNumber(_ value: Int64, _ key: String) throws { try setText(String(value), key) }

    /// A file a microsecond for three hundred years.
    private static let highestNumber: Int64 = 1 << 53

    func text(_ key: String) throws -> String? {
        try connection.run("SELECT value FROM meta WHERE key = $1", [.text(key)]).first?.text(0)
    }

    func setText(_ value: String, _ key: String) throws {
        try connection.run(
            "INSERT INTO meta VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(key), .text(value)]
        )
    }

    // MARK: - Forgetting

    /// Deletes everything that was derived from all articles.
    func deleteLookups() throws { try connection.execute("DELETE FROM lookup; DELETE FROM density") }

    func deleteCheckpoints() throws { try connection.run("DELETE FROM lookup WHERE is_checkpoint") }

    // MARK: - Looking after

    func info() throws -> StoreInfo {
        let counts = try connection.run(
            """
            SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM article),
                (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')
            """
        ).first
        let models = try connection.run(
            """
            SELECT name, (SELECT count(*) FROM embedding WHERE embedding.model = model.key)
            FROM model ORDER BY name
            """
        )
        return StoreInfo(
            corpora: try corpora(),
            files: Int(counts?.int(0) ?? 0),
            articles: Int(counts?.int(1) ?? 0),
            models: models.rows.map { ($0.text(0) ?? "", Int($0.int(1) ?? 0)) },
            bytes: Int(counts?.int(2) ?? 0),
            schema: "PostgreSQL \(try text("schema") ?? "none")",
            updated: try text("updated")
        )
    }

    func integrityFailures() throws -> [String] {
        let failures = try connection.run(
            """
            SELECT 'the article ' || article.key || ' is of a file that is not there' FROM article
            LEFT JOIN source ON source.id = article.source WHERE article.source IS NOT NULL AND source.id IS NULL
            UNION ALL
            SELECT 'the article ' || key || ' has a key that is given again' FROM article
            WHERE key > (SELECT coalesce(max(value), '0')::bigint FROM meta WHERE meta.key = 'last_article')
            """
        )
        return failures.rows.compactMap { $0.text(0) }
    }
}

#endif
