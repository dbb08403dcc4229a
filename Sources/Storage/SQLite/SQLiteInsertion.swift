package import Corpus
import Foundation
import GRDB
import Kernels
import Platform

/// Adds files with their articles to an index file: many rows with each statement.
package struct SQLiteInsertion: FileInsertion {
    private let access: SQLiteAccess
    private var lastArticle: Int64
    private var source: Int64 = 0
    private var problems = 0
    /// The paths of the upserted articles, which articles of files replace.
    private var upserted: [ArticleID: String]
    private let sourceRemoval: SourceRemoval
    private let sourceInsertion: Statement
    private var article: ArticleInsertion
    private var problem: RowInsertion

    init(_ access: SQLiteAccess) throws {
        self.access = access
        let db = access.db
        lastArticle = try access.lastArticleKey()
        let paths = try String.fetchAll(db, sql: "SELECT path FROM source WHERE \(VirtualSource.range)")
        upserted = Dictionary(
            paths.compactMap { path in VirtualSource.id(ofPath: path).map { ($0, path) } },
            uniquingKeysWith: { _, last in last }
        )
        sourceRemoval = try SourceRemoval(access)
        sourceInsertion = try db.makeStatement(sql: "INSERT INTO source VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)")
        article = try ArticleInsertion(db, isBulk: true)
        problem = try RowInsertion(db, "INSERT INTO problem", columns: 6, rows: 4)
    }

    package mutating func begin(_ file: SourceRecord) throws {
        if source == 0 { try access.deleteLookups() }
        try sourceRemoval.remove(file.path)
        try sourceInsertion.execute(
            arguments: [
                file.path, file.relativePath, file.stamp.size, file.stamp.modified, file.stamp.changed,
                Int64(bitPattern: file.contentHash), file.isSettled,
            ]
        )
        source = access.db.lastInsertedRowID
        problems = 0
    }

    package mutating func add(_ articles: [Article]) throws {
        if !articles.isEmpty { try access.noteChangedArticles() }
        for item in articles {
            if !upserted.isEmpty, let path = upserted.removeValue(forKey: item.id) {
                try sourceRemoval.remove(path)
            }
            lastArticle += 1
            try article.add(item, lastArticle, source: source)
            if article.isFull {
                try article.flush()
                try problem.flush()
            }
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
        try article.finish()
        try problem.finish()
        try access.setLastArticleKey(lastArticle)
        try access.setText(Date().formatted(.iso8601), "updated")
    }
}
