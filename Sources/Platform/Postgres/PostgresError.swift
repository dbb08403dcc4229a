#if Postgres

/// What PostgreSQL or the way to it reports.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// Five characters of the SQL standard and of PostgreSQL (appendix A of its manual); nil where the server said
    /// nothing.
    package let state: String?
    /// Without a line end.
    package let message: String
    /// Whether the connection is of no use any more.
    package let isConnectionLost: Bool

    package var description: String { message }

    init(state: String? = nil, _ message: String, isConnectionLost: Bool = false) {
        self.state = state
        self.message = String(message.prefix { !$0.isNewline })
        self.isConnectionLost = isConnectionLost
    }
}

#endif
