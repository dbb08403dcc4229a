#if Postgres

import Foundation
import Kernels

/// Where an archive lies in PostgreSQL: `postgres://user@host:5432/database?schema=kindred&sslmode=verify-full`, or what
/// else libpq takes, such as several hosts.
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
        guard let scheme = text.range(of: "://"),
            ["postgres", "postgresql"].contains(text[..<scheme.lowerBound])
        else { return nil }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let items = parts.count < 2 ? [] : parts[1].split(separator: "&")
        let place = parts[0][scheme.upperBound...]
        let authority = place.prefix { $0 != "/" }
        // A slash in a password, which has to be written %2F, would make the rest of it a host.
        guard authority.contains("@") || !place.contains("@") else { return nil }
        let user = authority.lastIndex(of: "@").map { authority[..<$0].prefix { $0 != ":" } + "@" } ?? ""
        let hosts = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        // Without a host libpq would take a socket's folder that nobody named.
        guard !hosts.isEmpty || items.contains(where: { $0.hasPrefix("host=") }) else { return nil }
        let schema = items.last { $0.hasPrefix(Self.schemaKey) }?.dropFirst(Self.schemaKey.count) ?? "kindred"
        guard (1...63).contains(schema.utf8.count), schema.first?.isNumber == false,
            schema.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        else { return nil }
        self.schema = String(schema)
        let others = items.filter { !$0.hasPrefix(Self.schemaKey) }
        url = parts[0] + (others.isEmpty ? "" : "?" + others.joined(separator: "&"))
        name =
            parts[0][..<scheme.upperBound] + user + hosts + place.dropFirst(authority.count)
            + (schema == "kindred" ? "" : "?\(Self.schemaKey)\(schema)")
    }

    private static let schemaKey = "schema="

    /// The key of the advisory lock that whoever writes holds: "Kndr" in ASCII, and the schema.
    var lock: String { "\(0x4B6E_6472), \(Int32(truncatingIfNeeded: contentHash(Array(schema.utf8))))" }
}

#endif
