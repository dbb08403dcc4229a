/// The number of a distinct term.
package struct TermID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(_ rawValue: UInt32) { self.rawValue = rawValue }

    package static func < (a: TermID, b: TermID) -> Bool { a.rawValue < b.rawValue }
}

/// The distinct terms of a collection, numbered in order of first occurrence, with document frequencies.
package struct Vocabulary: Sendable {
    private var ids: [String: TermID] = [:]
    private var terms: [String] = []
    private var frequencies: [UInt32] = []

    package init() {}

    /// Terms of a larger collection, in its order, with its frequencies.
    init(_ known: [(term: String, documentFrequency: Int)]) {
        for (term, frequency) in known {
            let id = intern(term)
            frequencies[Int(id.rawValue)] = UInt32(clamping: frequency)
        }
    }

    /// The number of distinct terms.
    package var count: Int { terms.count }

    package subscript(_ id: TermID) -> String { terms[Int(id.rawValue)] }

    package func id(of term: String) -> TermID? { ids[term] }

    /// The number of documents that contain the term in any field.
    package func documentFrequency(of id: TermID) -> Int { Int(frequencies[Int(id.rawValue)]) }

    /// The term's number, a new one where the term is new.
    mutating func intern(_ term: String) -> TermID {
        if let id = ids[term] { return id }
        let id = TermID(UInt32(terms.count))
        ids[term] = id
        terms.append(term)
        frequencies.append(0)
        return id
    }

    /// Counts one more document for each of `terms`, which are distinct.
    mutating func countDocument(_ terms: some Sequence<TermID>) {
        for term in terms { frequencies[Int(term.rawValue)] += 1 }
    }
}
