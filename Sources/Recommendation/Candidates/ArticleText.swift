import Corpus
import Retrieval

extension DocumentText {
    init(_ article: Article) {
        self.init(
            title: article.title,
            excerpt: article.excerpt,
            body: article.body,
            language: article.language
        )
    }
}
