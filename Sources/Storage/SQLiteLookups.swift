package import Corpus
import Foundation
import GRDB

/// Whose bytes are kept: those of one embedding model or of words alone.
package struct LookupScope: Hashable, Sendable {
    let model: String
    let stamp: String

    /// - Parameter version: of the form of the bytes; others are not found.
    package init(of vectors: VectorStamp?, version: Int) {
        model = vectors?.name ?? "none"
        stamp = "\(version) \(vectors?.stamp ?? "")"
    }
}

/// What was computed from all articles, by name: kept as bytes until an article changes, comes or goes.
extension SQLiteAccess {
    /// The bytes that were kept under a name; nil where there are none of this scope.
    package func lookup(_ name: String, _ scope: LookupScope) throws -> [UInt8]? {
        try Data.fetchOne(
            db,
            sql: "SELECT bytes FROM lookup WHERE model = ? AND part = ? AND stamp = ?",
            arguments: [scope.model, name, scope.stamp]
        )
        .map { [UInt8]($0) }
    }

    /// Keeps bytes in place of those that were kept under the name for the model.
    package func put(lookup bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?)",
            arguments: [scope.model, name, scope.stamp, Data(bytes)]
        )
    }

    /// Forgets what was kept under names that start with `prefix`.
    package func forgetLookups(startingWith prefix: String, _ scope: LookupScope) throws {
        try db.execute(
            sql: "DELETE FROM lookup WHERE model = ? AND substr(part, 1, ?) = ?",
            arguments: [scope.model, prefix.count, prefix]
        )
    }

    func forgetLookups() throws { try db.execute(sql: "DELETE FROM lookup") }

    func forgetLookups(of model: VectorStamp) throws {
        try db.execute(sql: "DELETE FROM lookup WHERE model = ?", arguments: [model.name])
    }

    // MARK: - Single rows

    /// The keys of articles' rows, in the order of `origins`; nil for one that is not stored.
    ///
    /// - Complexity: O(articles).
    package func articleKeys(of origins: [ArticleOrigin?]) throws -> [Int64?] {
        var keys: [ArticleOrigin: Int64] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql:
                "SELECT article.key, source.path, article.line FROM article JOIN source ON source.id = article.source"
        )
        while let row = try rows.next() {
            let origin = ArticleOrigin(path: try row.decode(atIndex: 1), line: try row.decode(atIndex: 2))
            keys[origin] = try row.decode(atIndex: 0)
        }
        return origins.map { $0.flatMap { keys[$0] } }
    }

    /// The keys of texts' embeddings by a model, in the order of `texts`; nil for one that is not stored.
    ///
    /// - Complexity: O(embeddings).
    package func vectorKeys(of texts: [UInt64], _ model: VectorStamp) throws -> [Int64?] {
        var keys: [UInt64: Int64] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT embedding.key, text FROM embedding JOIN model ON model.key = embedding.model
                WHERE name = ? AND stamp = ?
                """,
            arguments: [model.name, model.stamp]
        )
        while let row = try rows.next() {
            keys[UInt64(bitPattern: try row.decode(Int64.self, atIndex: 1))] = try row.decode(atIndex: 0)
        }
        return texts.map { keys[$0] }
    }

    /// The key of the article of a Markdown file; nil where there is none.
    package func articleKey(ofFile path: String) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: "SELECT key FROM article WHERE source = (SELECT id FROM source WHERE path = ?)",
            arguments: [path]
        )
    }

    /// The articles in some rows, in their order.
    ///
    /// - Throws: ``StoreError`` where a row is missing.
    package func articles(at keys: [Int64]) throws -> [Article] {
        let row = try db.makeStatement(sql: "SELECT * FROM article WHERE key = ?")
        let source = try db.makeStatement(sql: "SELECT path FROM source WHERE id = ?")
        let children = try ChildStatements(db)
        var paths: [Int64: String] = [:]
        return try keys.map { key in
            guard let found = try Row.fetchOne(row, arguments: [key]) else { throw Self.missingRow }
            let number: Int64 = try found.decode(atIndex: 1)
            if paths[number] == nil { paths[number] = try String.fetchOne(source, arguments: [number]) }
            guard let path = paths[number] else { throw Self.missingRow }
            return try children.complete(Self.article(found, path: path), key)
        }
    }

    /// Reads the embeddings in some rows, in their order.
    ///
    /// - Throws: ``StoreError`` where a row is missing.
    package func vectors(at keys: [Int64], receive: ([UInt8]) throws -> Void) throws {
        let statement = try db.makeStatement(sql: "SELECT vector FROM embedding WHERE key = ?")
        for key in keys {
            guard let bytes = try Data.fetchOne(statement, arguments: [key]) else { throw Self.missingRow }
            try receive([UInt8](bytes))
        }
    }

    private static var missingRow: StoreError { .damaged(path: "the index", detail: "a row is missing") }
}

/// Reads what belongs to single articles.
private struct ChildStatements {
    private let topics, images, pins, exclusions: Statement

    init(_ db: Database) throws {
        func statement(_ columns: String, _ table: String) throws -> Statement {
            try db.makeStatement(sql: "SELECT \(columns) FROM \(table) WHERE article = ? ORDER BY position")
        }
        topics = try statement("name", "topic")
        images = try statement("url, width, height, isCached", "image")
        pins = try statement("reference, entry", "pin")
        exclusions = try statement("reference", "exclusion")
    }

    func complete(_ article: Article, _ key: Int64) throws -> Article {
        var article = article
        article.topics = try String.fetchAll(topics, arguments: [key])
        article.images = try Row.fetchAll(images, arguments: [key]).map {
            ArticleImage(
                url: try $0.decode(atIndex: 0),
                width: try $0.decode(atIndex: 1),
                height: try $0.decode(atIndex: 2),
                isCached: try $0.decode(atIndex: 3)
            )
        }
        article.choices.pinned = try Row.fetchAll(pins, arguments: [key]).map {
            try PinRecord.pin(reference: try $0.decode(atIndex: 0), entry: try $0.decode(atIndex: 1))
        }
        article.choices.excluded = try String.fetchAll(exclusions, arguments: [key])
        return article
    }
}
