/// A field of an article: what a key of front matter or of JSON can mean.
public enum ArticleField: Int, CaseIterable, Hashable, Sendable {
    case id, title, excerpt, body, date, type, language, quality, topics, provider, images
    /// Addresses by the names of newer files.
    case originalUrl, webUrl, ampWebUrl, cdnAmpWebUrl
    /// Addresses by the names of older files.
    case sourceUrl, ampUrl, cdnAmpUrl
    /// Where the page is by its site's own word.
    case canonicalUrl
    /// What the editor decided.
    case pinned, excluded, locked
    case published, draft
    /// When it was last changed: its date where it has no other.
    case modified
    /// What a site says of the page: its address, or what it is made of.
    case url, permalink, slug, path
    case pageKind, redirect, layout
    /// Texts that belong together.
    case series, translationKey
    /// When the page is no longer shown.
    case expires
    /// Keys that keep a page out of lists and search engines.
    case hidden
    /// How far an article has come, where a site has words for it.
    case status
}
