import Kernels

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    package let inverted: InvertedIndex
    private let vectors: [TermVector]
    private let terms: CollectionTerms
    private let weighting: TermWeighting

    /// Analyses and indexes `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Complexity: O(total text), the analysis on all cores.
    package init(
        _ documents: [DocumentText],
        analyzer: Analyzer = .init(),
        weighting: TermWeighting = .init()
    ) {
        var counted: [CountedTerms] = []
        let terms = CollectionTerms(documents, analyzer: analyzer, counted: &counted)
        let documentTerms = counted
        vectors = concurrentMap(documents.count, grain: 64) { document in
            weighting.vector(
                documentTerms[document],
                documents: documents.count,
                documentFrequency: terms.vocabulary.documentFrequency(of:)
            )
        }
        inverted = InvertedIndex(vectors, termCount: terms.vocabulary.count)
        self.terms = terms
        self.weighting = weighting
    }

    /// The number of documents.
    package var count: Int { vectors.count }

    package var vocabulary: Vocabulary { terms.vocabulary }

    /// An indexed document's vector.
    package func vector(of doc: DocID) -> TermVector { vectors[doc.index] }

    /// The vector of a text that is not indexed, weighted by this collection's frequencies.
    package func vector(of document: DocumentText) -> TermVector {
        let (known, unknown) = terms.terms(of: document)
        return weighting.vector(
            known,
            unknown: unknown,
            documents: count,
            documentFrequency: vocabulary.documentFrequency(of:)
        )
    }
}
