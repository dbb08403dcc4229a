/// What an article's own site says of its page.
public struct ArticlePage: Hashable, Sendable {
    /// What a page is there for.
    public enum Kind: String, Hashable, Sendable {
        case article
        /// A page that lists others: of a section, a tag, an author; or one that stands for itself, such as "about".
        case index
        /// A page that only leads to another.
        case redirect
    }

    public var kind: Kind
    /// Of the file, below the corpus that it was read from; nil for what is in no file of its own.
    public var path: String?
    /// Address of the page on its own site: absolute, or from the site's root, such as `/2024/05/06/law/`; nil where
    /// nothing tells.
    public var url: String?
    /// What the translations of one text have in common; nil where there are none that are known.
    public var translationKey: String?
    /// The series that the article is a part of.
    public var series: String?
    /// When the page is no longer to be shown.
    public var expires: PublicationDate?

    public init(
        kind: Kind = .article,
        path: String? = nil,
        url: String? = nil,
        translationKey: String? = nil,
        series: String? = nil,
        expires: PublicationDate? = nil
    ) {
        self.kind = kind
        self.path = path
        self.url = url
        self.translationKey = translationKey
        self.series = series
        self.expires = expires
    }
}
