package import Kernels

/// A collection's terms: analysed, weighted and inverted; answers which documents are close to a text.
package struct LexicalIndex: Sendable {
    /// Of rows: see ``rowOrder``.
    package let inverted: InvertedIndex
    /// The row of each document.
    package let rowOrder: RowOrder
    private let terms: any TermSource
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
        let weights = weighting.weights(of: counted, terms.vocabulary, documents: counted.count)
        self.init(
            terms,
            TermMatrix(offsets: counted.offsets, terms: counted.terms, weights: weights),
            weighting,
            rowOrder,
            frequencyBase: counted.count,
            stored: stored
        )
    }

    /// Indexes some texts of a stored collection with the frequencies of all of it: weights and scores have the bits that
    /// the index of the whole collection gives.
    ///
    /// - Parameters:
    ///   - texts: as the collection weighs them; `texts[i]` becomes DocID i.
    ///   - others: texts whose vectors will be asked for.
    ///   - stored: of the collection.
    /// - Complexity: O(terms of all texts + distinct terms of the collection / 64).
    package init(_ texts: [WeighedText], besides others: [WeighedText] = [], of stored: PackedPostings) {
        let terms = SubsetTerms(texts, besides: others, of: stored)
        var offsets = [0]
        var numbers: [UInt32] = []
        var weights = TermWeights()
        for text in texts {
            numbers += terms.numbers(of: text)
            weights.all += text.weights.all
            weights.parts += text.weights.parts
            offsets.append(numbers.count)
        }
        self.init(
            terms,
            TermMatrix(offsets: offsets, terms: numbers, weights: weights),
            stored.weighting,
            .none,
            frequencyBase: stored.documentCount,
            stored: nil
        )
    }

    private init(
        _ terms: any TermSource,
        _ matrix: TermMatrix,
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
        inverted = InvertedIndex(matrix, termCount: terms.count)
    }

    /// The number of documents.
    package var count: Int { inverted.documentCount }

    /// The number of distinct terms.
    package var termCount: Int { terms.count }

    /// A term as text.
    package func name(of term: TermID) -> String { terms[term] }

    /// The number of documents that contain the term in any field.
    package func documentFrequency(of term: TermID) -> Int { terms.documentFrequency(of: term) }

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
        return weighting.vectors(known, unknown: unknown, documents: frequencyBase)
    }

    /// The cosines of a document with the query.
    package func products(of doc: DocID, with query: borrowing SparseQuery) -> TermProducts {
        inverted.matrix.products(of: rowOrder.row(of: doc), with: query)
    }
}
