package import Corpus
import Foundation

/// Why a page is recommended by nobody, unless a site says otherwise.
public enum Unlistable: String, CaseIterable, Hashable, Sendable {
    /// It says `draft: true` or `published: false`, or lies in a folder of drafts.
    case draft
    /// It is dated after now.
    case future
    /// It is not to be shown any longer.
    case expired
    /// It lists other pages, or stands for itself, as "about" does.
    case indexPage
    /// It only leads to another page.
    case redirect
    /// It is in another language than the article.
    case otherLanguage

    /// The option by which it is listed all the same; nil where there is none.
    public var option: String? {
        switch self {
        case .draft: "include-drafts"
        case .future: "include-future"
        case .expired: "include-expired"
        case .indexPage: "include-index-pages"
        case .redirect: nil
        case .otherLanguage: "any-language"
        }
    }

    /// What it is, for people.
    var clause: String {
        switch self {
        case .draft: "it is a draft"
        case .future: "it is dated in the future"
        case .expired: "it has expired"
        case .indexPage: "it is an index page"
        case .redirect: "it only leads to another page"
        case .otherLanguage: "it is in another language"
        }
    }
}

extension EditorialRules {
    /// Whether an article may stand in the list of another, as far as its page and its language go.
    package func mayList(_ article: Article, under other: Article) -> Bool {
        unlistable(article, under: other, now: asOf ?? Date()) == nil && !article.isTranslation(of: other)
    }

    /// Whether an article may stand in any list at all, as far as its page and the rules go.
    package func mayBeListed(_ article: Article) -> Bool {
        unlistable(article, under: nil, now: asOf ?? Date()) == nil
            && objection(to: article, under: nil) == nil
    }

    /// What keeps an article out of every list, or out of those in other languages than its own; nil where nothing does.
    ///
    /// - Parameters:
    ///   - other: nil for a free text.
    ///   - now: after which an article counts as dated in the future, and by which it has expired.
    func unlistable(_ article: Article, under other: Article?, now: Date) -> Unlistable? {
        if !includesDrafts, article.isPublished == false { return .draft }
        if !includesFuture, let published = article.published, published.date > now { return .future }
        if !includesExpired, let expires = article.page.expires, expires.date <= now { return .expired }
        switch article.page.kind {
        case .article: break
        case .index: if !includesIndexPages { return .indexPage }
        case .redirect: return .redirect
        }
        if !anyLanguage, let other, !article.isReadable(besides: other) { return .otherLanguage }
        return nil
    }
}
