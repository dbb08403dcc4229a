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
    let topics: TermVector
    let hasTopics: Bool
    let fingerprint: TextFingerprint

    /// What a free text has besides its words: no date, no topics.
    init(
        vectors: DocumentVectors,
        embedding: EmbeddingMatrix.Embedding?,
        _ article: Article?,
        topics: TermVector,
        fingerprint: TextFingerprint
    ) {
        self.vectors = vectors
        self.embedding = embedding
        days = article?.daysSince1970
        self.topics = topics
        hasTopics = article.map { !$0.topics.isEmpty } ?? false
        self.fingerprint = fingerprint
    }

    /// The signals of a pair but ``Signal/neighbourhood``, which needs the rest of the collection.
    ///
    /// - Parameter cosine: of the embeddings; nil without a model.
    func signals(with other: ComparedArticle, cosine: Float?) -> SignalValues {
        var values = SignalValues()
        values.lanes[Signal.terms.rawValue] = vectors.all.cosine(other.vectors.all)
        values.lanes[Signal.titles.rawValue] = vectors.title.cosine(other.vectors.title)
        values.lanes[Signal.titleInExcerpt.rawValue] = vectors.title.cosine(other.vectors.excerpt)
        values.lanes[Signal.excerptInTitle.rawValue] = vectors.excerpt.cosine(other.vectors.title)
        values.lanes[Signal.excerpts.rawValue] = vectors.excerpt.cosine(other.vectors.excerpt)
        values.lanes[Signal.embeddings.rawValue] = cosine ?? 0
        values.setTime(days: daysApart(other))
        if hasTopics, other.hasTopics {
            values.lanes[Signal.topics.rawValue] = topics.cosine(other.topics)
            values[.topicsKnown] = 1
        }
        return values
    }

    /// Days between the two, negative where the other is older; nil where a date is missing.
    func daysApart(_ other: ComparedArticle) -> Double? {
        days.flatMap { own in other.days.map { $0 - own } }
    }
}

extension Article {
    var daysSince1970: Double? { published.map { $0.date.timeIntervalSince1970 / 86_400 } }
}
