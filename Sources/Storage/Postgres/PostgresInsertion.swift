#if Postgres

import Corpus
import Foundation
import Platform

/// Adds files with their articles: many rows with each `COPY`.
struct PostgresInsertion: FileInsertion {
    private let access: PostgresAccess
    private var lastArticle: Int64
    private var lastSource: Int64
    private var problemCount = 0
    private var hasBegun = false
    /// The paths of the files that there are.
    private var known: Set<String>
    /// The keys of the upserted articles, which articles of files replace.
    private var upserted: [ArticleID: Int64]
    private var sources = PostgresRows()
    private var articles = PostgresRows()
    private var problems = PostgresRows()

    /// Bytes of rows that are sent at once.
    private static let flushLimit = 8 << 20

    init(_ access: PostgresAccess) throws {
        self.access = access
        lastArticle = try access.number("last_article")
        lastSource = try access.number("last_source")
        let connection = access.connection
        known = Set(try connection.run("SELECT path FROM source").rows.compactMap { $0.text(0) })
        upserted = Dictionary(
            try connection.run("SELECT id, key FROM article WHERE source IS NULL").rows.map {
                (ArticleID($0.text(0) ?? ""), $0.int(1) ?? 0)
            },
            uniquingKeysWith: { _, last in last }
        )
    }

    mutating func begin(_ file: SourceRecord) throws {
        if !hasBegun { try access.deleteLookups() }
        hasBegun = true
        if !known.insert(file.path).inserted {
            try flush()
            try access.deleteSources([file.path])
        }
        lastSource += 1
        sources.append(
            [.int(lastSource), .text(file.path), .text(file.relativePath)] + PostgresAccess.stamps(file)
        )
        problemCount = 0
    }

    mutating func add(_ added: [Article]) throws {
        if !added.isEmpty { try access.noteChangedFiles() }
        for article in added {
            if !upserted.isEmpty, let key = upserted.removeValue(forKey: article.id) {
                try access.connection.run("DELETE FROM article WHERE key = $1", [.int(key)])
            }
            lastArticle += 1
            articles.append(try PostgresAccess.row(article, lastArticle, source: lastSource))
            if articles.byteCount > Self.flushLimit { try flush() }
        }
    }

    mutating func add(_ added: [InputProblem]) throws {
        for entry in added {
            problems.append([
                .int(lastSource), .int(Int64(problemCount)), .text(entry.kind.rawValue),
                PostgresValue(entry.line), .text(entry.problem), .text(entry.remedy),
            ])
            problemCount += 1
        }
    }

    /// Sends what waits; what others refer to goes first.
    private mutating func flush() throws {
        let connection = access.connection
        if !sources.isEmpty {
            try connection.copy(sources, into: "source (id, \(PostgresAccess.sourceColumns))")
            sources.removeAll()
        }
        if !articles.isEmpty {
            try connection.copy(articles, into: "article (\(PostgresAccess.articleColumns))")
            articles.removeAll()
        }
        if !problems.isEmpty {
            try connection.copy(problems, into: "problem (source, position, kind, line, problem, remedy)")
            problems.removeAll()
        }
    }

    mutating func finish() throws {
        try flush()
        try access.setNumber(lastArticle, "last_article")
        try access.setNumber(lastSource, "last_source")
        try access.setText(Date().formatted(.iso8601), "updated")
    }
}

#endif
