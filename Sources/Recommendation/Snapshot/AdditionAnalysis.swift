import Corpus
import Platform
import Semantic

/// What is computed once of an article that comes to a collection.
extension GrowingCollection {
    func analysed(_ article: Article, _ embedding: EmbeddingMatrix.Embedding?) -> AddedArticle {
        AddedArticle(
            article,
            embedding: model.map { embedding ?? self.embedding(of: EmbeddedText(article).content, $0) },
            in: base
        )
    }

    /// - Returns: in the order of the additions.
    /// - Complexity: O(total text), on all cores.
    func analysed(_ additions: [Addition]) -> [AddedArticle] {
        let embeddings = additions.map { addition in
            model.map { addition.embedding ?? embedding(of: EmbeddedText(addition.article).content, $0) }
        }
        return AddedArticle.analysed(additions.map(\.article), embeddings, in: base)
    }

    func embedding(of text: String, _ model: any EmbeddingModel) -> EmbeddingMatrix.Embedding {
        EmbeddingMatrix.Embedding(model.embed([text]).span, reader.precision)
    }
}

extension AddedArticle {
    /// Many articles at once, on all cores.
    ///
    /// - Parameter embeddings: one an article.
    fileprivate static func analysed(
        _ articles: [Article],
        _ embeddings: [EmbeddingMatrix.Embedding?],
        in collection: CollectionSnapshot
    ) -> [AddedArticle] {
        concurrentMap(articles.count, grain: 16) {
            AddedArticle(articles[$0], embedding: embeddings[$0], in: collection)
        }
    }
}
