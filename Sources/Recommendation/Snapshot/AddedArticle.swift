import Corpus
import Kernels
import Retrieval
import Semantic

/// An article added to a collection, with what was computed of it once.
final class AddedArticle: Sendable {
    let article: Article
    /// Nil where words decide alone.
    let embedding: EmbeddingMatrix.Embedding?
    let terms: ForeignTerms

    /// - Complexity: O(text).
    init(_ article: Article, embedding: EmbeddingMatrix.Embedding?, of postings: PackedPostings) {
        self.article = article
        self.embedding = embedding
        terms = ForeignTerms(DocumentText(article), of: postings)
    }
}
