import Kernels

/// A document's distinct terms, ascending, with how often each field has them.
typealias CountedTerms = [(term: TermID, counts: FieldCounts)]

/// A collection's terms: what every lexical index starts from, and analyses queries by.
struct CollectionTerms: Sendable {
    let vocabulary: Vocabulary
    private let analyzer: Analyzer

    /// Analyses `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Parameter counted: receives each document's terms; no index needs them for long.
    /// - Complexity: O(total text), the analysis on all cores.
    init(_ documents: [DocumentText], analyzer: Analyzer, counted: inout [CountedTerms]) {
        let analysed = concurrentMap(documents.count, grain: 64) { FieldedTerms(documents[$0], analyzer) }
        // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
        var vocabulary = Vocabulary()
        counted = analysed.map { fields in
            let terms = fields.counts.map { (term: vocabulary.intern($0.term), counts: $0.counts) }
                .sorted { $0.term < $1.term }
            vocabulary.countDocument(terms.lazy.map(\.term))
            return terms
        }
        self.vocabulary = vocabulary
        self.analyzer = analyzer
    }

    /// The terms of a text that is not indexed: those that some document has, ascending, and the counts of
    /// the rest.
    func terms(of document: DocumentText) -> (known: CountedTerms, unknown: [FieldCounts]) {
        var known: CountedTerms = []
        var unknown: [FieldCounts] = []
        for (term, counts) in FieldedTerms(document, analyzer).counts {
            if let id = vocabulary.id(of: term) { known.append((id, counts)) } else { unknown.append(counts) }
        }
        return (known.sorted { $0.term < $1.term }, unknown)
    }
}

/// How often a term occurs in each field of a document.
struct FieldCounts: Hashable, Sendable {
    var title = 0
    var excerpt = 0
    var body = 0

    /// In all fields together.
    var total: Int { title + excerpt + body }
}

/// A document's distinct terms in order of first occurrence, with how often each field has them.
private struct FieldedTerms: Sendable {
    private(set) var counts: [(term: String, counts: FieldCounts)] = []

    init(_ document: DocumentText, _ analyzer: Analyzer) {
        var slots: [String: Int] = [:]
        for (field, text) in [
            (\FieldCounts.title, document.title), (\.excerpt, document.excerpt), (\.body, document.body),
        ] {
            for term in analyzer.terms(of: text, language: document.language) {
                if let slot = slots[term] {
                    counts[slot].counts[keyPath: field] += 1
                } else {
                    slots[term] = counts.count
                    counts.append((term, FieldCounts()))
                    counts[counts.count - 1].counts[keyPath: field] = 1
                }
            }
        }
    }
}
