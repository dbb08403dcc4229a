/// The number of a distinct term.
package struct TermID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(_ rawValue: UInt32) { self.rawValue = rawValue }

    package static func < (a: TermID, b: TermID) -> Bool { a.rawValue < b.rawValue }
}

/// The distinct terms of a collection, numbered in order of first occurrence, with document frequencies.
struct Vocabulary: Sendable {
    private var table = TermTable()
    private var frequencies: [UInt32] = []

    /// The number of distinct terms.
    var count: Int { table.count }

    subscript(_ id: TermID) -> String {
        String(decoding: table.term(Int(id.rawValue)), as: UTF8.self)
    }

    /// The number of documents that contain the term in any field.
    func documentFrequency(of id: TermID) -> Int { Int(frequencies[Int(id.rawValue)]) }

    /// The numbers of all terms of `documents`, in their order, new ones where terms are new, and counts their
    /// documents.
    ///
    /// - Complexity: O(bytes of the distinct terms), expected.
    mutating func intern(_ documents: AnalysedDocuments) -> [UInt32] {
        (0..<documents.terms.count).map { term in
            let number = table.insert(documents.terms.term(term), documents.terms.hash(of: term))
            if number == frequencies.count { frequencies.append(0) }
            frequencies[number] += documents.frequencies[term]
            return UInt32(number)
        }
    }

    /// The number of a term of some documents, if it is known.
    func id(of term: Int, in documents: AnalysedDocuments) -> TermID? {
        table.number(of: Array(documents.terms.term(term)), documents.terms.hash(of: term))
            .map { TermID(UInt32($0)) }
    }
}
