import Markup

/// What a feed says of itself.
struct FeedTraits {
    private(set) var title: String?
    private(set) var link: String?
    private(set) var language: String?

    /// The site's host.
    var domain: String? { link.flatMap { WebLink.host(of: $0) } }

    mutating func start(_ element: XMLElement, _ vocabulary: FeedVocabulary) {
        guard vocabulary == .atom, element.name == "link", let address = element["href"] else { return }
        if (element["rel"] ?? "alternate") == "alternate" { set(link: address.trimmed) }
    }

    mutating func end(_ name: String, _ text: String) {
        let text = text.trimmed
        guard !text.isEmpty else { return }
        switch name {
        case "title": title = title ?? text.forEachItem
        case "link", "base_blog_url": set(link: text)
        case "language": language = language ?? text.forEachItem
        default: break
        }
    }

    private mutating func set(link address: String) {
        if link == nil, address.utf8.count <= WebLink.longestBase { link = address }
    }
}
