package import Kernels

/// A document's TF-IDF vectors over its terms: of all its text, and of two parts of it each for itself, its title
/// and its excerpt, which is its body where there is no excerpt.
package struct DocumentVectors: Hashable, Sendable {
    /// Ascending, distinct.
    private let terms: [UInt32]
    /// Each vector has length 1 or is 0.
    private let weights: TermWeights

    init(terms: [UInt32], weights: TermWeights) {
        precondition(
            weights.all.count == terms.count && weights.parts.count == terms.count,
            "a term has a weight in each vector"
        )
        self.terms = terms
        self.weights = weights
    }

    /// Of all text, weighted by field.
    package var all: TermVector { vector { weights.all[$0] } }
    package var title: TermVector { vector { weights.parts[$0].x } }
    package var excerpt: TermVector { vector { weights.parts[$0].y } }

    private func vector(_ weight: (Int) -> Float) -> TermVector {
        let found = terms.indices.filter { weight($0) > 0 }
        return TermVector(terms: found.map { TermID(terms[$0]) }, weights: found.map(weight))
    }

    /// Makes these the query that documents are multiplied with.
    package func set(_ query: inout SparseQuery) {
        query.set(terms.span, weights: weights.all.span, parts: weights.parts.span)
    }

    /// The cosines with the query.
    package func products(with query: borrowing SparseQuery) -> TermProducts {
        TermProducts(query.overlap(terms.span, weights: weights.all.span, parts: weights.parts.span))
    }
}

/// The weights of some terms.
package struct TermWeights: Hashable, Sendable {
    /// In all of the text, one for each term.
    package var all: [Float]
    /// In title and excerpt; empty where no part has weights of its own.
    package var parts: [SIMD2<Float>]

    package init(all: [Float] = [], parts: [SIMD2<Float>] = []) {
        self.all = all
        self.parts = parts
    }
}

/// What the terms of two documents have in common.
package struct TermProducts: Hashable, Sendable {
    /// The cosine of all text.
    package let all: Float
    /// The cosine of the titles.
    package let titles: Float
    /// The cosine of the query's title and the document's excerpt.
    package let titleWithExcerpt: Float
    package let excerptWithTitle: Float
    package let excerpts: Float
    /// How much of the query's title the document has anywhere in its text: the share of its squared weights, from 0 to 1.
    package let titleFound: Float
    /// How much of the document's title the query has anywhere in its text, from 0 to 1.
    package let otherTitleFound: Float
    /// What the one term adds to the cosine of all text that adds most.
    package let strongest: Float

    /// The cosine of all text alone; all else is 0.
    package init(all: Float) {
        self.all = all
        (titles, titleWithExcerpt, excerptWithTitle, excerpts) = (0, 0, 0, 0)
        (titleFound, otherTitleFound, strongest) = (0, 0, 0)
    }

    init(_ overlap: SparseOverlap) {
        let sums = overlap.sums
        (all, titles) = (sums[0], sums[1])
        (titleWithExcerpt, excerptWithTitle, excerpts) = (sums[2], sums[3], sums[4])
        (titleFound, otherTitleFound) = (sums[5], sums[6])
        strongest = overlap.largest
    }
}
