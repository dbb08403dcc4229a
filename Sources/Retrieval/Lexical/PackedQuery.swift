package import Kernels

/// A text as it is looked for among stored postings.
package struct PackedQuery: Sendable {
    private let stored: PackedPostings
    /// All of the text's terms.
    package let text: WeighedText
    /// By term ascending.
    private let terms: [(entry: PackedPostings.Entry, weight: Float)]

    /// - Complexity: O(text + terms x log(terms of the collection)).
    package init(_ text: DocumentText, of stored: PackedPostings) {
        self.stored = stored
        let found = FoundTerms(text, in: stored)
        self.text = WeighedText(found, of: stored)
        let weights = stored.weighting.weights(
            of: found.known.map { ($0.counts, $0.entry.documentFrequency) },
            unknown: found.unknown.map(\.counts),
            documents: stored.documentCount
        )
        terms = zip(found.known, weights.all).compactMap { $1 > 0 ? ($0.entry, $1) : nil }
    }

    /// Documents that are likely among the `k` with the highest dot products; ``InvertedIndex`` finds
    /// the same ones.
    ///
    /// - Throws: ``PackedPostings/Damaged``.
    package func approximateNearest(_ k: Int, reading most: Int) throws(PackedPostings.Damaged) -> [UInt32] {
        var scratch = LexicalScratch(count: stored.documentCount)
        for (place, term) in terms.enumerated() {
            scratch.add(
                LexicalScratch.List(length: term.entry.documentFrequency, start: place, weight: term.weight)
            )
        }
        return try scratch.takeCandidates(k, reading: most) { (list, scores) throws(PackedPostings.Damaged) in
            let (documents, weights) = try stored.list(terms[list.start].entry)
            scores.add(documents.span, weights.span, times: list.weight)
        }
    }

    /// Adds `factor` x the dot product of each document with the query to the scores, as ``InvertedIndex`` does.
    ///
    /// - Throws: ``PackedPostings/Damaged``.
    package func addDotProducts(
        times factor: Float,
        to scores: inout ScoreAccumulator
    ) throws(PackedPostings.Damaged) {
        for (entry, weight) in terms {
            let (documents, weights) = try stored.list(entry)
            scores.add(documents.span, weights.span, times: factor * weight)
        }
    }
}
