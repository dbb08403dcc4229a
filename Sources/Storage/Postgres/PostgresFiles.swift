#if Postgres

import Corpus
import Kernels
import Platform

/// Corpora, files and what they held.
extension PostgresAccess {
    func corpora() throws -> [String] {
        try connection.run("SELECT path FROM corpus ORDER BY position").rows.compactMap { $0.text(0) }
    }

    func setCorpora(_ paths: [String]) throws {
        try deleteLookups()
        try connection.execute("DELETE FROM corpus")
        try connection.run(
            "INSERT INTO corpus SELECT position, path FROM unnest($1::text[]) WITH ORDINALITY AS u(path, position)",
            [.texts(paths)]
        )
    }

    func readingStamp() throws -> String? { try text("reading_stamp") }

    func setReadingStamp(_ stamp: String) throws { try setText(stamp, "reading_stamp") }

    func sources() throws -> [String: SourceRecord] {
        var sources: [String: SourceRecord] = [:]
        try connection.forEachRow("SELECT \(Self.sourceColumns) FROM source") { row in
            let source = Self.source(row)
            sources[source.path] = source
        }
        return sources
    }

    func source(ofFile path: String) throws -> SourceRecord? {
        if path.hasNUL { return nil }
        return try connection.run(
            "SELECT \(Self.sourceColumns) FROM source WHERE path = $1",
            [.text(path)]
        ).first.map(Self.source)
    }

    func restamp(_ sources: [SourceRecord]) throws {
        for source in sources {
            try connection.run(
                """
                UPDATE source SET size = $2, modified = $3, changed = $4, content_hash = $5, is_settled = $6
                WHERE path = $1
                """,
                [.text(source.path)] + Self.stamps(source)
            )
        }
    }

    func remove(paths: [String]) throws {
        try deleteLookups()
        try deleteSources(paths)
    }

    /// Deletes files with their articles, and notes the change where there are any.
    func deleteSources(_ paths: [String]) throws {
        let articles = try connection.run(
            "SELECT 1 FROM article WHERE source IN (SELECT id FROM source WHERE path = ANY($1)) LIMIT 1",
            [.texts(paths)]
        )
        if articles.count > 0 { try noteChangedFiles() }
        try connection.run("DELETE FROM source WHERE path = ANY($1)", [.texts(paths)])
    }

    func contents(except known: Set<String>) throws -> [SourceContents] {
        var contents: [Int64: SourceContents] = [:]
        try connection.forEachRow("SELECT \(Self.sourceColumns), id FROM source") { row in
            let source = Self.source(row)
            guard !known.contains(source.path) else { return }
            contents[row.int(7) ?? 0] = SourceContents(source: source, articles: [], problems: [])
        }
        if contents.isEmpty { return [] }
        let ids = PostgresValue.ints(Array(contents.keys))
        try connection.forEachRow(
            """
            SELECT source, kind, line, problem, remedy FROM problem WHERE source = ANY($1)
            ORDER BY source, position
            """,
            [ids]
        ) { row in
            guard let id = row.int(0), let path = contents[id]?.source.path,
                let kind = InputProblem.Kind(rawValue: row.text(1) ?? "")
            else { return }
            contents[id]?.problems.append(
                InputProblem(
                    kind,
                    path: path,
                    line: row.int(2).map { Int($0) },
                    row.text(3) ?? "",
                    remedy: row.text(4) ?? ""
                )
            )
        }
        // In the order of keys, which is the files' own.
        try connection.forEachRow(
            "SELECT \(Self.articleColumns), NULL FROM article WHERE source = ANY($1) ORDER BY source, key",
            [ids]
        ) { row in
            guard let id = row.int(1), let path = contents[id]?.source.path else { return }
            contents[id]?.articles.append(try Self.article(row, path: path))
        }
        return Array(contents.values)
    }

    static let sourceColumns =
        "path, relative_path, size, modified, changed, content_hash, is_settled"

    static func stamps(_ source: SourceRecord) -> [PostgresValue] {
        [
            .int(Int64(source.stamp.size)), .int(source.stamp.modified), .int(source.stamp.changed),
            .int(Int64(bitPattern: source.contentHash)), .bool(source.isSettled),
        ]
    }

    private static func source(_ row: PostgresRow) -> SourceRecord {
        SourceRecord(
            path: row.text(0) ?? "",
            relativePath: row.text(1) ?? "",
            stamp: FileStamp(
                size: Int(row.int(2) ?? 0),
                modified: row.int(3) ?? 0,
                changed: row.int(4) ?? 0
            ),
            contentHash: UInt64(bitPattern: row.int(5) ?? 0),
            isSettled: row.bool(6) ?? false
        )
    }
}

#endif
