/// The order in which an index keeps its documents: like beside like, so that what is compared with one query lies
/// together in memory.
///
/// Nobody who asks sees it: documents keep their numbers, and rows are the index's own.
package struct RowOrder: Sendable {
    /// By row; empty where every document is the row of its number.
    private let docs: [UInt32]
    /// By document.
    private let rows: [UInt32]

    /// Every document is the row of its number.
    package static let none = RowOrder([])

    /// - Parameter docs: every document once, in the order of the rows.
    package init(_ docs: [UInt32]) {
        var rows = [UInt32](repeating: .max, count: docs.count)
        for (row, doc) in docs.enumerated() {
            precondition(rows[Int(doc)] == .max, "document \(doc) twice")
            rows[Int(doc)] = UInt32(row)
        }
        self.docs = docs
        self.rows = rows
    }

    package var isNone: Bool { docs.isEmpty }

    package func row(of doc: DocID) -> Int { rows.isEmpty ? doc.index : Int(rows[doc.index]) }

    package func doc(atRow row: Int) -> DocID { docs.isEmpty ? DocID(row) : DocID(docs[row]) }
}

extension RowOrder {
    /// The documents of rows that were found with scores, best first.
    ///
    /// - Parameter rows: by score descending.
    /// - Returns: by score descending, then DocID.
    package func candidates(atRows rows: [(document: UInt32, score: Float)]) -> [Candidate] {
        let found = rows.map { Candidate(doc: doc(atRow: Int($0.document)), score: $0.score) }
        return isNone ? found : found.sortedByDocument()
    }
}

extension [Candidate] {
    /// These candidates, those of equal scores by DocID.
    ///
    /// - Precondition: by score descending.
    package func sortedByDocument() -> [Candidate] {
        guard indices.dropFirst().contains(where: { self[$0 - 1].score == self[$0].score }) else {
            return self
        }
        return sorted { $0.score != $1.score ? $0.score > $1.score : $0.doc < $1.doc }
    }
}
