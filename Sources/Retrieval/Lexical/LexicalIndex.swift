import Kernels

/// A document's TF-IDF vectors: of all its text, and of two parts of it each for itself.
package struct DocumentVectors: Hashable, Sendable {
    /// Title, excerpt and body in one, weighted by field.
    package let all: TermVector
    package let title: TermVector
    /// Of the excerpt; of the body where there is no excerpt.
    package let excerpt: TermVector
}

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    package let inverted: InvertedIndex
    private let vectors: [DocumentVectors]
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
            weighting.vectors(
                documentTerms[document],
                documents: documents.count,
                documentFrequency: terms.vocabulary.documentFrequency(of:)
            )
        }
        inverted = InvertedIndex(vectors.map(\.all), termCount: terms.vocabulary.count)
        self.terms = terms
        self.weighting = weighting
    }

    /// The number of documents.
    package var count: Int { vectors.count }

    package var vocabulary: Vocabulary { terms.vocabulary }

    /// An indexed document's vector of all its text.
    package func vector(of doc: DocID) -> TermVector { vectors[doc.index].all }

    /// An indexed document's vectors.
    package func vectors(of doc: DocID) -> DocumentVectors { vectors[doc.index] }

    /// The vector of a text that is not indexed, weighted by this collection's frequencies.
    package func vector(of document: DocumentText) -> TermVector { vectors(of: document).all }

    /// The vectors of a text that is not indexed.
    package func vectors(of document: DocumentText) -> DocumentVectors {
        let (known, unknown) = terms.terms(of: document)
        return weighting.vectors(
            known,
            unknown: unknown,
            documents: count,
            documentFrequency: vocabulary.documentFrequency(of:)
        )
    }
}
