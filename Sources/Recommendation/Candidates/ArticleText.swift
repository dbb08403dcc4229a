import Corpus
import Markup
import Retrieval

extension DocumentText {
    init(_ article: Article) {
        self.init(
            title: article.plainTitle,
            excerpt: article.plainExcerpt,
            body: article.body,
            language: article.knownLanguage
        )
    }
}

extension Article {
    /// The title as people read it: the field itself stays as its site wrote it, since entries of lists repeat it.
    var plainTitle: String { PlainText.inline(title) }
    /// The excerpt as people read it.
    var plainExcerpt: String { PlainText.inline(excerpt) }
}
