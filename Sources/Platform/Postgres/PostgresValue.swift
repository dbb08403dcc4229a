#if Postgres

/// A value on its way to PostgreSQL, in the binary format of its type.
package enum PostgresValue: Sendable {
    case null
    case int(Int64)
    case real(Double)
    case bool(Bool)
    /// NUL, which PostgreSQL has in no text, is left out.
    case text(String)
    case bytes([UInt8])
    case ints([Int64])
    case texts([String])
    case blobs([[UInt8]])

    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    package init(_ number: Int?) { self = number.map { .int(Int64($0)) } ?? .null }

    package init(_ number: Double?) { self = number.map { .real($0) } ?? .null }

    package init(_ flag: Bool?) { self = flag.map { .bool($0) } ?? .null }

    /// Number of the type in `pg_type`, which is the same in all versions; 0 lets the server choose.
    var type: UInt32 {
        switch self {
        case .null: 0
        case .bool: 16
        case .bytes: 17
        case .int: 20
        case .text: 25
        case .real: 701
        case .blobs: 1001
        case .texts: 1009
        case .ints: 1016
        }
    }

    /// The value in the type's binary format; nil for null.
    var binary: [UInt8]? {
        switch self {
        case .null: nil
        case .bool(let flag): [flag ? 1 : 0]
        case .int(let number): bigEndian(number)
        case .real(let number): bigEndian(number.bitPattern)
        case .text(let text): Self.withoutNUL(text)
        case .bytes(let bytes): bytes
        case .ints(let numbers): Self.array(of: 20, numbers, count: 8) { bigEndian($0) }
        case .texts(let texts): Self.array(of: 25, texts, count: 32) { Self.withoutNUL($0) }
        case .blobs(let blobs): Self.array(of: 17, blobs, count: 256) { $0 }
        }
    }

    private static func withoutNUL(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
    }

    /// A list without nulls, as `array_send` writes it: dimensions, whether there are nulls, type, length, first number.
    ///
    /// - Parameter count: bytes of an element, about.
    private static func array<Element>(
        of type: Int32,
        _ elements: [Element],
        count: Int,
        _ binary: (Element) -> [UInt8]
    ) -> [UInt8] {
        if elements.isEmpty { return bigEndian(Int32(0)) + bigEndian(Int32(0)) + bigEndian(type) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + elements.count * (count + 4))
        for number in [1, 0, type, Int32(elements.count), 1] { bytes += bigEndian(number) }
        for element in elements {
            let own = binary(element)
            bytes += bigEndian(Int32(own.count))
            bytes += own
        }
        return bytes
    }
}

/// Rows for `COPY … FROM STDIN (FORMAT binary)`, which is how many of them are stored fastest.
package struct PostgresRows: Sendable {
    private static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + Array(repeating: 0, count: 8)

    /// What is to be sent, without the end.
    private(set) var bytes = Self.header

    package init() {}

    package var isEmpty: Bool { bytes.count == Self.header.count }

    package var byteCount: Int { bytes.count }

    /// - Parameter row: a value for each column, of its type.
    package mutating func append(_ row: [PostgresValue]) {
        bytes += bigEndian(Int16(row.count))
        for value in row {
            guard let binary = value.binary else {
                bytes += bigEndian(Int32(-1))
                continue
            }
            bytes += bigEndian(Int32(binary.count))
            bytes += binary
        }
    }

    package mutating func removeAll() { bytes = Self.header }
}

/// The bytes of a number, most significant first.
func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe Array($0) }
}

#endif
