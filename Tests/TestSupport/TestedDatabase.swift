#if Postgres

import Foundation

/// The database that tests may make schemas in: that of `KINDRED_TEST_DATABASE`, such as
/// `postgres://app@127.0.0.1:54400/postgres`.
public enum TestedDatabase {
    struct Missing: Error, CustomStringConvertible {
        var description: String {
            "KINDRED_TEST_DATABASE names no database; `make test-postgres` starts one"
        }
    }

    /// The address of an archive that nobody else uses.
    public static func emptySchema() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["KINDRED_TEST_DATABASE"] else {
            throw Missing()
        }
        return "\(url)?schema=test_\(String(UInt64.random(in: .min ... .max), radix: 36))"
    }
}

#endif
