import Kernels

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    package let vocabulary: Vocabulary
    package let inverted: InvertedIndex
    private let vectors: [TermVector]
    private let analyzer: Analyzer
    private let weighting: TermWeighting

    /// Analyses and indexes `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Complexity: O(total text), the analysis on all cores.
    package init(
        _ documents: [DocumentText],
        analyzer: Analyzer = .init(),
        weighting: TermWeighting = .init()
    ) {
        let analysed = concurrentMap(documents.count, grain: 64) { FieldedTerms(documents[$0], analyzer) }
        // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
        var vocabulary = Vocabulary()
        let counted = analysed.map { fields in
            let terms = fields.counts.map { (term: vocabulary.intern($0.term), counts: $0.counts) }
                .sorted { $0.term < $1.term }
            vocabulary.countDocument(terms.lazy.map(\.term))
            return terms
        }
        let finished = vocabulary
        let vectors = concurrentMap(counted.count, grain: 64) { document in
            weighting.vector(
                counted[document],
                documents: counted.count,
                documentFrequency: finished.documentFrequency(of:)
            )
        }
        self.vocabulary = finished
        self.vectors = vectors
        self.analyzer = analyzer
        self.weighting = weighting
        inverted = InvertedIndex(vectors, termCount: finished.count)
    }

    /// The number of documents.
    package var count: Int { vectors.count }

    /// An indexed document's vector.
    package func vector(of doc: DocID) -> TermVector { vectors[doc.index] }

    /// The vector of a text that is not indexed, weighted by this collection's frequencies.
    package func vector(of document: DocumentText) -> TermVector {
        var known: [(term: TermID, counts: FieldCounts)] = []
        var unknown: [FieldCounts] = []
        for (term, counts) in FieldedTerms(document, analyzer).counts {
            if let id = vocabulary.id(of: term) { known.append((id, counts)) } else { unknown.append(counts) }
        }
        return weighting.vector(
            known.sorted { $0.term < $1.term },
            unknown: unknown,
            documents: count,
            documentFrequency: vocabulary.documentFrequency(of:)
        )
    }
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
