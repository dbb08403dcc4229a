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
    package init(_ documents: [DocumentText], analyzer: Analyzer = .standard) {
        var counted = CountedTerms()
        let terms = CollectionTerms(
            documents.count,
            text: { documents[$0] },
            analyzer: analyzer,
            counted: &counted
        )
        let totals = counted.counts.map(\.total)
        let average = Double(max(1, totals.reduce(0, +))) / Double(max(1, documents.count))
        let idfs = (0..<terms.vocabulary.count).map { term in
            let df = Double(terms.vocabulary.documentFrequency(of: TermID(UInt32(term))))
            return log(1 + (Double(documents.count) - df + 0.5) / (df + 0.5))
        }
        var weights: [Float] = []
        weights.reserveCapacity(totals.count)
        for document in documents.indices {
            let range = counted.offsets[document]..<counted.offsets[document + 1]
            let length = Double(totals[range].reduce(0, +))
            let normalised = Self.k1 * (1 - Self.b + Self.b * length / average)
            for position in range {
                let frequency = Double(totals[position])
                let idf = idfs[Int(counted.terms[position])]
                weights.append(Float(idf * frequency / (frequency + normalised)))
            }
        }
        self.terms = terms
        inverted = InvertedIndex(
            TermMatrix(offsets: counted.offsets, terms: counted.terms, weights: TermWeights(all: weights)),
            termCount: terms.vocabulary.count
        )
    }

    /// The `k` documents with the highest scores above 0 for a text, which is taken as one long query.
    ///
    /// - Parameter scores: as in ``InvertedIndex/nearest(to:k:_:)``.
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
