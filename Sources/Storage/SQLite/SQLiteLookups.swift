import Foundation
import GRDB

/// Bytes and numbers derived from all articles.
extension SQLiteAccess {
    package func lookup(_ name: String, _ scope: LookupScope) throws -> [UInt8]? {
        try Data.fetchOne(
            db,
            sql: "SELECT bytes FROM lookup WHERE model = ? AND part = ? AND stamp = ?",
            arguments: [scope.model, name, scope.stamp]
        )
        .flatMap { CheckedBytes.opened([UInt8]($0)) }
    }

    package func put(lookup bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO lookup VALUES (?, ?, ?, ?)",
            arguments: [scope.model, name, scope.stamp, Data(CheckedBytes.sealed(bytes))]
        )
    }

    package func checkpoint(_ name: String, _ scope: LookupScope) throws -> [UInt8]? {
        try lookup(Self.checkpointPrefix + name, scope)
    }

    package func put(checkpoint bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try put(lookup: bytes, Self.checkpointPrefix + name, scope)
    }

    package func removeCheckpoints(_ scope: LookupScope) throws {
        try db.execute(
            sql: "DELETE FROM lookup WHERE model = ? AND substr(part, 1, ?) = ?",
            arguments: [scope.model, Self.checkpointPrefix.count, Self.checkpointPrefix]
        )
    }

    package func setDensities(_ densities: [(key: Int64, value: Float)], _ scope: LookupScope) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO density SELECT key, ?, ?, ? FROM article WHERE key = ?"
        )
        for (key, value) in densities {
            try statement.execute(arguments: [scope.model, scope.stamp, Double(value), key])
        }
    }

    package func densities(_ scope: LookupScope) throws -> [Int64: Float] {
        var densities: [Int64: Float] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT article, value FROM density WHERE model = ? AND stamp = ?",
            arguments: [scope.model, scope.stamp]
        )
        while let row = try rows.next() {
            densities[try row.decode(atIndex: 0)] = Float(try row.decode(Double.self, atIndex: 1))
        }
        return densities
    }
}
