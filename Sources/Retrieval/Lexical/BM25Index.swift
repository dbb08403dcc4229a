import Foundation
package import Kernels

/// A collection inverted with BM25's weights: the yardstick that every ranking is measured against.
///
/// score(q, d) = sum over terms t of qtf(t) * ln(1 + (N - df + 0.5) / (df + 0.5)) * tf / (tf + k1 * (1 - b +
/// b * |d| / avg|d|)), with title, excerpt and body as one text. Robertson, Zaragoza, "The Probabilistic
/// Relevance Framework: BM25 and Beyond" (2009), in the form that Lucene uses: an idf that cannot be negative,
/// and without the constant factor k1 + 1.
package struct BM25Index: Sendable {
    /// Saturation of the term frequency and share of length normalisation, as Lucene's defaults.
    package static let k1 = 1.2
    package static let b = 0.75

    private let inverted: InvertedIndex
    private let terms: CollectionTerms

    /// Analyses and indexes `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Complexity: O(total text), the analysis on all cores.
    package init(_ documents: [DocumentText], analyzer: Analyzer = .init()) {
        var counted: [CountedTerms] = []
        let terms = CollectionTerms(documents, analyzer: analyzer, counted: &counted)
        let documentTerms = counted
        let lengths = documentTerms.map { $0.reduce(0) { $0 + $1.counts.total } }
        let average = Double(max(1, lengths.reduce(0, +))) / Double(max(1, documents.count))
        let vectors = concurrentMap(documents.count, grain: 64) { document in
            let normalised = Self.k1 * (1 - Self.b + Self.b * Double(lengths[document]) / average)
            return TermVector(
                terms: documentTerms[document].map(\.term),
                weights: documentTerms[document].map { term, counts in
                    let df = Double(terms.vocabulary.documentFrequency(of: term))
                    let idf = log(1 + (Double(documents.count) - df + 0.5) / (df + 0.5))
                    return Float(idf * Double(counts.total) / (Double(counts.total) + normalised))
                }
            )
        }
        inverted = InvertedIndex(vectors, termCount: terms.vocabulary.count)
        self.terms = terms
    }

    /// The `k` documents with the highest scores above 0 for a text, which is taken as one long query.
    ///
    /// - Parameter scores: as in ``InvertedIndex/nearest(to:k:above:_:)``.
    /// - Returns: by score descending, then DocID.
    package func nearest(to query: DocumentText, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        let known = terms.terms(of: query).known
        let vector = TermVector(
            terms: known.map(\.term),
            weights: known.map { Float($0.counts.total) }
        )
        return inverted.nearest(to: vector, k: k, &scores)
    }
}
