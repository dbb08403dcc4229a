package import Corpus
import Foundation
import GRDB
import Kernels
import Platform

/// Adds files with their articles to an index file: many rows with each statement.
package struct SQLiteInsertion: ContentInsertion {
    private let db: Database
    private var nextArticle: Int64
    private var source: Int64 = 0
    private var problems = 0
    // Prepared once: with all tables that a deletion leads to, that takes SQLite longer than a small file's rows.
    private let sourceDeletion: Statement
    private let sourceInsertion: Statement
    private var article: RowInsertion
    private var topic: RowInsertion
    private var image: RowInsertion
    private var pin: RowInsertion
    private var exclusion: RowInsertion
    private var problem: RowInsertion

    init(_ db: Database) throws {
        self.db = db
        nextArticle = (try Int64.fetchOne(db, sql: "SELECT max(key) FROM article") ?? 0) + 1
        sourceDeletion = try db.makeStatement(sql: "DELETE FROM source WHERE path = ?")
        sourceInsertion = try db.makeStatement(sql: "INSERT INTO source VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")
        article = try RowInsertion(db, "INSERT INTO article", columns: 20, rows: 16)
        topic = try RowInsertion(db, "INSERT INTO topic", columns: 3, rows: 32)
        image = try RowInsertion(db, "INSERT INTO image", columns: 6, rows: 16)
        pin = try RowInsertion(db, "INSERT INTO pin", columns: 4, rows: 4)
        exclusion = try RowInsertion(db, "INSERT INTO exclusion", columns: 3, rows: 4)
        problem = try RowInsertion(db, "INSERT INTO problem", columns: 6, rows: 4)
    }

    package mutating func begin(_ file: SourceRecord) throws {
        if source == 0 { try SQLiteAccess(db: db).forgetLookups() }
        try sourceDeletion.execute(arguments: [file.path])
        try sourceInsertion.execute(
            arguments: [
                file.path, file.relativePath, file.stamp.size, file.stamp.modified, file.stamp.changed,
                Int64(bitPattern: file.contentHash), file.isSettled,
            ]
        )
        source = db.lastInsertedRowID
        problems = 0
    }

    package mutating func add(_ articles: [Article]) throws {
        for item in articles {
            try add(item)
            if article.isFull { try flush() }
        }
    }

    private mutating func add(_ item: Article) throws {
        let key = nextArticle
        nextArticle += 1
        article.add([
            key, source, (item.origin?.line ?? 1),
            item.id.rawValue, item.title, item.excerpt,
            item.body, item.published?.text, item.links.family.rawValue,
            item.links.original, item.links.web, item.links.amp, item.links.cdnAmp,
            item.type, item.provider?.name, item.provider?.domain, item.quality,
            item.language, item.isPublished, item.choices.isLocked,
        ])
        for (position, name) in item.topics.enumerated() {
            topic.add([key, position, name])
        }
        for (position, picture) in item.images.enumerated() {
            image.add([
                key, position, picture.url, picture.width,
                picture.height,
                picture.isCached,
            ])
        }
        for (position, choice) in item.choices.pinned.enumerated() {
            let (reference, entry) = try PinRecord.columns(of: choice)
            pin.add([key, position, reference, entry])
        }
        for (position, reference) in item.choices.excluded.enumerated() {
            exclusion.add([key, position, reference])
        }
    }

    package mutating func add(_ entries: [InputProblem]) throws {
        for entry in entries {
            problem.add([
                source, problems, entry.kind.rawValue,
                entry.line,
                entry.problem, entry.remedy,
            ])
            problems += 1
        }
    }

    package mutating func finish() throws {
        try flush()
        try topic.finish()
        try image.finish()
        try pin.finish()
        try exclusion.finish()
        try problem.finish()
        try db.execute(
            sql: "INSERT OR REPLACE INTO meta VALUES ('readingVersion', ?), ('updated', ?)",
            arguments: [String(Schema.readingVersion), Date().formatted(.iso8601)]
        )
    }

    /// Writes the articles and then, as rows must not come before what they belong to, most of their parts.
    private mutating func flush() throws {
        try article.finish()
        try topic.flush()
        try image.flush()
        try pin.flush()
        try exclusion.flush()
        try problem.flush()
    }
}
