#if Postgres

import Foundation
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
        guard StoreLocation.isDatabase(text), var parts = URLComponents(string: text) else { return nil }
        let items = parts.queryItems ?? []
        // Without a host libpq would take a socket's folder that nobody named.
        guard !(parts.host ?? "").isEmpty || items.contains(where: { $0.name == "host" }) else {
            return nil
        }
        let schema = items.last { $0.name == "schema" }?.value ?? "kindred"
        guard (1...63).contains(schema.utf8.count), schema.first?.isNumber == false,
            schema.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            })
        else { return nil }
        self.schema = schema
        let others = items.filter { $0.name != "schema" }
        parts.queryItems = others.isEmpty ? nil : others
        url = parts.string ?? text
        parts.password = nil
        parts.queryItems = schema == "kindred" ? nil : [URLQueryItem(name: "schema", value: schema)]
        name = parts.string ?? "the database"
    }

    /// The key of the advisory lock that whoever writes holds: "Kndr" in ASCII, and the schema.
    var lock: String { "\(0x4B6E_6472), \(Int32(truncatingIfNeeded: contentHash(Array(schema.utf8))))" }
}

#endif
