import Corpus
import GRDB
import Platform

/// Corpora, files and what they held.
extension SQLiteAccess {
    package func corpora() throws -> [String] {
        try String.fetchAll(db, sql: "SELECT path FROM corpus ORDER BY position")
    }

    package func setCorpora(_ paths: [String]) throws {
        try deleteLookups()
        try db.execute(sql: "DELETE FROM corpus")
        for (position, path) in paths.enumerated() {
            try db.execute(sql: "INSERT INTO corpus VALUES (?, ?)", arguments: [position, path])
        }
    }

    package func readingStamp() throws -> String? { try text("readingVersion") }

    package func setReadingStamp(_ stamp: String) throws { try setText(stamp, "readingVersion") }

    package func sources() throws -> [String: SourceRecord] {
        var sources: [String: SourceRecord] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT \(Self.sourceColumns) FROM source")
        while let row = try rows.next() {
            let source = try Self.source(row)
            if !VirtualSource.isPath(source.path) { sources[source.path] = source }
        }
        return sources
    }

    package func source(ofFile path: String) throws -> SourceRecord? {
        guard !VirtualSource.isPath(path) else { return nil }
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.sourceColumns) FROM source WHERE path = ?"
        )
        return try Row.fetchOne(statement, arguments: [path]).map(Self.source)
    }

    package func restamp(_ sources: [SourceRecord]) throws {
        let statement = try db.makeStatement(
            sql: """
                UPDATE source SET size = ?, modified = ?, changed = ?, contentHash = ?, isSettled = ?
                WHERE path = ?
                """
        )
        for source in sources {
            try statement.execute(arguments: [
                source.stamp.size, source.stamp.modified, source.stamp.changed,
                Int64(bitPattern: source.contentHash), source.isSettled, source.path,
            ])
        }
    }

    package func remove(paths: [String]) throws {
        try deleteLookups()
        let removal = try SourceRemoval(self)
        for path in paths where !VirtualSource.isPath(path) { try removal.remove(path) }
    }

    package func contents(except known: Set<String>) throws -> [SourceContents] {
        var contents: [Int64: SourceContents] = [:]
        let sourceRows = try Row.fetchCursor(db, sql: "SELECT \(Self.sourceColumns), id FROM source")
        while let row = try sourceRows.next() {
            let source = try Self.source(row)
            guard !known.contains(source.path), !VirtualSource.isPath(source.path) else { continue }
            contents[try row.decode(Int64.self, atIndex: 7)] = SourceContents(
                source: source,
                articles: [],
                problems: []
            )
        }
        if contents.isEmpty { return [] }
        let problemRows = try Row.fetchCursor(
            db,
            sql: "SELECT source, kind, line, problem, remedy FROM problem ORDER BY source, position"
        )
        while let row = try problemRows.next() {
            guard let kind = InputProblem.Kind(rawValue: try row.decode(String.self, atIndex: 1)),
                let path = contents[try row.decode(Int64.self, atIndex: 0)]?.source.path
            else { continue }
            contents[try row.decode(Int64.self, atIndex: 0)]?.problems.append(
                InputProblem(
                    kind,
                    path: path,
                    line: try row.decode(atIndex: 2),
                    try row.decode(atIndex: 3),
                    remedy: try row.decode(atIndex: 4)
                )
            )
        }
        var parts = try ArticleParts(db)
        // In key order, which is the files' own order and that of the parts' rows.
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM article ORDER BY key")
        while let row = try rows.next() {
            let source: Int64 = try row.decode(atIndex: 1)
            guard let path = contents[source]?.source.path else { continue }
            let origin = ArticleOrigin(path: path, line: try row.decode(atIndex: 2))
            let article = try parts.complete(Self.article(row, origin), try row.decode(atIndex: 0))
            contents[source]?.articles.append(article)
        }
        return Array(contents.values)
    }

    private static let sourceColumns =
        "path, relativePath, size, modified, changed, contentHash, isSettled"

    private static func source(_ row: Row) throws -> SourceRecord {
        SourceRecord(
            path: try row.decode(atIndex: 0),
            relativePath: try row.decode(atIndex: 1),
            stamp: FileStamp(
                size: try row.decode(atIndex: 2),
                modified: try row.decode(atIndex: 3),
                changed: try row.decode(atIndex: 4)
            ),
            contentHash: UInt64(bitPattern: try row.decode(Int64.self, atIndex: 5)),
            isSettled: try row.decode(atIndex: 6)
        )
    }
}

/// Deletes sources with their articles, and notes the change where there are any.
struct SourceRemoval {
    private let access: SQLiteAccess
    // Prepared once: with all tables that a deletion leads to, that takes SQLite longer than a small file's rows.
    private let deletion: Statement
    private let check: Statement

    init(_ access: SQLiteAccess) throws {
        self.access = access
        deletion = try access.db.cachedStatement(sql: "DELETE FROM source WHERE path = ?")
        check = try access.db.cachedStatement(
            sql: "SELECT 1 FROM article WHERE source = (SELECT id FROM source WHERE path = ?) LIMIT 1"
        )
    }

    func remove(_ path: String) throws {
        if !access.changesArticles, try Int.fetchOne(check, arguments: [path]) != nil {
            try access.noteChangedArticles()
        }
        try deletion.execute(arguments: [path])
    }
}
