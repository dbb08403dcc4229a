import Corpus
import Retrieval

/// An article with what a collection makes of it alone. It stays the same as long as the collection's snapshot does, so
/// that it can be kept from question to question.
///
/// A class, since a hundred of them are handed on for a question, and each has some twenty parts.
final class AnalysedArticle: Sendable {
    let article: Article
    let terms: WeighedText
    let fingerprint: TextFingerprint
    /// Empty without topics.
    let topics: TermVector
    /// Hashes of the pages that it leads to.
    let pages: [UInt64]
    let parts: PairComparison.ComparedParts

    /// - Complexity: O(text + terms x log(terms of the collection)).
    init(
        _ article: Article,
        _ postings: PackedPostings,
        _ boilerplate: Boilerplate,
        _ topicWeights: TopicWeights
    ) {
        self.article = article
        terms = WeighedText(DocumentText(article), of: postings)
        fingerprint = TextFingerprint(article, besides: boilerplate)
        topics = topicWeights.vector(ofIndexed: article)
        pages = article.links.pageHashes
        parts = PairComparison.ComparedParts(article)
    }

    /// About the memory that this takes.
    var byteCount: Int {
        let texts = [article.id.rawValue, article.title, article.excerpt, article.body] + article.links.all
        return Article.fieldBytes + texts.reduce(0) { $0 + $1.utf8.count + 32 }
            + 64 * article.topics.count + terms.byteCount + fingerprint.byteCount + 8 * topics.terms.count
            + Self.overhead
    }

    /// The object itself, headers of arrays, and short texts that are not counted one by one.
    private static let overhead = 400
}
