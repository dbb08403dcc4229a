import Corpus
import Retrieval

/// A subject, of which it is known whether it is one of the collection's articles.
enum ResolvedSubject: Sendable {
    case indexed(DocID)
    // In boxes, since a large job has many subjects, all of them indexed.
    indirect case outside(Article)
    indirect case text(String, language: String?)
}
