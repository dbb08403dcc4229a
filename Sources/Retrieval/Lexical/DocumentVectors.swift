package import Kernels

/// A document's TF-IDF vectors over its terms: of all its text, and of two parts of it each for itself, its title
/// and its excerpt, which is its body where there is no excerpt.
package struct DocumentVectors: Hashable, Sendable {
    /// Weights of a term: in all of the text, in the title, in the excerpt.
    static let lanes = 3

    /// Ascending, distinct.
    private let terms: [UInt32]
    /// Row-major, terms x lanes; each column has length 1 or is 0.
    private let weights: [Float]

    init(terms: [UInt32], weights: [Float]) {
        precondition(weights.count == terms.count * Self.lanes, "a term has a weight in each vector")
        self.terms = terms
        self.weights = weights
    }

    /// Of all text, weighted by field.
    package var all: TermVector { vector(0) }
    package var title: TermVector { vector(1) }
    package var excerpt: TermVector { vector(2) }

    private func vector(_ lane: Int) -> TermVector {
        let found = terms.indices.filter { weights[$0 * Self.lanes + lane] > 0 }
        return TermVector(
            terms: found.map { TermID(terms[$0]) },
            weights: found.map { weights[$0 * Self.lanes + lane] }
        )
    }

    /// Makes these the query that documents are multiplied with.
    package func set(_ query: inout SparseQuery) {
        query.set(terms.span, weights: weights.span, lanes: Self.lanes)
    }

    /// The cosines with the query.
    package func products(with query: borrowing SparseQuery) -> TermProducts {
        TermProducts(query.laneProducts(terms.span, weights: weights.span))
    }
}

/// The cosines of two documents' vectors.
package struct TermProducts: Hashable, Sendable {
    /// Of all text.
    package let all: Float
    package let titles: Float
    /// Of the query's title and the document's excerpt.
    package let titleWithExcerpt: Float
    package let excerptWithTitle: Float
    package let excerpts: Float

    /// The cosine of all text alone; those of parts are 0.
    package init(all: Float) {
        self.all = all
        (titles, titleWithExcerpt, excerptWithTitle, excerpts) = (0, 0, 0, 0)
    }

    init(_ lanes: SIMD8<Float>) {
        (all, titles) = (lanes[0], lanes[1])
        (titleWithExcerpt, excerptWithTitle, excerpts) = (lanes[2], lanes[3], lanes[4])
    }
}
