package import Kernels

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    /// Of rows: see ``rowOrder``.
    package let inverted: InvertedIndex
    /// The row of each document.
    package let rowOrder: RowOrder
    private let terms: CollectionTerms
    private let weighting: TermWeighting
    /// Documents that frequencies were counted in.
    private let frequencyBase: Int
    /// This index as bytes, where it was asked for.
    package let stored: PackedPostings?

    /// Analyses and indexes `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Parameters:
    ///   - rowOrder: of the rows; no answer depends on it.
    ///   - isStored: makes ``stored`` as well.
    /// - Complexity: O(total text), the analysis on all cores.
    package init(
        _ documents: [DocumentText],
        analyzer: Analyzer = .standard,
        weighting: TermWeighting = .init(),
        rowOrder: RowOrder = .none,
        storing isStored: Bool = false
    ) {
        self.init(
            documents.count,
            text: { documents[$0] },
            analyzer: analyzer,
            weighting: weighting,
            rowOrder: rowOrder,
            storing: isStored
        )
    }

    /// Analyses and indexes `count` documents whose texts are asked for when they are needed.
    package init(
        _ count: Int,
        text: @Sendable (Int) -> DocumentText,
        analyzer: Analyzer = .standard,
        weighting: TermWeighting = .init(),
        rowOrder: RowOrder = .none,
        storing isStored: Bool = false
    ) {
        var counted = CountedTerms()
        let terms = CollectionTerms(count, text: text, analyzer: analyzer, counted: &counted)
        counted = counted.reordered(rowOrder)
        let stored = isStored ? PackedPostings(counted, terms.vocabulary, analyzer, weighting) : nil
        self.init(terms, counted, weighting, rowOrder, frequencyBase: counted.count, stored: stored)
    }

    /// Indexes some documents of a stored collection with the frequencies of all of it: weights and scores have the bits
    /// that the index of the whole collection gives.
    ///
    /// - Parameters:
    ///   - texts: whose vectors will be asked for.
    ///   - stored: of the collection; texts are read and weighed as its were.
    /// - Complexity: O(total text + terms x log(terms of the collection)).
    package init(_ documents: [DocumentText], besides texts: [DocumentText] = [], of stored: PackedPostings) {
        var counted = CountedTerms()
        let terms = CollectionTerms(
            documents,
            besides: texts,
            of: stored,
            counted: &counted
        )
        self.init(terms, counted, stored.weighting, .none, frequencyBase: stored.documentCount, stored: nil)
    }

    private init(
        _ terms: CollectionTerms,
        _ counted: CountedTerms,
        _ weighting: TermWeighting,
        _ rowOrder: RowOrder,
        frequencyBase: Int,
        stored: PackedPostings?
    ) {
        self.terms = terms
        self.weighting = weighting
        self.rowOrder = rowOrder
        self.frequencyBase = frequencyBase
        self.stored = stored
        let weights = weighting.weights(of: counted, terms.vocabulary, documents: frequencyBase)
        inverted = InvertedIndex(
            TermMatrix(offsets: counted.offsets, terms: counted.terms, weights: weights),
            termCount: terms.vocabulary.count
        )
    }

    /// The number of documents.
    package var count: Int { inverted.documentCount }

    package var vocabulary: Vocabulary { terms.vocabulary }

    /// An indexed document's vector of all its text.
    package func vector(of doc: DocID) -> TermVector {
        inverted.matrix.vector(of: rowOrder.row(of: doc))
    }

    /// The cosine of two documents' vectors of all their text, with the bits of ``TermVector/cosine(_:)``.
    package func cosine(_ a: DocID, _ b: DocID) -> Float {
        inverted.matrix.dotProduct(of: rowOrder.row(of: a), withRow: rowOrder.row(of: b))
    }

    /// An indexed document's vectors.
    package func vectors(of doc: DocID) -> DocumentVectors {
        inverted.matrix.vectors(of: rowOrder.row(of: doc))
    }

    /// The vector of a text that is not indexed, weighted by this collection's frequencies.
    package func vector(of document: DocumentText) -> TermVector { vectors(of: document).all }

    /// The vectors of a text that is not indexed.
    package func vectors(of document: DocumentText) -> DocumentVectors {
        let (known, unknown) = terms.terms(of: document)
        return weighting.vectors(known, unknown: unknown, vocabulary, documents: frequencyBase)
    }

    /// The cosines of a document with the query.
    package func products(of doc: DocID, with query: borrowing SparseQuery) -> TermProducts {
        inverted.matrix.products(of: rowOrder.row(of: doc), with: query)
    }
}
