#if Postgres

import CPQ

/// The rows of a statement, in memory.
package final class PostgresResult: @unchecked Sendable {
    fileprivate let result: OpaquePointer?

    /// Takes over the result.
    init(_ result: OpaquePointer?) { self.result = result }

    deinit { PQclear(result) }

    package var count: Int { Int(PQntuples(result)) }

    package var rows: some Sequence<PostgresRow> {
        (0..<count).lazy.map { PostgresRow(result: self, row: Int32($0)) }
    }

    package var first: PostgresRow? { count > 0 ? PostgresRow(result: self, row: 0) : nil }
}

/// One row. Columns are those of the statement, from 0; nil stands for null.
package struct PostgresRow {
    fileprivate let result: PostgresResult
    fileprivate let row: Int32

    private func field(_ column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result.result, row, Int32(column)) == 0,
            let start = PQgetvalue(result.result, row, Int32(column))
        else { return nil }
        return UnsafeRawBufferPointer(
            start: start,
            count: Int(PQgetlength(result.result, row, Int32(column)))
        )
    }

    /// Of a column of type `bigint`.
    package func int(_ column: Int) -> Int64? { field(column).flatMap { Self.number($0) } }

    /// Of a column of type `double precision`.
    package func real(_ column: Int) -> Double? {
        field(column).flatMap { Self.number($0).map { Double(bitPattern: $0) } }
    }

    /// Of a column of type `boolean`.
    package func bool(_ column: Int) -> Bool? { field(column).map { $0.first == 1 } }

    /// Of a column of type `text`.
    package func text(_ column: Int) -> String? {
        field(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Of a column of type `bytea`.
    package func bytes(_ column: Int) -> [UInt8]? { field(column).map { Array($0) } }

    /// Of a column of type `text[]` without nulls.
    package func texts(_ column: Int) -> [String]? {
        guard let field = field(column), let dimensions: Int32 = Self.number(field) else { return nil }
        guard dimensions == 1, field.count >= 20, let count: Int32 = Self.number(field.suffix(from: 12))
        else { return [] }
        var texts: [String] = []
        var rest = field[20...]
        for _ in 0..<count {
            guard let length: Int32 = Self.number(rest), length >= 0, rest.count >= 4 + Int(length) else {
                break
            }
            texts.append(String(decoding: rest.dropFirst(4).prefix(Int(length)), as: UTF8.self))
            rest = rest.dropFirst(4 + Int(length))
        }
        return texts
    }

    /// A number that begins the bytes, most significant byte first.
    private static func number<Number: FixedWidthInteger>(_ bytes: some Collection<UInt8>) -> Number? {
        let size = Number.bitWidth / 8
        guard bytes.count >= size else { return nil }
        return bytes.prefix(size).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }
}

#endif
