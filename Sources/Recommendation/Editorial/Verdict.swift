public import Corpus
import Foundation
import Platform

/// What became of an article that might have stood in a list.
public enum Verdict: Hashable, Sendable {
    /// Listed at this place, from 1.
    case listed(Int)
    /// Too improbable, and listed at this place all the same, since the list would be too short.
    case toppedUp(Int)
    /// Put at this place by an editor.
    case pinned(Int)
    /// It is the article itself, or another record of the same page.
    case same
    /// An editor excluded it.
    case excluded
    /// A rule of the site leaves it out; named as the option is.
    case filtered(String)
    /// It is no page that is recommended.
    case unlistable(Unlistable)
    /// It is a translation of the article itself, or of one that is listed.
    case translation(of: ArticleID)
    /// The probability is too low.
    case improbable
    /// It has the text of the article itself, or of one that is listed.
    case copy(of: ArticleID)
    /// It has the form of the article itself, or of one that is listed, filled in differently.
    case template(of: ArticleID)
    /// It is another part of the series of one that is listed.
    case series(of: ArticleID)
    /// The list has enough of this provider.
    case providerFull(String)
    /// Good enough, but others are better and the list is full.
    case beyondLimit
    /// Not among the nearest articles, so never looked at.
    case notNear

    /// Whether something else than the others' or its own probability speaks against it.
    var isObjection: Bool {
        switch self {
        case .excluded, .filtered, .unlistable, .translation, .copy, .template, .series, .providerFull: true
        case .listed, .toppedUp, .pinned, .same, .improbable, .beyondLimit, .notNear: false
        }
    }
}

extension Verdict {
    /// For people.
    package func sentence(_ minimumProbability: Double) -> String {
        switch self {
        case .listed(let place): "listed, number \(place)"
        case .toppedUp(let place):
            String(
                format:
                    "listed to top up, number \(place), though the probability is below %.2f (--at-least)",
                minimumProbability
            )
        case .pinned(let place): "pinned by its editor, number \(place)"
        case .same: "never, it is the same article or page"
        case .excluded: "excluded by its editor"
        case .filtered(let option): "left out by --\(option)"
        case .unlistable(let why):
            "left out, \(why.clause)" + (why.option.map { " (--\($0))" } ?? "")
        case .translation(let id): "left out, it is a translation of \(id.rawValue.singleLine)"
        case .improbable:
            String(format: "left out, the probability is below %.2f (--min-probability)", minimumProbability)
        case .copy(let id): "folded, its text is that of \(id.rawValue.singleLine)"
        case .template(let id): "folded, it has the form of \(id.rawValue.singleLine)"
        case .series(let id):
            "folded, it is a part of the series of \(id.rawValue.singleLine) (--fold-series)"
        case .providerFull(let provider):
            "left out, the list has enough of \(provider.singleLine) (--max-per-provider)"
        case .beyondLimit: "good enough, but the list is full (--limit)"
        case .notNear: "not looked at, it is not among the nearest articles"
        }
    }
}
