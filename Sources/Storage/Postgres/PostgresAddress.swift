#if Postgres

package import Foundation
import Kernels

/// Where an archive lies in PostgreSQL: `postgres://user@host:5432/database?schema=kindred&sslmode=verify-full`.
package struct PostgresAddress: Hashable, Sendable {
    /// What libpq connects to.
    let url: String
    /// The schema that holds the archive's tables. Default `kindred`.
    package let schema: String
    /// The address without a password, for messages.
    package let name: String

    /// - Returns: nil for what is no address of PostgreSQL, or names a schema otherwise than by small letters, digits
    ///   and underlines.
    package init?(_ text: String) {
        guard Self.isAddress(text), var parts = URLComponents(string: text), !(parts.host ?? "").isEmpty || parts.queryItems?.contains(where: { $0.name == "host" }) ?? false
        else { return nil }
        let items = parts.queryItems ?? []
        let schema = items.last { $0.name == "schema" }?.value ?? "kindred"
        guard (1...63).contains(schema.utf8.count), schema.first?.isNumber == false,
            schema.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        else { return nil }
        self.schema = schema
        let others = items.filter { $0.name != "schema" }
        parts.queryItems = others.isEmpty ? nil : others
        url = parts.string ?? text
        parts.password = nil
        parts.queryItems = schema == "kindred" ? nil : [URLQueryItem(name: "schema", value: schema)]
        name = parts.string ?? "the database"
    }

    /// Whether a text means a database of PostgreSQL, though it may be written wrongly.
    package static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// The key of the advisory lock that whoever writes holds: "Kndr" in ASCII, and the schema.
    var lock: String { "\(0x4B6E_6472), \(Int32(truncatingIfNeeded: contentHash(Array(schema.utf8))))" }
}

#endif
