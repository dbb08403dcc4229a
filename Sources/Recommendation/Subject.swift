public import Corpus

/// What related articles are asked for.
///
///     recommender.related(to: .article(draft))
///     recommender.related(to: .text("flood barriers on the Danube", language: "en"))
///
/// Whether an article is one of the collection is found out by whoever answers: it is where both are equal in every
/// field, and is else compared as one from outside.
public indirect enum Subject: Hashable, Sendable {
    // In boxes, since a large job has many subjects.
    /// An article, of the collection or from outside; it is never listed under itself.
    case article(Article)
    /// A free text, with the code of its language where it is known ("de").
    case text(String, language: String? = nil)
}

extension Subject {
    /// Of an article; nil for a text.
    package var articleID: ArticleID? { if case .article(let article) = self { article.id } else { nil } }

    /// An article's id, or the text.
    package var name: String {
        switch self {
        case .article(let article): article.id.rawValue
        case .text(let text, _): text
        }
    }
}
