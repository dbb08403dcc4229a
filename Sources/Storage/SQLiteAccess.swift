import Corpus
import Foundation
import GRDB
import Kernels
import Platform

/// The rows of an index file, while its store is held.
package struct SQLiteAccess: StoreAccess {
    let db: Database

    package func corpora() throws -> [String] {
        try String.fetchAll(db, sql: "SELECT path FROM corpus ORDER BY position")
    }

    package func setCorpora(_ paths: [String]) throws {
        try forgetLookups()
        try db.execute(sql: "DELETE FROM corpus")
        for (position, path) in paths.enumerated() {
            try db.execute(sql: "INSERT INTO corpus VALUES (?, ?)", arguments: [position, path])
        }
    }

    package func sources() throws -> [String: SourceRecord] {
        let version = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'readingVersion'")
        let isCurrent = version == String(Schema.readingVersion)
        var sources: [String: SourceRecord] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT \(Self.sourceColumns) FROM source")
        while let row = try rows.next() {
            var source = try Self.source(row)
            if !isCurrent {
                // Neither stamp nor hash may pass for known: the file must be read anew.
                source.isSettled = false
                source.contentHash = ~source.contentHash
            }
            sources[source.path] = source
        }
        return sources
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
        try forgetLookups()
        let statement = try db.makeStatement(sql: "DELETE FROM source WHERE path = ?")
        for path in paths { try statement.execute(arguments: [path]) }
    }

    package func insertion() throws -> SQLiteInsertion { try SQLiteInsertion(db) }

    package func contents(except known: Set<String>) throws -> [SourceContents] {
        var contents: [Int64: SourceContents] = [:]
        let sourceRows = try Row.fetchCursor(db, sql: "SELECT \(Self.sourceColumns), id FROM source")
        while let row = try sourceRows.next() {
            let source = try Self.source(row)
            guard !known.contains(source.path) else { continue }
            contents[try row.decode(Int64.self, atIndex: 7)] = SourceContents(
                source: source,
                articles: [],
                problems: []
            )
        }
        if contents.isEmpty { return [] }
        var topics = try Children(db, "SELECT article, name FROM topic ORDER BY article, position") {
            $0[1] as String
        }
        var images = try Children(
            db,
            "SELECT article, url, width, height, isCached FROM image ORDER BY article, position"
        ) {
            ArticleImage(
                url: try $0.decode(atIndex: 1),
                width: try $0.decode(atIndex: 2),
                height: try $0.decode(atIndex: 3),
                isCached: try $0.decode(atIndex: 4)
            )
        }
        var pins = try Children(db, "SELECT article, reference, entry FROM pin ORDER BY article, position") {
            try PinRecord.pin(reference: try $0.decode(atIndex: 1), entry: try $0.decode(atIndex: 2))
        }
        var exclusions = try Children(
            db,
            "SELECT article, reference FROM exclusion ORDER BY article, position"
        ) {
            try $0.decode(String.self, atIndex: 1)
        }
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
        // In key order, which is the files' own order and that of the children's rows.
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM article ORDER BY key")
        while let row = try rows.next() {
            let key: Int64 = try row.decode(atIndex: 0)
            let source: Int64 = try row.decode(atIndex: 1)
            guard let path = contents[source]?.source.path else { continue }
            var article = try Self.article(
                row,
                path: path,
                topics: try topics.next(of: key),
                images: try images.next(of: key)
            )
            article.choices.pinned = try pins.next(of: key)
            article.choices.excluded = try exclusions.next(of: key)
            contents[source]?.articles.append(article)
        }
        return Array(contents.values)
    }

    static let sourceColumns = "path, relativePath, size, modified, changed, contentHash, isSettled"

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

    /// An article from a row of all its columns, in the table's order.
    static func article(
        _ row: Row,
        path: String,
        topics: [String] = [],
        images: [ArticleImage] = []
    ) throws -> Article {
        let provider = Provider(name: try row.decode(atIndex: 14), domain: try row.decode(atIndex: 15))
        let published: String? = try row.decode(atIndex: 7)
        return Article(
            id: ArticleID(try row.decode(String.self, atIndex: 3)),
            title: try row.decode(atIndex: 4),
            excerpt: try row.decode(atIndex: 5),
            body: try row.decode(atIndex: 6),
            published: published.flatMap { PublicationDate($0) },
            links: ArticleLinks(
                family: ArticleLinks.KeyFamily(rawValue: try row.decode(String.self, atIndex: 8)) ?? .web,
                original: try row.decode(atIndex: 9),
                web: try row.decode(atIndex: 10),
                amp: try row.decode(atIndex: 11),
                cdnAmp: try row.decode(atIndex: 12)
            ),
            type: try row.decode(atIndex: 13),
            provider: provider == Provider() ? nil : provider,
            topics: topics,
            quality: try row.decode(atIndex: 16),
            images: images,
            language: try row.decode(atIndex: 17),
            isPublished: try row.decode(atIndex: 18),
            choices: EditorialChoices(isLocked: try row.decode(atIndex: 19)),
            origin: ArticleOrigin(path: path, line: try row.decode(atIndex: 2))
        )
    }
}

/// Rows that belong to articles, read alongside them in the same order.
private struct Children<Child> {
    private let rows: RowCursor
    private let decode: (Row) throws -> Child
    private var pending: (article: Int64, child: Child)?

    init(_ db: Database, _ sql: String, decode: @escaping (Row) throws -> Child) throws {
        rows = try Row.fetchCursor(db, sql: sql)
        self.decode = decode
        try advance()
    }

    private mutating func advance() throws {
        pending = try rows.next().map { (try $0.decode(atIndex: 0), try decode($0)) }
    }

    /// The children of one article; articles must be asked for in ascending order.
    mutating func next(of article: Int64) throws -> [Child] {
        var children: [Child] = []
        while let (owner, child) = pending, owner <= article {
            if owner == article { children.append(child) }
            try advance()
        }
        return children
    }
}
