/// Which vocabulary an element is of, by the address that stands for it or the prefix that usually does.
enum FeedVocabulary: Hashable {
    case none, atom, rss1, content, dublinCore, wordPress, wordPressExcerpt, media, podcast, xml, xhtml, other

    init(_ namespace: String) {
        switch namespace {
        case "": self = .none
        case "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "atom", "a10": self = .atom
        case "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", "rss",
            "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss":
            self = .rss1
        case "http://purl.org/rss/1.0/modules/content/", "content": self = .content
        case "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "dc", "dcterms":
            self = .dublinCore
        case "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss", "media": self = .media
        case "http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes": self = .podcast
        case "http://www.w3.org/XML/1998/namespace", "xml": self = .xml
        case "http://www.w3.org/1999/xhtml": self = .xhtml
        case "wp": self = .wordPress
        case "excerpt": self = .wordPressExcerpt
        default:
            guard namespace.hasPrefix("http://wordpress.org/export/") else {
                self = .other
                return
            }
            self = namespace.hasSuffix("/excerpt/") ? .wordPressExcerpt : .wordPress
        }
    }

    /// Whether feeds have items and their titles in it.
    var isFeed: Bool { self == .none || self == .atom || self == .rss1 }
}
