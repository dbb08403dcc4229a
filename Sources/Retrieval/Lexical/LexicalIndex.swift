package import Kernels

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    package let inverted: InvertedIndex
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
        self.init(documents.count, text: { documents[$0] }, analyzer: analyzer, weighting: weighting)
    }

    /// The same for `count` documents whose texts are asked for when they are needed.
    package init(
        _ count: Int,
        text: @Sendable (Int) -> DocumentText,
        analyzer: Analyzer = .init(),
        weighting: TermWeighting = .init()
    ) {
        var counted = CountedTerms()
        terms = CollectionTerms(count, text: text, analyzer: analyzer, counted: &counted)
        self.weighting = weighting
        let weights = weighting.weights(of: counted, terms.vocabulary)
        inverted = InvertedIndex(
            TermMatrix(
                lanes: DocumentVectors.lanes,
                offsets: counted.offsets,
                terms: counted.terms,
                weights: weights
            ),
            termCount: terms.vocabulary.count
        )
    }

    /// The number of documents.
    package var count: Int { inverted.documentCount }

    package var vocabulary: Vocabulary { terms.vocabulary }

    /// An indexed document's vector of all its text.
    package func vector(of doc: DocID) -> TermVector { inverted.matrix.vector(of: doc.index) }

    /// An indexed document's vectors.
    package func vectors(of doc: DocID) -> DocumentVectors { inverted.matrix.vectors(of: doc.index) }

    /// The vector of a text that is not indexed, weighted by this collection's frequencies.
    package func vector(of document: DocumentText) -> TermVector { vectors(of: document).all }

    /// The vectors of a text that is not indexed.
    package func vectors(of document: DocumentText) -> DocumentVectors {
        let (known, unknown) = terms.terms(of: document)
        return weighting.vectors(known, unknown: unknown, vocabulary, documents: count)
    }

    /// The cosines of a document with the query.
    package func products(of doc: DocID, with query: borrowing SparseQuery) -> TermProducts {
        TermProducts(inverted.matrix.laneProducts(of: doc.index, with: query))
    }
}
