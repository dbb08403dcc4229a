import Corpus
import Kernels
import Retrieval
import Semantic

/// An article added to a collection, with what was computed of it once.
final class AddedArticle: Sendable {
    let analysed: AnalysedArticle
    /// Nil where words decide alone.
    let embedding: EmbeddingMatrix.Embedding?
    /// Its terms as those of other additions are compared with them.
    let terms: ForeignTerms

    /// - Complexity: O(text).
    init(_ article: Article, embedding: EmbeddingMatrix.Embedding?, in collection: CollectionSnapshot) {
        analysed = AnalysedArticle(article, in: collection)
        self.embedding = embedding
        terms = ForeignTerms(analysed.terms)
    }

    var article: Article { analysed.article }
}
