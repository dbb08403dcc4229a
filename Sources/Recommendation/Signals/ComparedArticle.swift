import Corpus
import Foundation
import Retrieval
import Semantic

/// An article as pairs are compared: everything that signals are computed from.
struct ComparedArticle: Sendable {
    let vectors: DocumentVectors
    /// Nil where the collection has no model.
    let embedding: EmbeddingMatrix.Embedding?
    /// Since 1970; nil without a date.
    let days: Double?
    /// Nil without topics.
    let topics: TermVector?
    let fingerprint: TextFingerprint

    /// Days from this article to the other, negative where that is older; nil where a date is missing.
    func daysApart(_ other: ComparedArticle) -> Double? {
        days.flatMap { own in other.days.map { $0 - own } }
    }
}

extension SignalValues {
    /// The signals of a pair but ``Signal/neighbourhood``, which needs the rest of the collection.
    ///
    /// - Parameters:
    ///   - cosine: of the embeddings; nil without a model.
    ///   - daysApart: nil where a date is missing.
    ///   - topics: cosine of the topics; nil where either has none.
    init(terms: TermProducts, cosine: Float?, daysApart: Double?, topics: Float?) {
        lanes[Signal.terms.rawValue] = terms.all
        lanes[Signal.titles.rawValue] = terms.titles
        lanes[Signal.titleInExcerpt.rawValue] = terms.titleWithExcerpt
        lanes[Signal.excerptInTitle.rawValue] = terms.excerptWithTitle
        lanes[Signal.excerpts.rawValue] = terms.excerpts
        lanes[Signal.embeddings.rawValue] = cosine ?? 0
        setTime(days: daysApart)
        if let topics {
            lanes[Signal.topics.rawValue] = topics
            lanes[Signal.topicsKnown.rawValue] = 1
        }
    }
}

extension Article {
    var daysSince1970: Double? { published.map { $0.date.timeIntervalSince1970 / 86_400 } }
}
