import Corpus

extension Article {
    /// Whether this article must not stand in the other's list: it is the same article or the same page.
    func isNeverListed(under other: Article) -> Bool { isSame(as: other) || sharesPage(with: other) }

    /// Whether both are one text in two languages, as their site says.
    func isTranslation(of other: Article) -> Bool {
        page.translationKey != nil && page.translationKey == other.page.translationKey
    }

    /// Whether both are one article: by id, unless they were read from different places, as a draft and an
    /// archived article may both be called `index.md`.
    func isSame(as other: Article) -> Bool {
        id == other.id && (origin == other.origin || origin == nil || other.origin == nil)
    }
}
