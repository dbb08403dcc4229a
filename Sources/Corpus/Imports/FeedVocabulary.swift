/// Which vocabulary an element is of, by the address that stands for it or the prefix that usually does.
enum FeedVocabulary: Hashable {
    case none, atom, rss1, content, dublinCore, wordPress, wordPressExcerpt, media, podcast, xml, xhtml, other

    init(_ namespace: String) {
        self = Self.known[Self.plain(namespace)] ?? .other
    }

    /// A name without what programs write in one way or another: `https://WordPress.org/export/1.2` is
    /// `http://wordpress.org/export/`.
    private static func plain(_ namespace: String) -> String {
        var name = namespace.lowercased()
        if name.hasPrefix("https://") { name = "http://" + name.dropFirst(8) }
        if name.hasSuffix("/") { name.removeLast() }
        guard name.hasPrefix("http://wordpress.org/export/") else { return name }
        return name.hasSuffix("/excerpt") ? "excerpt" : "wp"
    }

    /// The vocabularies by their addresses, and by the prefixes that usually stand for them.
    private static let known: [String: FeedVocabulary] = [
        "": .none,
        "http://www.w3.org/2005/atom": .atom, "http://purl.org/atom/ns#": .atom, "atom": .atom, "a10": .atom,
        "http://purl.org/rss/1.0": .rss1, "http://my.netscape.com/rdf/simple/0.9": .rss1,
        "http://channel.netscape.com/rdf/simple/0.9": .rss1,
        "http://my.netscape.com/publish/formats/rss-0.91.dtd": .rss1,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": .rss1, "rdf": .rss1, "rss": .rss1,
        "http://backend.userland.com/rss2": .rss1, "http://blogs.law.harvard.edu/tech/rss": .rss1,
        "http://backend.userland.com/rss": .rss1, "http://purl.org/net/rss1.1#": .rss1,
        "http://purl.org/rss/1.0/modules/content": .content, "content": .content,
        "http://purl.org/dc/elements/1.1": .dublinCore, "http://purl.org/dc/elements/1.0": .dublinCore,
        "http://purl.org/dc/terms": .dublinCore, "dc": .dublinCore, "dcterms": .dublinCore,
        "http://search.yahoo.com/mrss": .media, "media": .media,
        "http://www.itunes.com/dtds/podcast-1.0.dtd": .podcast, "itunes": .podcast,
        "http://www.w3.org/xml/1998/namespace": .xml, "xml": .xml,
        "http://www.w3.org/1999/xhtml": .xhtml,
        "wp": .wordPress, "excerpt": .wordPressExcerpt,
    ]

    /// Whether feeds have items and their titles in it.
    var isFeed: Bool { self == .none || self == .atom || self == .rss1 }
}
