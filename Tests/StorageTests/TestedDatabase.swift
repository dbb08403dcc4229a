#if Postgres

import Foundation
import Platform
import Storage

/// The database that tests may make schemas in: that of `KINDRED_TEST_DATABASE`, such as
/// `postgres://app@127.0.0.1:54400/postgres`.
enum TestedDatabase {
    struct Missing: Error, CustomStringConvertible {
        var description: String { "KINDRED_TEST_DATABASE names no database; scripts/with-postgres starts one" }
    }

    static func url() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["KINDRED_TEST_DATABASE"] else { throw Missing() }
        return url
    }

    /// A place for an archive that nobody else uses.
    static func emptySchema() throws -> PostgresAddress {
        let name = "test_\(String(UInt64.random(in: .min ... .max), radix: 36))"
        guard let address = PostgresAddress(try url() + "?schema=\(name)") else { throw Missing() }
        return address
    }
}

#endif
