package import Kernels

/// The weighted terms of a text that packed postings do not hold, numbered so that texts from outside are compared with
/// each other.
///
/// A term of the collection has its number there. Any other has a hash of 31 bits, so that nothing has to be remembered
/// of other texts; where two of a thousand new terms share one, which happens once in four thousand times, a product is
/// a little too large. Candidates are chosen by it, and no score that anybody sees is computed from it.
package struct ForeignTerms: Sendable {
    /// Ascending, each once.
    package let numbers: [UInt32]
    /// One a term; of length 1 together, or none.
    package let weights: [Float]

    /// - Complexity: O(terms).
    package init(_ text: WeighedText) {
        let unknown = text.unknown.map(Self.number(ofUnknown:))
        var weighted: [UInt32: Float] = [:]
        for (number, weight) in zip(text.numbers + unknown, text.weights.all) where weight > 0 {
            weighted[number] = max(weighted[number] ?? 0, weight)
        }
        let sorted = weighted.sorted { $0.key < $1.key }
        numbers = sorted.map(\.key)
        weights = sorted.map(\.value)
    }

    /// A number that no term of a collection has, whose terms are far fewer than 2^31.
    private static func number(ofUnknown term: [UInt8]) -> UInt32 {
        let hash = UInt32(truncatingIfNeeded: contentHash(term)) | 1 << 31
        // Tables keep the largest for a free place.
        return min(hash, .max - 1)
    }

    /// Makes these the query that others are multiplied with.
    package func set(_ query: inout SparseQuery) { query.set(numbers.span, weights: weights.span) }
}
