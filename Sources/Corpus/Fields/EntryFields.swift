/// A key of a related entry.
public enum EntryField: String, CaseIterable, Hashable, Sendable {
    case title, excerpt, publishedDateTime, webUrl, ampWebUrl, cdnAmpWebUrl, type, provider, quality, images

    /// The field of a key, by either family's name; nil where no entry has such a key.
    public init?(key: String) {
        switch key {
        case "sourceUrl": self = .webUrl
        case "ampUrl": self = .ampWebUrl
        case "cdnAmpUrl": self = .cdnAmpWebUrl
        default: self.init(rawValue: key)
        }
    }
}

/// Which keys related entries are written with, and in which order.
///
///     let fields = EntryFields([.title, .excerpt, .webUrl])
public struct EntryFields: Hashable, Sendable {
    /// Each field once; `title` is among them.
    public let fields: [EntryField]

    /// All of them, in the order of the files that Kindred was made for.
    public static let standard = EntryFields(unchecked: EntryField.allCases)

    /// Nil without `title`, by which readers and Kindred tell entries apart, and where a field stands twice.
    public init?(_ fields: [EntryField]) {
        guard fields.contains(.title), Set(fields).count == fields.count else { return nil }
        self.init(unchecked: fields)
    }

    private init(unchecked fields: [EntryField]) { self.fields = fields }
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
