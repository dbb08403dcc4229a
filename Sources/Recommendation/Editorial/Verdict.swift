public import Corpus

/// What became of an article that might have stood in a list.
public enum Verdict: Hashable, Sendable {
    /// Listed at this place, from 1.
    case listed(Int)
    /// Put at this place by an editor.
    case pinned(Int)
    /// It is the article itself, or another record of the same page.
    case same
    /// An editor excluded it.
    case excluded
    /// A rule of the site leaves it out; named as the option is.
    case filtered(String)
    /// The probability is too low.
    case improbable
    /// It has the text of the article itself, or of one that is listed.
    case copy(of: ArticleID)
    /// It has the form of the article itself, or of one that is listed, filled in differently.
    case template(of: ArticleID)
    /// The list has enough of this provider.
    case providerFull(String)
    /// Good enough, but others are better and the list is full.
    case beyondLimit
    /// Not among the nearest articles, so never looked at.
    case notNear

    /// Whether something else than the others' or its own probability speaks against it.
    var isObjection: Bool {
        switch self {
        case .excluded, .filtered, .copy, .template, .providerFull: true
        case .listed, .pinned, .same, .improbable, .beyondLimit, .notNear: false
        }
    }
}
