/// What a lexical index knows its terms by.
protocol TermSource: Sendable {
    /// The number of distinct terms.
    var count: Int { get }
    /// A term as text.
    subscript(term: TermID) -> String { get }
    /// The number of documents that contain the term in any field.
    func documentFrequency(of term: TermID) -> Int
    /// The terms of a text that is not indexed: those that some document has, ascending, and the counts of the rest.
    func terms(of document: DocumentText) -> (known: [CountedTerm], unknown: [FieldCounts])
}
