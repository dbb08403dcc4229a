/// A key of a related entry.
public enum EntryField: String, CaseIterable, Hashable, Sendable {
    case title, excerpt, publishedDateTime, webUrl, ampWebUrl, cdnAmpWebUrl, type, provider, quality, images
    /// The article's id.
    case id
    /// Its file below the corpus.
    case path
    /// The address of its page on its own site.
    case url

    /// The field of a key, by either family's name; nil where no entry has such a key.
    public init?(key: String) {
        switch key {
        case "sourceUrl": self = .webUrl
        case "ampUrl": self = .ampWebUrl
        case "cdnAmpUrl": self = .cdnAmpWebUrl
        default: self.init(rawValue: key)
        }
    }

    /// Whether a reader, or a template, finds the article by it.
    var isLink: Bool { [.webUrl, .ampWebUrl, .cdnAmpWebUrl, .id, .path, .url].contains(self) }
}

/// Which keys related entries are written with, and in which order.
///
///     let fields = EntryFields([.title, .excerpt, .webUrl])
public struct EntryFields: Hashable, Sendable {
    /// Each field once; `title` is among them.
    public let fields: [EntryField]

    /// For an article that says where it was published, all keys of the files that Kindred was made for, in their
    /// order. For a page of one's own, which has no such address: its title, its `url`, else its `path` or `id`, and its
    /// date.
    public static let standard = EntryFields(
        unchecked: EntryField.allCases.filter { ![.id, .path, .url].contains($0) }
    )

    /// Nil without `title`, by which readers and Kindred tell entries apart, and where a field stands twice.
    public init?(_ fields: [EntryField]) {
        guard fields.contains(.title), Set(fields).count == fields.count else { return nil }
        self.init(unchecked: fields)
    }

    private init(unchecked fields: [EntryField]) { self.fields = fields }

    /// The fields of one article's entry; what it has no value for is left out.
    package func fields(of article: Article) -> [EntryField] {
        guard self == .standard, article.links.primary == nil else { return fields }
        let link: EntryField = article.page.url != nil ? .url : article.page.path != nil ? .path : .id
        return [.title, link, .publishedDateTime]
    }
}

extension ArticleLinks {
    /// A link that a related entry shows, with the name that `family` has for its key; nil where there is none,
    /// and for fields that are no links.
    package func entryLink(_ field: EntryField, in family: KeyFamily) -> (key: String, url: String)? {
        let (names, url): ((web: String, source: String), String?)
        switch field {
        case .webUrl: (names, url) = (("webUrl", "sourceUrl"), primary)
        case .ampWebUrl: (names, url) = (("ampWebUrl", "ampUrl"), amp)
        case .cdnAmpWebUrl: (names, url) = (("cdnAmpWebUrl", "cdnAmpUrl"), cdnAmp)
        default: return nil
        }
        return url.map { (family == .web ? names.web : names.source, $0) }
    }
}
