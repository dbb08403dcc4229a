import Foundation

/// How terms are weighted: TF-IDF over weighted fields, one vector a document.
///
/// The weight of term t is (1 + ln tf(t)) * idf(t), where tf(t) adds up the term's occurrences in title,
/// excerpt and body, each times its field's weight, and idf(t) = ln((1 + N) / (1 + df)) + 2. The vector is
/// normalised to length 1.
///
/// Sublinear tf: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 6.4.1. Smooth idf as in
/// scikit-learn's TfidfTransformer, which adds 1; weighting fields before the logarithm as BM25F does
/// (Robertson, Zaragoza, Taylor 2004). Title weight and the 2 were chosen on tune stories; the numbers are in
/// ARCHITECTURE.md.
package struct TermWeighting: Hashable, Sendable {
    /// What an occurrence in the title counts; must not be negative.
    package var title: Double = 2.5
    /// What an occurrence in the excerpt counts.
    package var excerpt: Double = 1
    /// What an occurrence in the body counts. Below 1, since a body says a word in passing; not measured,
    /// as no corpus at hand has judged articles with bodies.
    package var body: Double = 0.5

    package init() {}

    /// Inverse document frequency of a term in `frequency` of `documents` documents.
    static func inverseDocumentFrequency(_ frequency: Int, of documents: Int) -> Double {
        log((1 + Double(documents)) / (1 + Double(frequency))) + 2
    }

    /// The weight before normalisation of a term that occurs `counts` times in title, excerpt and body.
    func weight(_ counts: FieldCounts, idf: Double) -> Double {
        let frequency =
            title * Double(counts.title) + excerpt * Double(counts.excerpt) + body * Double(counts.body)
        // Below 1/e, which only a tiny field weight reaches, the logarithm would turn the weight negative.
        return frequency > 0 ? max(0, 1 + log(frequency)) * idf : 0
    }

    /// The vector of a document.
    ///
    /// - Parameters:
    ///   - terms: ascending, each once.
    ///   - unknown: terms that no indexed document has. They have no place in the vector but count towards
    ///     its length: a text mostly of unknown words is close to none.
    func vector(
        _ terms: [(term: TermID, counts: FieldCounts)],
        unknown: [FieldCounts] = [],
        documents: Int,
        documentFrequency: (TermID) -> Int
    ) -> TermVector {
        let weights = terms.map {
            weight($0.counts, idf: Self.inverseDocumentFrequency(documentFrequency($0.term), of: documents))
        }
        let unknownIDF = Self.inverseDocumentFrequency(0, of: documents)
        let squares =
            weights.reduce(0) { $0 + $1 * $1 }
            + unknown.reduce(0) { $0 + weight($1, idf: unknownIDF) * weight($1, idf: unknownIDF) }
        guard squares > 0 else { return TermVector(terms: [], weights: []) }
        let length = squares.squareRoot()
        return TermVector(terms: terms.map(\.term), weights: weights.map { Float($0 / length) })
    }
}

/// How often a term occurs in each field of a document.
struct FieldCounts: Hashable, Sendable {
    var title = 0
    var excerpt = 0
    var body = 0
}
