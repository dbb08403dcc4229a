import Markup

/// One item of a feed, or of an export of WordPress, as it is being read.
struct FeedItem {
    var rdfAbout: String?
    var language: String?
    private let line: Int
    private var texts: [String: String] = [:]
    private var links: [(relation: String, address: String)] = []
    private var images: [String] = []
    private var topics: [String] = []
    private var sourceTitle: String?
    private var translations: String?
    private var base: String?
    private var hasPermalinkID = true
    private var post = WordPressPost()

    init(line: Int) { self.line = line }

    /// Whether an element holds others that tell something, and no text.
    static func isContainer(_ name: String, _ vocabulary: FeedVocabulary) -> Bool {
        switch name {
        case "author", "contributor": vocabulary == .atom
        case "source": vocabulary == .atom
        case "group", "content": vocabulary == .media
        case "postmeta": vocabulary == .wordPress
        case "comment": vocabulary == .wordPress
        default: false
        }
    }

    mutating func start(_ element: XMLElement, _ vocabulary: FeedVocabulary, base: String?) {
        if let base { self.base = base }
        switch (element.name, vocabulary) {
        case ("link", .atom):
            if let address = element["href"] {
                links.append(
                    (element["rel"] ?? "alternate", WebLink.resolved(address.trimmed, against: base))
                )
            }
        case ("guid", _): hasPermalinkID = element["isPermaLink"] != "false"
        case ("enclosure", _):
            if element["type"]?.hasPrefix("image/") == true { add(image: element["url"]) }
        case ("thumbnail", .media), ("image", .podcast): add(image: element["url"] ?? element["href"])
        case ("content", .media):
            if element["medium"] == "image" || element["type"]?.hasPrefix("image/") == true {
                add(image: element["url"])
            }
        case ("category", _):
            if let term = element["label"] ?? element["term"] { topics.append(term) }
            post.taxonomy = element["domain"]
            post.term = element["nicename"]
        default: break
        }
    }

    private mutating func add(image address: String?) {
        if let address = address?.trimmed, !address.isEmpty { images.append(address) }
    }

    /// - Parameter parent: the name of the element around it.
    mutating func end(_ name: String, _ vocabulary: FeedVocabulary, _ text: String, within parent: String) {
        switch parent {
        case "author", "contributor", "comment": return
        case "source":
            if name == "title" { sourceTitle = text }
            return
        case "postmeta":
            post.endOfMeta(name, text)
            return
        default: break
        }
        switch (name, vocabulary) {
        case ("category", _): endOfCategory(text)
        case ("link", .none), ("link", .rss1): links.append(("alternate", text.trimmed))
        case ("source", _): sourceTitle = text
        case ("encoded", .wordPressExcerpt): keep("excerpt", text)
        case ("encoded", _): keep("content", text)
        case (_, .wordPress): post.end(name, text)
        case ("subject", .dublinCore): topics.append(text)
        case ("date", .dublinCore), ("created", .dublinCore): keep("date", text)
        case ("modified", .dublinCore): keep("updated", text)
        case ("language", _): language = text.trimmed
        // A picture's title and description, and what podcasts say once more, are not the item's.
        case (_, .media), (_, .other): return
        case (_, .podcast): if name == "summary" { keep("podcast summary", text) }
        case (_, .dublinCore): return
        default: keep(name, text)
        }
    }

    private mutating func keep(_ key: String, _ text: String) {
        if texts[key] == nil, !text.trimmed.isEmpty { texts[key] = text }
    }

    private mutating func endOfCategory(_ text: String) {
        switch post.taxonomy {
        // What plugins for several languages keep in taxonomies of their own.
        case "language": language = post.term ?? text
        case "post_translations": translations = post.term ?? text
        case "post_format", "nav_menu", "link_category", "term_translations", "wp_theme", "product_type":
            break
        default: topics.append(text)
        }
    }

    /// A picture that WordPress lists as if it were an article: its number and its address.
    var attachment: (id: String, url: String)? { post.attachment }

    /// Whether WordPress has it for an article.
    var isListed: Bool { post.isListed }

    // MARK: - As JSON

    /// The item by the names that JSON lines have.
    func imported(by feed: FeedTraits, _ attachments: [String: String]) -> ImportedItem {
        var item = ImportedItem(line: line)
        let base = base ?? feed.link
        let address = ["alternate", "self"].lazy.compactMap { relation in
            links.first { $0.relation == relation && !$0.address.isEmpty }?.address
        }.first
        let name = (texts["guid"] ?? texts["id"] ?? rdfAbout)?.trimmed
        let named = hasPermalinkID ? name.flatMap { WebLink.isAbsolute($0) ? $0 : nil } : nil
        let url = (address ?? named).map { WebLink.resolved($0, against: base) }
        item.set("webUrl", url.flatMap { WebLink.isAbsolute($0) ? $0 : nil })
        item.set("id", name)
        let content = texts["content"] ?? texts["encoded"]
        let summary = texts["description"] ?? texts["summary"] ?? texts["podcast summary"] ?? texts["excerpt"]
        let text = ImportedText(
            title: texts["title"],
            excerpt: post.isPost ? texts["excerpt"] : summary,
            html: post.isPost ? content.map(WordPressPost.withoutShortcodes) : content
        )
        text.set(in: &item, otherwiseNamed: url ?? name)
        item.set(
            date: "publishedDateTime",
            post.date ?? texts["pubDate"] ?? texts["published"] ?? texts["issued"]
        )
        item.set(date: "date", texts["date"] ?? texts["pubdate"])
        item.set(date: "updated", texts["updated"] ?? texts["modified"])
        item.set("topics", Topics.of(topics))
        item.set("language", language ?? feed.language)
        let provider = (sourceTitle ?? feed.title).map(ImportedText.line)
        if let provider, !provider.isEmpty {
            item["provider"] = .object([
                ("name", .text(provider)),
                ("domain", sourceTitle == nil ? feed.domain.map { .text($0) } : nil),
            ])
        }
        var pictures = images
        if let id = post.thumbnail, let picture = attachments[id] { pictures.insert(picture, at: 0) }
        item.set(images: pictures.map { WebLink.resolved($0, against: base) })
        item.set("translationKey", translations)
        post.set(in: &item)
        if item["id"] == nil, url == nil { item.set("id", text.name) }
        return item
    }
}
