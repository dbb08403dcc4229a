import Foundation
import GRDB

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
        if !unwanted.isEmpty { try forgetLookups(of: model) }
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
        try forgetLookups(of: model)
        var insertion = try RowInsertion(db, "INSERT OR REPLACE INTO embedding", columns: 4, rows: 32)
        for (text, bytes) in vectors {
            insertion.add([
                nil, key, Int64(bitPattern: text), Data(bytes),
            ])
            if insertion.isFull { try insertion.flush() }
        }
        try insertion.finish()
    }

    package func centroids(of model: VectorStamp) throws -> (rows: Int, bytes: [UInt8])? {
        guard let key = try key(of: model),
            let row = try Row.fetchOne(
                db,
                sql: "SELECT rows, bytes FROM centroids WHERE model = ?",
                arguments: [key]
            )
        else { return nil }
        return (try row.decode(atIndex: 0), [UInt8](try row.decode(Data.self, atIndex: 1)))
    }

    package func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws {
        guard let key = try key(of: model) else { return }
        try db.execute(
            sql: "INSERT OR REPLACE INTO centroids VALUES (?, ?, ?)",
            arguments: [key, rows, Data(centroids)]
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
