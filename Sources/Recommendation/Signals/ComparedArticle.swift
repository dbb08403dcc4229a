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
    /// Nil where it can be part of no series.
    let series: SeriesIndex.Place?
    /// Nil without one.
    let provider: String?
    /// See ``Article/languageGroup``; nil where nobody knows it.
    let language: String?

    /// Days from this article to the other, negative where that is older; nil where a date is missing.
    func daysApart(_ other: ComparedArticle) -> Double? {
        days.flatMap { own in other.days.map { $0 - own } }
    }
}

extension Article {
    var daysSince1970: Double? { published.map { $0.date.timeIntervalSince1970 / 86_400 } }
}
