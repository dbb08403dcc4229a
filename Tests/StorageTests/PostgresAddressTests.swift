#if Postgres

import Testing

@testable import Storage

@Suite struct PostgresAddressTests {
    @Test(arguments: [
        ("postgres://u@h/d", "postgres://u@h/d", "kindred", "postgres://u@h/d"),
        ("postgresql://h", "postgresql://h", "kindred", "postgresql://h"),
        (
            "postgres://u:p@h:5433/d?schema=a_1", "postgres://u:p@h:5433/d", "a_1",
            "postgres://u@h:5433/d?schema=a_1"
        ),
        (
            "postgres://u:p%40x@a:1,b:2/d?sslmode=verify-full&schema=s&target_session_attrs=read-write",
            "postgres://u:p%40x@a:1,b:2/d?sslmode=verify-full&target_session_attrs=read-write", "s",
            "postgres://u@a:1,b:2/d?schema=s"
        ),
        (
            "postgres:///d?host=/run/postgresql&password=secret",
            "postgres:///d?host=/run/postgresql&password=secret",
            "kindred", "postgres:///d"
        ),
        ("postgres://u:p@x@h/d", "postgres://u:p@x@h/d", "kindred", "postgres://u@h/d"),
        ("postgres://[::1]:5432/d", "postgres://[::1]:5432/d", "kindred", "postgres://[::1]:5432/d"),
    ])
    func theSchemaIsOursAndTheRestLibpqs(_ text: String, _ url: String, _ schema: String, _ name: String)
        throws
    {
        let address = try #require(PostgresAddress(text))
        #expect(address.url == url && address.schema == schema && address.name == name)
    }

    @Test(arguments: [
        "", "postgres:/h", "mysql://h/d", "postgres://", "postgres:///d", "postgres://u@/d",
        "postgres://h/d?schema=",
        "postgres://h/d?schema=A", "postgres://h/d?schema=1a", "postgres://h/d?schema=a\"b",
        "postgres://h/d?schema=a%22", "postgres://u:p/w@h/d",
        "postgres://h/d?schema=" + String(repeating: "a", count: 64),
    ])
    func whatIsNoAddressIsNone(_ text: String) { #expect(PostgresAddress(text) == nil) }
}

#endif
