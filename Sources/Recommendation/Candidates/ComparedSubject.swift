import Corpus
import Retrieval

extension ComparisonIndex {
    /// A subject as pairs are compared.
    func compared(_ subject: ResolvedSubject) -> ComparedArticle {
        switch subject {
        case .indexed(let doc): self[doc]
        case .outside(let article): compared(article)
        case .text(let text, let language): compared(text: text, language: language)
        }
    }

    /// The numbers of a subject's pages, so far as articles of the collection lead to them.
    func pages(of subject: ResolvedSubject) -> [UInt32] {
        switch subject {
        case .indexed(let doc): Array(pages[doc])
        case .outside(let article): pages.pages(of: article)
        case .text: []
        }
    }
}
