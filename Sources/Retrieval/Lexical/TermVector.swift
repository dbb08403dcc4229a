package import Kernels

/// A sparse vector over terms. TF-IDF vectors have length 1 or are empty.
package struct TermVector: Hashable, Sendable {
    /// Ascending, distinct.
    package let terms: [TermID]
    /// One weight a term.
    package let weights: [Float]

    package init(terms: [TermID], weights: [Float]) {
        precondition(terms.count == weights.count, "a term vector has one weight a term")
        self.terms = terms
        self.weights = weights
    }

    /// The terms of both vectors with the product of their weights, by term ascending.
    ///
    /// - Complexity: O(terms of both).
    package func products(with other: TermVector) -> [(term: TermID, product: Float)] {
        var result: [(term: TermID, product: Float)] = []
        var (i, j) = (0, 0)
        while i < terms.count, j < other.terms.count {
            if terms[i] < other.terms[j] {
                i += 1
            } else if other.terms[j] < terms[i] {
                j += 1
            } else {
                result.append((terms[i], weights[i] * other.weights[j]))
                i += 1
                j += 1
            }
        }
        return result
    }

    /// The dot product, which is the cosine where both have length 1; summed by term ascending, as the
    /// inverted index sums, so that both give the same bits.
    ///
    /// - Complexity: O(terms of both), without a list of the products: pairs are compared by the million.
    package func cosine(_ other: TermVector) -> Float {
        var sum: Float = 0
        var (i, j) = (0, 0)
        while i < terms.count, j < other.terms.count {
            if terms[i] < other.terms[j] {
                i += 1
            } else if other.terms[j] < terms[i] {
                j += 1
            } else {
                sum += weights[i] * other.weights[j]
                i += 1
                j += 1
            }
        }
        return sum
    }

    /// Makes this the query that documents are multiplied with.
    package func set(_ query: inout SparseQuery) {
        let columns = terms.map(\.rawValue)
        query.set(columns.span, weights: weights.span)
    }
}
