import Kernels

/// A collection's documents as counted terms: what every lexical index starts from.
package struct CollectionTerms: Sendable {
    package let vocabulary: Vocabulary
    /// For each document its distinct terms, ascending, with how often each field has them.
    let documents: [[(term: TermID, counts: FieldCounts)]]
    let analyzer: Analyzer

    /// Analyses `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Complexity: O(total text), the analysis on all cores.
    package init(_ documents: [DocumentText], analyzer: Analyzer = .init()) {
        let analysed = concurrentMap(documents.count, grain: 64) { FieldedTerms(documents[$0], analyzer) }
        // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
        var vocabulary = Vocabulary()
        self.documents = analysed.map { fields in
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
    func terms(of document: DocumentText) -> (
        known: [(term: TermID, counts: FieldCounts)], unknown: [FieldCounts]
    ) {
        var known: [(term: TermID, counts: FieldCounts)] = []
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
