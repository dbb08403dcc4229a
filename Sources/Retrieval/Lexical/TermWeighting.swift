import Foundation
import Platform

/// How terms are weighted: TF-IDF over weighted fields, one vector a document.
///
/// The weight of term t is (1 + ln tf(t)) * idf(t), where tf(t) adds up the term's occurrences in title,
/// excerpt and body, each times its field's weight, and idf(t) = ln((1 + N) / (1 + df)) + c. The vector is
/// normalised to length 1.
///
/// Sublinear tf: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 6.4.1. Smooth idf as in
/// scikit-learn's TfidfTransformer, where c is 1; weighting fields before the logarithm as BM25F does
/// (Robertson, Zaragoza, Taylor 2004). Title weight and c = 2 were chosen on tune stories; the numbers are in
/// docs/decisions.md.
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

    /// The vectors of a document that is not indexed.
    ///
    /// - Parameters:
    ///   - terms: ascending, each once.
    ///   - unknown: terms that no indexed document has. They have no place in a vector but count towards
    ///     its length: a text mostly of unknown words is close to none.
    func vectors(
        _ terms: [CountedTerm],
        unknown: [FieldCounts],
        documents: Int
    ) -> DocumentVectors {
        let weights = weights(
            of: terms.map { ($0.counts, $0.documentFrequency) },
            unknown: unknown,
            documents: documents
        )
        return DocumentVectors(terms: terms.map(\.term.rawValue), weights: weights)
    }

    /// The weights of one document's terms, in their order.
    ///
    /// - Parameters:
    ///   - unknown: further terms, which have no weights but count towards the length.
    ///   - documents: that frequencies were counted in.
    func weights(
        of terms: [(counts: FieldCounts, documentFrequency: Int)],
        unknown: [FieldCounts] = [],
        documents: Int
    ) -> TermWeights {
        let known = terms.map {
            ($0.counts, inverseDocumentFrequency($0.documentFrequency, of: documents))
        }
        let unknownIDF = inverseDocumentFrequency(0, of: documents)
        var weights = TermWeights()
        addWeights(of: known, unknown: unknown.map { ($0, unknownIDF) }, to: &weights)
        return weights
    }

    /// The weights of all documents' terms.
    ///
    /// - Parameter documents: that frequencies were counted in.
    /// - Complexity: O(terms), on all cores.
    func weights(of counted: CountedTerms, _ vocabulary: Vocabulary, documents: Int) -> TermWeights {
        let idfs = (0..<vocabulary.count).map {
            inverseDocumentFrequency(vocabulary.documentFrequency(of: TermID(UInt32($0))), of: documents)
        }
        let portion = 1024
        let portions = concurrentMap((counted.count + portion - 1) / portion, grain: 1) { number in
            var some = TermWeights()
            for document in (number * portion)..<min(counted.count, (number + 1) * portion) {
                let range = counted.offsets[document]..<counted.offsets[document + 1]
                let known = range.map { (counted.counts[$0], idfs[Int(counted.terms[$0])]) }
                addWeights(of: known, unknown: [], to: &some)
            }
            return some
        }
        var weights = TermWeights()
        weights.all.reserveCapacity(counted.terms.count)
        weights.parts.reserveCapacity(counted.terms.count)
        for portion in portions {
            weights.all += portion.all
            weights.parts += portion.parts
        }
        return weights
    }

    /// The length of each document's weights before they are divided by it, in all of its text.
    ///
    /// - Complexity: O(terms).
    func lengths(of counted: CountedTerms, _ vocabulary: Vocabulary) -> [Double] {
        let idfs = (0..<vocabulary.count).map {
            inverseDocumentFrequency(vocabulary.documentFrequency(of: TermID(UInt32($0))), of: counted.count)
        }
        return concurrentMap(counted.count, grain: 1024) { document in
            var squares = 0.0
            for place in counted.offsets[document]..<counted.offsets[document + 1] {
                let weight = weight(counted.counts[place], idf: idfs[Int(counted.terms[place])])
                squares += weight * weight
            }
            return squares.squareRoot()
        }
    }

    /// Adds the weights of a document's terms in each of its vectors.
    private func addWeights(
        of known: [(counts: FieldCounts, idf: Double)],
        unknown: [(counts: FieldCounts, idf: Double)],
        to weights: inout TermWeights
    ) {
        let hasExcerpt =
            known.contains { $0.counts.excerpt > 0 } || unknown.contains { $0.counts.excerpt > 0 }
        func part(_ count: UInt32, _ idf: Double) -> Double {
            count > 1 ? (1 + log(Double(count))) * idf : count == 1 ? idf : 0
        }
        func raw(_ term: (counts: FieldCounts, idf: Double)) -> SIMD3<Double> {
            SIMD3(
                weight(term.counts, idf: term.idf),
                part(term.counts.title, term.idf),
                part(hasExcerpt ? term.counts.excerpt : term.counts.body, term.idf)
            )
        }
        let raws = known.map(raw)
        var squares = SIMD3<Double>()
        for raw in raws { squares += raw * raw }
        var unknownSquares = SIMD3<Double>()
        for term in unknown { unknownSquares += raw(term) * raw(term) }
        let lengths = (squares + unknownSquares).squareRoot()
        for raw in raws {
            func weight(_ part: Int) -> Float { raw[part] > 0 ? Float(raw[part] / lengths[part]) : 0 }
            weights.all.append(weight(0))
            weights.parts.append(SIMD2(weight(1), weight(2)))
        }
    }
}
