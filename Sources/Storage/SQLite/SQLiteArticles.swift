package import Corpus
import Foundation
import GRDB
import Kernels

/// Single articles, written and read.
extension SQLiteAccess {
    package func upsert(_ articles: [Article]) throws -> [Int64] {
        for article in articles {
            if let detail = article.storageObstacle {
                throw StoreError.refused(id: article.id.rawValue, detail: detail)
            }
        }
        guard !articles.isEmpty else { return [] }
        try deleteCheckpoints()
        try noteChangedArticles()
        let source = try db.cachedStatement(sql: "INSERT INTO source VALUES (NULL, ?, ?, 0, 0, 0, 0, 1)")
        var insertion = try ArticleInsertion(db, isBulk: false)
        var last = try lastArticleKey()
        let keys = try articles.map { article in
            _ = try deleteRows(of: article.id)
            let path = VirtualSource.path(of: article.id)
            try source.execute(arguments: [path, article.origin?.path ?? ""])
            last += 1
            try insertion.add(article, last, source: db.lastInsertedRowID)
            try insertion.finish()
            return last
        }
        try setLastArticleKey(last)
        return keys
    }

    package func remove(ids: [ArticleID]) throws -> [Bool] {
        let last = try lastArticleKey()
        let removed = try ids.map { try deleteRows(of: $0) }
        if removed.contains(true) {
            try deleteCheckpoints()
            try setLastArticleKey(last)
        }
        return removed
    }

    /// Deletes the articles of one id, and the sources of the upserted ones.
    ///
    /// - Returns: whether there were any.
    private func deleteRows(of id: ArticleID) throws -> Bool {
        let rows = try db.cachedStatement(
            sql: """
                SELECT article.key, source.id, source.path FROM article
                CROSS JOIN source ON source.id = article.source
                WHERE article.id IN (SELECT value FROM json_each(?))
                """
        )
        let found = try Row.fetchAll(rows, arguments: [Self.spellings(of: id)])
        if found.isEmpty { return false }
        try noteChangedArticles()
        let article = try db.cachedStatement(sql: "DELETE FROM article WHERE key = ?")
        let source = try db.cachedStatement(sql: "DELETE FROM source WHERE id = ?")
        for row in found {
            if VirtualSource.isPath(try row.decode(atIndex: 2)) {
                try source.execute(arguments: [try row.decode(Int64.self, atIndex: 1)])
            } else {
                try article.execute(arguments: [try row.decode(Int64.self, atIndex: 0)])
            }
        }
        return true
    }

    /// The ways in which an id may be written, as a JSON list: Swift takes `é` in one scalar and in two for equal,
    /// SQLite compares bytes.
    private static func spellings(of id: ArticleID) throws -> String {
        let text = id.rawValue
        // SQLite ends texts at NUL, so that another article's id would be met.
        if text.hasNUL { return "[]" }
        var spellings = [text]
        if !text.utf8.allSatisfy({ $0 < 0x80 }) {
            spellings += [
                text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping,
            ]
        }
        return String(decoding: try JSONEncoder().encode(spellings), as: UTF8.self)
    }

    package func articleLanguages() throws -> ArticleLanguages {
        var languages = ArticleLanguages()
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT language, detectedLanguage, count(*) FROM article INDEXED BY articleByLanguage
                GROUP BY language, detectedLanguage
                """
        )
        while let row = try rows.next() {
            let detected: String? = try row.decode(atIndex: 1)
            languages.add(try row.decode(atIndex: 2), in: try row.decode(atIndex: 0) ?? detected)
        }
        return languages
    }

    package func publicationDates() throws -> [(key: Int64, text: String)] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT key, published FROM article INDEXED BY articleByDate WHERE published IS NOT NULL"
        )
        var dates: [(key: Int64, text: String)] = []
        while let row = try rows.next() {
            dates.append((try row.decode(atIndex: 0), try row.decode(atIndex: 1)))
        }
        return dates
    }

    // MARK: - Keys

    package func articleKeys() throws -> [Int64] {
        // From an index, which is far smaller than the table.
        let keys = try Int64.fetchAll(db, sql: "SELECT key FROM article INDEXED BY articleBySource")
        return keys.sorted()
    }

    package func upsertedKeys() throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT article.key FROM source CROSS JOIN article ON article.source = source.id
                WHERE \(VirtualSource.range) ORDER BY article.key
                """
        )
    }

    package func articleKeys(of articles: [Article]) throws -> [Int64?] {
        var files: [ArticleOrigin: Int64] = [:]
        var upserted: [ArticleID: Int64] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT article.key, source.path, article.line
                FROM article JOIN source ON source.id = article.source
                """
        )
        while let row = try rows.next() {
            let path: String = try row.decode(atIndex: 1)
            if let id = VirtualSource.id(ofPath: path) {
                upserted[id] = try row.decode(atIndex: 0)
            } else {
                files[ArticleOrigin(path: path, line: try row.decode(atIndex: 2))] = try row.decode(
                    atIndex: 0
                )
            }
        }
        return articles.map { article in
            if !upserted.isEmpty, let key = upserted[article.id] { return key }
            return article.origin.flatMap { files[$0] }
        }
    }

    package func articleKeys(ofIDs ids: [ArticleID]) throws -> [Int64?] {
        let statement = try db.cachedStatement(
            sql: "SELECT min(key) FROM article WHERE id IN (SELECT value FROM json_each(?))"
        )
        return try ids.map { id in
            try statement.fetchNumber([Self.spellings(of: id)])
        }
    }

    package func articleKey(ofFile path: String) throws -> Int64? {
        let file = try db.cachedStatement(
            sql: "SELECT min(key) FROM article WHERE source = (SELECT id FROM source WHERE path = ?)"
        )
        if VirtualSource.isPath(path) { return nil }
        if let key = try file.fetchNumber([path]) { return key }
        let upserted = try db.cachedStatement(
            sql: """
                SELECT min(key) FROM source CROSS JOIN article ON article.source = source.id
                WHERE \(VirtualSource.range) AND source.relativePath = ?
                """
        )
        return path.isEmpty ? nil : try upserted.fetchNumber([path])
    }

    // MARK: - Rows

    /// Rows that one statement reads.
    static let batch = 1_000

    package func articles(at keys: [Int64]) throws -> [Article] {
        var articles: [Article] = []
        articles.reserveCapacity(keys.count)
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let some = keys[start..<min(keys.count, start + Self.batch)]
            let byKey = try articlesByKey(jsonList(some))
            for key in some {
                guard let article = byKey[key] else { throw Self.missingRow }
                articles.append(article)
            }
        }
        return articles
    }

    private func articlesByKey(_ list: String) throws -> [Int64: Article] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT article.*, source.path, source.relativePath
                FROM article CROSS JOIN source ON source.id = article.source
                WHERE article.key IN (SELECT value FROM json_each(?)) ORDER BY article.key
                """
        )
        var parts = try ArticleParts(db, of: list)
        var articles: [Int64: Article] = [:]
        let rows = try Row.fetchCursor(statement, arguments: [list])
        while let row = try rows.next() {
            let key: Int64 = try row.decode(atIndex: 0)
            let origin = VirtualSource.origin(
                path: try row.decode(atIndex: Self.articleColumns),
                relativePath: try row.decode(atIndex: Self.articleColumns + 1),
                line: try row.decode(atIndex: 2)
            )
            articles[key] = try parts.complete(Self.article(row, origin), key)
        }
        return articles
    }

    static var missingRow: StoreError { .damaged(path: StoreError.unnamed, detail: "a row is missing") }
}
