/// The candidate rows of one query, in memory that is used again from query to query.
struct CandidateRows {
    private var added: [UInt32] = []
    /// Those joined last: ascending, each once.
    private(set) var rows: [UInt32] = []

    /// Adds rows, some of which may be there already.
    mutating func add(_ rows: some Sequence<UInt32>) { added.append(contentsOf: rows) }

    /// Brings what was added since the last time together.
    mutating func join(without own: UInt32? = nil) {
        rows.removeAll(keepingCapacity: true)
        added.sort()
        for row in added where row != rows.last && row != own { rows.append(row) }
        added.removeAll(keepingCapacity: true)
    }
}
