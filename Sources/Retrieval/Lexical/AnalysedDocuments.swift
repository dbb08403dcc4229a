/// Some documents' distinct terms, each in order of first occurrence, with how often each field has them.
///
/// Terms have numbers of these documents' own, so that portions of a collection can be analysed side by side.
struct AnalysedDocuments: Sendable {
    /// All terms, in order of first occurrence.
    private(set) var terms = TermTable()
    /// How many of the documents have each of the terms.
    private(set) var frequencies: [UInt32] = []
    /// Where each document's entries end in `entries`.
    private(set) var ends: [Int] = []
    private(set) var entries: [(term: UInt32, counts: FieldCounts)] = []
    /// The entry of each term in the document that had it last.
    private var lastEntries: [Int] = []

    init() {}

    /// A term as text.
    func term(_ number: Int) -> String { String(decoding: terms.term(number), as: UTF8.self) }

    /// Adds a document.
    ///
    /// - Complexity: O(bytes of its text), expected.
    mutating func append(_ document: DocumentText, _ analyzer: Analyzer) {
        let start = entries.count
        let analysis = analyzer.analysis(for: document.language)
        count(document.title, analysis, start) { $0.title += 1 }
        count(document.excerpt, analysis, start) { $0.excerpt += 1 }
        count(document.body, analysis, start) { $0.body += 1 }
        ends.append(entries.count)
    }

    private mutating func count(
        _ text: String,
        _ analysis: any LanguageAnalysis,
        _ start: Int,
        _ add: (inout FieldCounts) -> Void
    ) {
        analysis.forEachTerm(of: text) { bytes, hash in
            let term = terms.insert(bytes[...], hash)
            if term == frequencies.count {
                frequencies.append(0)
                lastEntries.append(-1)
            }
            if lastEntries[term] < start {
                lastEntries[term] = entries.count
                frequencies[term] += 1
                entries.append((UInt32(term), FieldCounts()))
            }
            add(&entries[lastEntries[term]].counts)
        }
    }
}
