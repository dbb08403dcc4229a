/// What the editor of an article decided about its list.
///
///     relatedPinned:
///       - 2021/face-recognition-ban.md
///       - title: "A guide to face recognition"
///         webUrl: "https://elsewhere.example/guide"
///     relatedExcluded: [2020/old-story.md]
///     relatedLocked: true
public struct EditorialChoices: Hashable, Sendable {
    /// An article that the list must show.
    public enum Pin: Hashable, Sendable {
        /// The id, path or URL of an article.
        case reference(String)
        /// A complete entry written out, with at least a title and a URL; perhaps from outside the corpus. Its
        /// id is its URL unless it names one, and it has no origin.
        case entry(Article)
    }

    /// Key `relatedPinned`: what the list shows first, in this order.
    public var pinned: [Pin]
    /// Key `relatedExcluded`: ids, paths or URLs of what the list never shows.
    public var excluded: [String]
    /// Key `relatedLocked`: whether the list stays as it is, whatever is computed.
    public var isLocked: Bool

    public init(pinned: [Pin] = [], excluded: [String] = [], isLocked: Bool = false) {
        self.pinned = pinned
        self.excluded = excluded
        self.isLocked = isLocked
    }
}
