#if Postgres

import Foundation
import Platform

/// Bytes and numbers derived from all articles.
extension PostgresAccess {
    func lookup(_ name: String, _ scope: LookupScope) throws -> [UInt8]? {
        try bytes(name, scope, isCheckpoint: false)
    }

    func put(lookup bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try put(bytes, name, scope, isCheckpoint: false)
    }

    func checkpoint(_ name: String, _ scope: LookupScope) throws -> [UInt8]? {
        try bytes(name, scope, isCheckpoint: true)
    }

    func put(checkpoint bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try put(bytes, name, scope, isCheckpoint: true)
    }

    func removeCheckpoints(_ scope: LookupScope) throws {
        try connection.run("DELETE FROM lookup WHERE model = $1 AND is_checkpoint", [.text(scope.model)])
    }

    private func bytes(_ name: String, _ scope: LookupScope, isCheckpoint: Bool) throws -> [UInt8]? {
        var bytes: [UInt8]?
        try connection.forEachRow(
            """
            SELECT bytes FROM lookup WHERE model = $1 AND name = $2 AND is_checkpoint = $3 AND stamp = $4
            ORDER BY part
            """,
            [.text(scope.model), .text(name), .bool(isCheckpoint), .text(scope.stamp)]
        ) { row in
            let part = row.bytes(0) ?? []
            // In place, since there may be many parts.
            if bytes == nil { bytes = part } else { bytes?.append(contentsOf: part) }
        }
        return bytes.flatMap { CheckedBytes.opened($0) }
    }

    private func put(_ content: [UInt8], _ name: String, _ scope: LookupScope, isCheckpoint: Bool) throws {
        let bytes = CheckedBytes.sealed(content)
        let values: [PostgresValue] = [.text(scope.model), .text(name), .bool(isCheckpoint)]
        try connection.run(
            "DELETE FROM lookup WHERE model = $1 AND name = $2 AND is_checkpoint = $3",
            values
        )
        for (number, start) in stride(from: 0, to: bytes.count, by: Self.partLimit).enumerated() {
            let part = bytes[start..<min(bytes.count, start + Self.partLimit)]
            try connection.run(
                "INSERT INTO lookup (model, name, is_checkpoint, part, stamp, bytes) VALUES ($1, $2, $3, $4, $5, $6)",
                values + [.int(Int64(number)), .text(scope.stamp), .bytes(Array(part))]
            )
        }
    }

    /// Bytes of one row.
    private static let partLimit = 16 << 20

    func setDensities(_ densities: [(key: Int64, value: Float)], _ scope: LookupScope) throws {
        let distinct = Dictionary(densities) { _, last in last }
        let keys = distinct.keys.sorted()
        try connection.run(
            """
            INSERT INTO density SELECT article.key, $1, $2, u.value::double precision
            FROM unnest($3::bigint[], $4::text[]) AS u(key, value) JOIN article ON article.key = u.key
            ON CONFLICT (article, model) DO UPDATE SET stamp = excluded.stamp, value = excluded.value
            """,
            [
                .text(scope.model), .text(scope.stamp), .ints(keys),
                .texts(keys.map { String(Double(distinct[$0] ?? .nan)) }),
            ]
        )
    }

    func densities(_ scope: LookupScope) throws -> [Int64: Float] {
        var densities: [Int64: Float] = [:]
        try connection.forEachRow(
            "SELECT article, value FROM density WHERE model = $1 AND stamp = $2",
            [.text(scope.model), .text(scope.stamp)]
        ) { row in densities[row.int(0) ?? 0] = row.real(1).map { Float($0) } }
        return densities
    }
}

#endif
