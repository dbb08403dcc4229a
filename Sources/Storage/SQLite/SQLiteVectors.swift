import Foundation
import GRDB

/// The embeddings of texts.

extension SQLiteAccess {
    package func vectors(
        of model: VectorStamp,
        keeping texts: Set<UInt64>,
        receive: (_ text: UInt64, _ bytes: [UInt8]) throws -> Void
    ) throws {
        // Vectors made otherwise are of no use any more: an older version of the model, another text recipe.
        try db.execute(
            sql: "DELETE FROM model WHERE name = ? AND stamp <> ?",
            arguments: [model.name, model.stamp]
        )
        guard let key = try key(of: model) else { return }
        var unwanted: [Int64] = []
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT text, vector FROM embedding NOT INDEXED WHERE model = ?",
            arguments: [key]
        )
        while let row = try rows.next() {
            let text: Int64 = try row.decode(atIndex: 0)
            if texts.contains(UInt64(bitPattern: text)) {
                try receive(UInt64(bitPattern: text), [UInt8](try row.decode(Data.self, atIndex: 1)))
            } else {
                unwanted.append(text)
            }
        }
        let deletion = try db.makeStatement(sql: "DELETE FROM embedding WHERE model = ? AND text = ?")
        for text in unwanted { try deletion.execute(arguments: [key, text]) }
        if !unwanted.isEmpty { try deleteLookups(of: model) }
    }

    package func put(_ vectors: [(text: UInt64, bytes: [UInt8])], of model: VectorStamp) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO model VALUES (NULL, ?, ?)",
            arguments: [model.name, model.stamp]
        )
        guard let key = try key(of: model) else {
            // Another process keeps vectors of another version of the model here.
            return
        }
        // The key of a row stays, since lookups name rows by it.
        var insertion = try RowInsertion(
            db,
            "INSERT INTO embedding",
            columns: 4,
            rows: 32,
            conflict: "ON CONFLICT (model, text) DO UPDATE SET vector = excluded.vector"
        )
        for (text, bytes) in vectors {
            insertion.add([
                nil, key, Int64(bitPattern: text), Data(bytes),
            ])
            if insertion.isFull { try insertion.flush() }
        }
        try insertion.finish()
    }

    package func vectorKeys(of texts: [UInt64], _ model: VectorStamp) throws -> [Int64?] {
        guard let model = try key(of: model) else { return texts.map { _ in nil } }
        var keys: [UInt64: Int64] = [:]
        // A few rows are looked up; for more than that the whole index is read once.
        if texts.count <= Self.batch {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT key, text FROM embedding
                    WHERE model = ? AND text IN (SELECT value FROM json_each(?))
                    """
            )
            let list = jsonList(texts.map { Int64(bitPattern: $0) })
            try addKeys(of: Row.fetchCursor(statement, arguments: [model, list]), to: &keys)
        } else {
            let all = "SELECT key, text FROM embedding WHERE model = ?"
            try addKeys(of: Row.fetchCursor(db, sql: all, arguments: [model]), to: &keys)
        }
        return texts.map { keys[$0] }
    }

    private func addKeys(of rows: RowCursor, to keys: inout [UInt64: Int64]) throws {
        while let row = try rows.next() {
            keys[UInt64(bitPattern: try row.decode(Int64.self, atIndex: 1))] = try row.decode(atIndex: 0)
        }
    }

    package func vectors(at keys: [Int64], receive: ([UInt8]) throws -> Void) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT key, vector FROM embedding WHERE key IN (SELECT value FROM json_each(?))"
        )
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let some = keys[start..<min(keys.count, start + Self.batch)]
            var vectors: [Int64: [UInt8]] = [:]
            vectors.reserveCapacity(some.count)
            let rows = try Row.fetchCursor(statement, arguments: [jsonList(some)])
            while let row = try rows.next() {
                vectors[try row.decode(atIndex: 0)] = [UInt8](try row.decode(Data.self, atIndex: 1))
            }
            for key in some {
                guard let bytes = vectors[key] else { throw Self.missingRow }
                try receive(bytes)
            }
        }
    }

    package func centroids(of model: VectorStamp) throws -> (rows: Int, bytes: [UInt8])? {
        guard let key = try key(of: model),
            let row = try Row.fetchOne(
                db,
                sql: "SELECT rows, bytes FROM centroids WHERE model = ?",
                arguments: [key]
            )
        else { return nil }
        let bytes = CheckedBytes.opened([UInt8](try row.decode(Data.self, atIndex: 1)))
        return try bytes.map { (try row.decode(atIndex: 0), $0) }
    }

    package func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws {
        guard let key = try key(of: model) else { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO centroids VALUES (?, ?, ?)",
            arguments: [key, rows, Data(CheckedBytes.sealed(centroids))]
        )
    }

    private func key(of model: VectorStamp) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: "SELECT key FROM model WHERE name = ? AND stamp = ?",
            arguments: [model.name, model.stamp]
        )
    }
}
