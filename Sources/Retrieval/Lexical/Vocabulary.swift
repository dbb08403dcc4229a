/// The number of a distinct term.
package struct TermID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(_ rawValue: UInt32) { self.rawValue = rawValue }

    package static func < (a: TermID, b: TermID) -> Bool { a.rawValue < b.rawValue }
}

/// The distinct terms of a collection, numbered in order of first occurrence, with document frequencies.
package struct Vocabulary: Sendable {
    private var table = TermTable()
    private var frequencies: [UInt32] = []

    package init() {}

    /// Terms of a larger collection, in its order, with its frequencies.
    init(_ known: [(term: String, documentFrequency: Int)]) {
        table = TermTable(known.lazy.map(\.term))
        frequencies = known.map { UInt32(clamping: $0.documentFrequency) }
    }

    /// The number of distinct terms.
    package var count: Int { table.count }

    package subscript(_ id: TermID) -> String {
        String(decoding: table.term(Int(id.rawValue)), as: UTF8.self)
    }

    package func id(of term: String) -> TermID? {
        let bytes = Array(term.utf8)
        return table.number(of: bytes, TermTable.hash(bytes)).map { TermID(UInt32($0)) }
    }

    /// The number of documents that contain the term in any field.
    package func documentFrequency(of id: TermID) -> Int { Int(frequencies[Int(id.rawValue)]) }

    /// The numbers of all terms of `documents`, in their order, new ones where terms are new, and counts their
    /// documents.
    ///
    /// - Complexity: O(bytes of the distinct terms), expected.
    ///
    /// - Parameter isCounting: false where the frequencies are known already.
    mutating func intern(_ documents: AnalysedDocuments, counting isCounting: Bool = true) -> [UInt32] {
        (0..<documents.terms.count).map { term in
            let number = table.insert(documents.terms.term(term), documents.terms.hash(of: term))
            if number == frequencies.count { frequencies.append(0) }
            if isCounting { frequencies[number] += documents.frequencies[term] }
            return UInt32(number)
        }
    }

    /// The number of a term of some documents, if it is known.
    func id(of term: Int, in documents: AnalysedDocuments) -> TermID? {
        table.number(of: Array(documents.terms.term(term)), documents.terms.hash(of: term))
            .map { TermID(UInt32($0)) }
    }
}
