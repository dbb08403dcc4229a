#if Postgres

import Corpus
import Foundation
import Kernels
import Platform

/// Single articles, written and read.
extension PostgresAccess {
    func upsert(_ articles: [Article]) throws -> [Int64] {
        for article in articles {
            if let detail = article.storageObstacle {
                throw StoreError.refused(id: article.id.rawValue, detail: detail)
            }
        }
        guard !articles.isEmpty else { return [] }
        try deleteCheckpoints()
        try noteChangedArticles()
        try deleteRows(of: articles.map(\.id))
        let last = try number("last_article")
        let keys = articles.indices.map { last + Int64($0) + 1 }
        // Of two with one id the later is stored.
        let newest = Dictionary(zip(articles.map(\.id), keys), uniquingKeysWith: { _, last in last })
        var rows = PostgresRows()
        for (article, key) in zip(articles, keys) where newest[article.id] == key {
            rows.append(try Self.row(article, key, source: nil))
        }
        try connection.copy(rows, into: "article (\(Self.articleColumns))")
        try note(keys: newest.values.sorted(), areRemoved: false)
        try setNumber(last + Int64(articles.count), "last_article")
        return keys
    }

    func remove(ids: [ArticleID]) throws -> [Bool] {
        let removed = try deleteRows(of: ids)
        if removed.isEmpty { return ids.map { _ in false } }
        try deleteCheckpoints()
        // Of an id that is named twice the second time there is none any more.
        var rest = removed
        return ids.map { rest.remove($0) != nil }
    }

    /// Deletes all articles of some ids.
    ///
    /// - Returns: the ids of those that there were.
    @discardableResult
    private func deleteRows(of ids: [ArticleID]) throws -> Set<ArticleID> {
        let rows = try connection.run(
            "DELETE FROM article WHERE id = ANY($1) RETURNING id, key",
            [.texts(ids.flatMap(Self.spellings))]
        )
        if rows.count > 0 {
            try noteChangedArticles()
            try note(keys: rows.rows.compactMap { $0.int(1) }, areRemoved: true)
        }
        return Set(rows.rows.compactMap { $0.text(0).map { ArticleID($0) } })
    }

    /// Notes single articles that come or go, for ``articleChanges(after:)``.
    private func note(keys: [Int64], areRemoved: Bool) throws {
        let revision = try revision()
        try connection.run(
            "INSERT INTO article_change SELECT $1, key, $3 FROM unnest($2::bigint[]) AS u(key)",
            [.int(revision), .ints(keys), .bool(areRemoved)]
        )
        guard revision.isMultiple(of: Self.forgetting) else { return }
        try connection.run(
            "DELETE FROM article_change WHERE revision < $1",
            [.int(revision - Self.rememberedRevisions)]
        )
        let forgotten = try number("forgotten_revision")
        try setNumber(max(forgotten, revision - Self.rememberedRevisions), "forgotten_revision")
    }

    /// Transactions that are remembered: minutes of a busy archive. Whoever is further behind reads all keys.
    private static let rememberedRevisions: Int64 = 20_000
    /// Old ones are deleted in every so-manieth transaction.
    private static let forgetting: Int64 = 1_000

    func articleChanges(after revision: Int64) throws -> ArticleKeyChanges? {
        guard try number("forgotten_revision") <= revision else { return nil }
        var (added, removed): ([Int64], Set<Int64>) = ([], [])
        let rows = try connection.run(
            "SELECT key, is_removed FROM article_change WHERE revision > $1 ORDER BY key",
            [.int(revision)]
        )
        for row in rows.rows {
            let key = row.int(0) ?? 0
            if row.bool(1) ?? false { removed.insert(key) } else { added.append(key) }
        }
        return ArticleKeyChanges(added: added.filter { !removed.contains($0) }, removed: removed.sorted())
    }

    /// The ways in which an id may be written: Swift takes `é` in one scalar and in two for equal, the server compares
    /// bytes.
    private static func spellings(of id: ArticleID) -> [String] {
        let text = id.rawValue
        // No text there has NUL.
        if text.hasNUL { return [] }
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return [text] }
        return [
            text, text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping,
        ]
    }

    func articleLanguages() throws -> ArticleLanguages {
        var languages = ArticleLanguages()
        let counts = try connection.run(
            "SELECT coalesce(language, detected_language), count(*) FROM article GROUP BY 1"
        )
        for row in counts.rows { languages.add(Int(row.int(1) ?? 0), in: row.text(0)) }
        return languages
    }

    func publicationDates() throws -> [(key: Int64, text: String)] {
        var dates: [(key: Int64, text: String)] = []
        try connection.forEachRow("SELECT key, published FROM article WHERE published IS NOT NULL") {
            row in
            dates.append((row.int(0) ?? 0, row.text(1) ?? ""))
        }
        return dates
    }

    // MARK: - Keys

    func articleKeys() throws -> [Int64] { try keys("SELECT key FROM article ORDER BY key") }

    func upsertedKeys() throws -> [Int64] {
        try keys("SELECT key FROM article WHERE source IS NULL ORDER BY key")
    }

    private func keys(_ sql: String) throws -> [Int64] {
        var keys: [Int64] = []
        try connection.forEachRow(sql) { row in keys.append(row.int(0) ?? 0) }
        return keys
    }

    func articleKeys(of articles: [Article]) throws -> [Int64?] {
        var files: [ArticleOrigin: Int64] = [:]
        var upserted: [ArticleID: Int64] = [:]
        try connection.forEachRow(
            """
            SELECT key, source.path, line, CASE WHEN source IS NULL THEN article.id END
            FROM article LEFT JOIN source ON source.id = article.source
            """
        ) { row in
            let key = row.int(0) ?? 0
            if let path = row.text(1) {
                files[ArticleOrigin(path: path, line: Int(row.int(2) ?? 1))] = key
            } else {
                upserted[ArticleID(row.text(3) ?? "")] = key
            }
        }
        return articles.map { article in
            if !upserted.isEmpty, let key = upserted[article.id] { return key }
            return article.origin.flatMap { files[$0] }
        }
    }

    func articleKeys(ofIDs ids: [ArticleID]) throws -> [Int64?] {
        let rows = try connection.run(
            "SELECT id, key FROM article WHERE id = ANY($1)",
            [.texts(ids.flatMap(Self.spellings))]
        )
        let keys = Dictionary(
            rows.rows.map { (ArticleID($0.text(0) ?? ""), $0.int(1) ?? 0) },
            uniquingKeysWith: min
        )
        return ids.map { keys[$0] }
    }

    func articleKey(ofFile path: String) throws -> Int64? {
        if path.isEmpty || path.hasNUL { return nil }
        return try connection.run(
            """
            SELECT coalesce(
                (SELECT min(key) FROM article WHERE source IN (SELECT id FROM source WHERE path = $1)),
                (SELECT min(key) FROM article WHERE source IS NULL AND origin = $1)
            )
            """,
            [.text(path)]
        ).first?.int(0)
    }

    // MARK: - Rows

    /// Rows that one statement reads.
    private static let batch = 1_000

    func articles(at keys: [Int64]) throws -> [Article] {
        var articles: [Article] = []
        articles.reserveCapacity(keys.count)
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let some = keys[start..<min(keys.count, start + Self.batch)]
            let rows = try connection.run(
                """
                SELECT \(Self.articleColumns), file FROM (
                    SELECT article.*, source.path AS file FROM article
                    LEFT JOIN source ON source.id = article.source WHERE article.key = ANY($1)
                ) AS found
                """,
                [.ints(Array(some))]
            )
            var found: [Int64: Article] = [:]
            for row in rows.rows { found[row.int(0) ?? 0] = try Self.article(row, path: row.text(33)) }
            for key in some {
                guard let article = found[key] else { throw Self.missingRow }
                articles.append(article)
            }
        }
        return articles
    }
}

#endif
