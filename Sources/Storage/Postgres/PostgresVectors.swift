#if Postgres

import Foundation
import Platform

/// The embeddings of texts.
extension PostgresAccess {
    func vectors(
        of model: VectorStamp,
        keeping texts: Set<UInt64>,
        receive: (_ text: UInt64, _ bytes: [UInt8]) throws -> Void
    ) throws {
        // Vectors made otherwise are of no use any more: an older version of the model, another text recipe.
        try connection.run(
            "DELETE FROM model WHERE name = $1 AND stamp <> $2",
            [.text(model.name), .text(model.stamp)]
        )
        guard let key = try key(of: model) else { return }
        var unwanted: [Int64] = []
        try connection.forEachRow("SELECT text, vector FROM embedding WHERE model = $1", [.int(key)]) {
            row in
            let text = UInt64(bitPattern: row.int(0) ?? 0)
            if texts.contains(text) {
                try receive(text, row.bytes(1) ?? [])
            } else {
                unwanted.append(Int64(bitPattern: text))
            }
        }
        if unwanted.isEmpty { return }
        try connection.run(
            "DELETE FROM embedding WHERE model = $1 AND text = ANY($2)",
            [.int(key), .ints(unwanted)]
        )
        try connection.run("DELETE FROM lookup WHERE model = $1", [.text(model.name)])
        try connection.run("DELETE FROM density WHERE model = $1", [.text(model.name)])
    }

    func put(_ vectors: [(text: UInt64, bytes: [UInt8])], of model: VectorStamp) throws {
        try connection.run(
            "INSERT INTO model (name, stamp) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            [.text(model.name), .text(model.stamp)]
        )
        // Another process may keep vectors of another version of the model here.
        guard let key = try key(of: model) else { return }
        // A statement takes no row twice; of equal texts any will do.
        let distinct = Dictionary(vectors.map { ($0.text, $0.bytes) }) { _, last in last }
        let texts = distinct.keys.sorted()
        for start in stride(from: 0, to: texts.count, by: Self.vectorBatch) {
            let some = texts[start..<min(texts.count, start + Self.vectorBatch)]
            // The key of a row stays, since lookups name rows by it.
            try connection.run(
                """
                INSERT INTO embedding (model, text, vector) SELECT $1, u.text, u.vector
                FROM unnest($2::bigint[], $3::bytea[]) AS u(text, vector)
                ON CONFLICT (model, text) DO UPDATE SET vector = excluded.vector
                WHERE embedding.vector <> excluded.vector
                """,
                [
                    .int(key), .ints(some.map { Int64(bitPattern: $0) }),
                    .blobs(some.compactMap { distinct[$0] }),
                ]
            )
        }
    }

    /// Some megabytes a statement.
    private static let vectorBatch = 8_192

    func vectorKeys(of texts: [UInt64], _ model: VectorStamp) throws -> [Int64?] {
        guard let model = try key(of: model) else { return texts.map { _ in nil } }
        var keys: [UInt64: Int64] = [:]
        try connection.forEachRow(
            "SELECT key, text FROM embedding WHERE model = $1 AND text = ANY($2)",
            [.int(model), .ints(texts.map { Int64(bitPattern: $0) })]
        ) { row in keys[UInt64(bitPattern: row.int(1) ?? 0)] = row.int(0) }
        return texts.map { keys[$0] }
    }

    func vectors(at keys: [Int64], receive: ([UInt8]) throws -> Void) throws {
        for start in stride(from: 0, to: keys.count, by: Self.vectorBatch) {
            let some = keys[start..<min(keys.count, start + Self.vectorBatch)]
            let rows = try connection.run(
                "SELECT key, vector FROM embedding WHERE key = ANY($1)",
                [.ints(Array(some))]
            )
            var places: [Int64: PostgresRow] = [:]
            for row in rows.rows { places[row.int(0) ?? 0] = row }
            for key in some {
                guard let bytes = places[key]?.bytes(1) else { throw Self.missingRow }
                try receive(bytes)
            }
        }
    }

    func centroids(of model: VectorStamp) throws -> (rows: Int, bytes: [UInt8])? {
        guard let key = try key(of: model),
            let row = try connection.run(
                "SELECT rows, bytes FROM centroids WHERE model = $1",
                [.int(key)]
            ).first,
            let count = row.int(0), let bytes = row.bytes(1).flatMap({ CheckedBytes.opened($0) })
        else { return nil }
        return (Int(count), bytes)
    }

    func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws {
        guard let key = try key(of: model) else { return }
        try connection.run(
            """
            INSERT INTO centroids VALUES ($1, $2, $3)
            ON CONFLICT (model) DO UPDATE SET rows = excluded.rows, bytes = excluded.bytes
            """,
            [.int(key), .int(Int64(rows)), .bytes(CheckedBytes.sealed(centroids))]
        )
    }

    private func key(of model: VectorStamp) throws -> Int64? {
        try connection.run(
            "SELECT key FROM model WHERE name = $1 AND stamp = $2",
            [.text(model.name), .text(model.stamp)]
        ).first?.int(0)
    }
}

#endif
