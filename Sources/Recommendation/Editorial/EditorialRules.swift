public import Foundation

/// What a site wants of every list, whatever is related.
public struct EditorialRules: Hashable, Sendable {
    /// Days either side of an article beyond which nothing is listed under it; undated articles stay.
    public var window: Double?
    /// Lists only what is not newer than the article; undated articles stay.
    public var onlyEarlier = false
    /// Entries of one provider that a list has at most.
    public var maxPerProvider: Int?
    /// Names or domains whose articles are never listed, without case.
    public var excludedProviders: [String] = []
    /// Where not empty, only articles with one of these topics are listed.
    public var onlyTopics: [String] = []
    public var excludedTopics: [String] = []
    /// Where not empty, only articles of these types are listed.
    public var onlyTypes: [String] = []
    /// Where not empty, only articles in these languages are listed: `de` allows `de-AT`.
    public var onlyLanguages: [String] = []
    /// Lists only what was published then or later; undated articles are left out.
    public var publishedAfter: Date?
    /// Lists only what was published then or earlier; undated articles are left out.
    public var publishedBefore: Date?
    /// Lists only what has at least this quality; articles without one are left out.
    public var minimumQuality: Double?
    /// Whether drafts may be listed.
    public var includesDrafts = false
    /// Whether articles may be listed that are dated after ``asOf``.
    public var includesFuture = false
    /// Whether articles may be listed that expired by ``asOf``.
    public var includesExpired = false
    /// Whether pages may be listed that list others, or stand for themselves as "about" does.
    public var includesIndexPages = false
    /// Whether articles in other languages than the subject's may be listed; its own translations never are. Where one of
    /// the two names no language, both count as one.
    public var anyLanguage = false
    /// The moment that counts as now; nil means when the list is made.
    public var asOf: Date?
    /// Log-odds that the best quality of the collection adds to an article's place; it moves places, never the
    /// probability.
    public var qualityWeight = 0.0
    /// Log-odds that the newest article of the collection gains in place; halved every 30 days before that.
    public var recencyWeight = 0.0
    /// Log-odds that an article loses in place for being the same as one above it, less where it is less alike
    /// (Carbonell and Goldstein, "The use of MMR", 1998). Chosen on tune stories, see docs/decisions.md.
    public var diversity = 1.0
    /// Whether copies and templates are kept apart; false only measures the ranking itself.
    public var foldsCopies = true
    /// Whether a list shows only one part of a series, told by what articles say of it and by the numbers in their titles.
    /// The article's own parts may stand in its list either way. Has no effect unless copies are folded.
    public var foldsSeries = false
    public var order = ListOrder.relevance

    public init() {}

    /// The ranking as it is: nothing folded, capped or moved.
    package static let none: EditorialRules = {
        var rules = EditorialRules()
        rules.diversity = 0
        rules.foldsCopies = false
        rules.includesDrafts = true
        rules.includesFuture = true
        rules.includesExpired = true
        rules.includesIndexPages = true
        rules.anyLanguage = true
        return rules
    }()
}

/// In which order a list shows what was chosen; pinned entries come first in any.
public enum ListOrder: String, CaseIterable, Hashable, Sendable {
    case relevance, newest, oldest, quality
}
