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

    /// The vectors of a document.
    ///
    /// - Parameters:
    ///   - terms: ascending, each once.
    ///   - unknown: terms that no indexed document has. They have no place in a vector but count towards
    ///     its length: a text mostly of unknown words is close to none.
    func vectors(
        _ terms: [(term: TermID, counts: FieldCounts)],
        unknown: [FieldCounts] = [],
        documents: Int,
        documentFrequency: (TermID) -> Int
    ) -> DocumentVectors {
        let known = terms.map {
            (
                term: $0.term,
                counts: $0.counts,
                idf: inverseDocumentFrequency(documentFrequency($0.term), of: documents)
            )
        }
        let unknownIDF = inverseDocumentFrequency(0, of: documents)
        func vector(_ weight: (FieldCounts, Double) -> Double) -> TermVector {
            let weighted = known.map { (term: $0.term, weight: weight($0.counts, $0.idf)) }
                .filter { $0.weight > 0 }
            let squares =
                weighted.reduce(0) { $0 + $1.weight * $1.weight }
                + unknown.reduce(0) { sum, counts in
                    let weight = weight(counts, unknownIDF)
                    return sum + weight * weight
                }
            let length = squares.squareRoot()
            return TermVector(
                terms: weighted.map(\.term),
                weights: weighted.map { Float($0.weight / length) }
            )
        }
        func part(_ occurrences: @escaping (FieldCounts) -> Int) -> TermVector {
            vector { counts, idf in
                let count = occurrences(counts)
                return count > 0 ? (1 + log(Double(count))) * idf : 0
            }
        }
        let hasExcerpt = terms.contains { $0.counts.excerpt > 0 } || unknown.contains { $0.excerpt > 0 }
        return DocumentVectors(
            all: vector(weight),
            title: part(\.title),
            excerpt: part(hasExcerpt ? \.excerpt : \.body)
        )
    }
}
