/// The addresses of an article, and which family of front-matter keys its site names them by.
public struct ArticleLinks: Hashable, Sendable {
    /// The two families of key names that occur in the wild.
    public enum KeyFamily: String, Hashable, Sendable {
        /// `originalUrl`, `webUrl`, `ampWebUrl`, `cdnAmpWebUrl`.
        case web
        /// `sourceUrl`, `ampUrl`, `cdnAmpUrl`, in older files.
        case source
    }

    public var family: KeyFamily
    /// `originalUrl`: where the article was found.
    public var original: String?
    /// `webUrl` or `sourceUrl`: where readers are sent.
    public var web: String?
    /// `ampWebUrl` or `ampUrl`.
    public var amp: String?
    /// `cdnAmpWebUrl` or `cdnAmpUrl`.
    public var cdnAmp: String?
    /// `canonicalUrl`: where the page is by its site's own word. It tells that two articles are one page, and no list
    /// shows it.
    public var canonical: String?

    public init(
        family: KeyFamily = .web,
        original: String? = nil,
        web: String? = nil,
        amp: String? = nil,
        cdnAmp: String? = nil,
        canonical: String? = nil
    ) {
        self.family = family
        self.original = original
        self.web = web
        self.amp = amp
        self.cdnAmp = cdnAmp
        self.canonical = canonical
    }

    /// The address that stands for the article: `web`, else `original`.
    public var primary: String? { web ?? original }

    /// Whether the article was found elsewhere (`originalUrl`, `sourceUrl`), where readers find it whatever the site's own
    /// `published` says.
    package var isSyndicated: Bool { original != nil || (family == .source && web != nil) }

    /// All addresses that there are.
    public var all: [String] { [web, original, amp, cdnAmp, canonical].compactMap(\.self) }

    /// The pages that they lead to, usually one: its AMP form is the same page.
    ///
    /// - Complexity: O(bytes of the addresses), some microseconds.
    /// Prefer `pageHashes` where there are many articles.
    public var pages: Set<CanonicalURL> { Set(all.lazy.compactMap { CanonicalURL($0) }) }

    /// A hash of each of the ``pages``, ascending. Of a million pages two share one with a probability of 3e-8, unless
    /// somebody wants them to.
    ///
    /// - Complexity: O(bytes of the addresses), about a microsecond.
    package var pageHashes: [UInt64] {
        var hashes: [UInt64] = []
        for url in all {
            if let hash = CanonicalURL.hash(of: url), !hashes.contains(hash) { hashes.append(hash) }
        }
        return hashes.count > 1 ? hashes.sorted() : hashes
    }
}
