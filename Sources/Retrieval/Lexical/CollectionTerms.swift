import Platform

/// A collection's terms: what every lexical index starts from, and analyses queries by.
struct CollectionTerms: Sendable {
    private(set) var vocabulary = Vocabulary()
    private let analyzer: Analyzer

    /// Documents analysed at a time: enough to meet most of their terms several times.
    private static let portion = 2048

    /// Analyses `count` documents; that of `text` i becomes DocID i.
    ///
    /// - Parameter counted: receives each document's terms; no index needs them for long.
    /// - Complexity: O(total text), the analysis on all cores.
    init(
        _ count: Int,
        text: @Sendable (Int) -> DocumentText,
        analyzer: Analyzer,
        counted: inout CountedTerms
    ) {
        self.analyzer = analyzer
        let portions = (count + Self.portion - 1) / Self.portion
        // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
        concurrentStream(portions, grain: 1, ahead: 4) { portion in
            var documents = AnalysedDocuments()
            for document in portion * Self.portion..<min(count, (portion + 1) * Self.portion) {
                documents.append(text(document), analyzer)
            }
            return documents
        } receive: { portions in
            for documents in portions { counted.append(documents, vocabulary.intern(documents)) }
        }
    }
}

extension CollectionTerms: TermSource {
    var count: Int { vocabulary.count }

    subscript(term: TermID) -> String { vocabulary[term] }

    func documentFrequency(of term: TermID) -> Int { vocabulary.documentFrequency(of: term) }

    func terms(of document: DocumentText) -> (known: [CountedTerm], unknown: [FieldCounts]) {
        var known: [CountedTerm] = []
        var unknown: [FieldCounts] = []
        var analysed = AnalysedDocuments()
        analysed.append(document, analyzer)
        for (term, counts) in analysed.entries {
            if let id = vocabulary.id(of: Int(term), in: analysed) {
                known.append((id, counts, vocabulary.documentFrequency(of: id)))
            } else {
                unknown.append(counts)
            }
        }
        return (known.sorted { $0.term < $1.term }, unknown)
    }
}
