import Foundation

/// How terms are weighted: TF-IDF over weighted fields, one vector a document.
///
/// The weight of term t is (1 + ln tf(t)) * idf(t), where tf(t) adds up the term's occurrences in title,
/// excerpt and body, each times its field's weight, and idf(t) = ln((1 + N) / (1 + df)) + c. The vector is
/// normalised to length 1.
///
/// Sublinear tf: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 6.4.1. Smooth idf as in
/// scikit-learn's TfidfTransformer, where c is 1; weighting fields before the logarithm as BM25F does
/// (Robertson, Zaragoza, Taylor 2004). Title weight and c = 2 were chosen on tune stories; the numbers are in
/// ARCHITECTURE.md.
package struct TermWeighting: Hashable, Sendable {
    /// What an occurrence in the title counts; must not be negative.
    package var title: Double = 2.5
    /// What an occurrence in the excerpt counts.
    package var excerpt: Double = 1
    /// What an occurrence in the body counts. Below 1, since a body says a word in passing; not measured,
    /// as no corpus at hand has judged articles with bodies.
    package var body: Double = 0.5
    /// The c of the formula: what even a term of every document keeps.
    package var idfConstant: Double = 2

    package init() {}

    /// The textbook's: all text counts alike and c is 1, as in scikit-learn's TfidfVectorizer with
    /// `sublinear_tf`; a baseline to measure against.
    package static var textbook: TermWeighting {
        var weighting = TermWeighting()
        (weighting.title, weighting.excerpt, weighting.body, weighting.idfConstant) = (1, 1, 1, 1)
        return weighting
    }

    /// Inverse document frequency of a term in `frequency` of `documents` documents.
    func inverseDocumentFrequency(_ frequency: Int, of documents: Int) -> Double {
        log((1 + Double(documents)) / (1 + Double(frequency))) + idfConstant
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
            weight($0.counts, idf: inverseDocumentFrequency(documentFrequency($0.term), of: documents))
        }
        let unknownIDF = inverseDocumentFrequency(0, of: documents)
        let squares =
            weights.reduce(0) { $0 + $1 * $1 }
            + unknown.reduce(0) { $0 + weight($1, idf: unknownIDF) * weight($1, idf: unknownIDF) }
        guard squares > 0 else { return TermVector(terms: [], weights: []) }
        let length = squares.squareRoot()
        return TermVector(terms: terms.map(\.term), weights: weights.map { Float($0 / length) })
    }
}
