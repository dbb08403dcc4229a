/// One article of a site, as its file or JSON line describes it.
///
///     let article = Article(id: "baltimore", title: "Baltimore bans face recognition",
///                           excerpt: "The city council voted ...")
///
/// Only `id` and `title` are required. Keys that Kindred does not know (`heat`, `secured`, ...) are the
/// site's own and are not kept here; they stay untouched in the file.
///
/// A value of one word: what it says lies elsewhere, shared by all copies, since collections hold and pass on very many of
/// them. Changing one of its properties copies all of them.
public struct Article: Sendable {
    private var storage: ArticleStorage

    public var id: ArticleID {
        get { storage.fields.id }
        set { change { $0.id = newValue } }
    }
    /// The headline; never empty.
    public var title: String {
        get { storage.fields.title }
        set { change { $0.title = newValue } }
    }
    /// The summary; empty where there is none.
    public var excerpt: String {
        get { storage.fields.excerpt }
        set { change { $0.excerpt = newValue } }
    }
    /// The text below the front matter as people read it, without markup; empty where there is none. `PlainText` makes
    /// it of Markdown or HTML.
    public var body: String {
        get { storage.fields.body }
        set { change { $0.body = newValue } }
    }
    public var published: PublicationDate? {
        get { storage.fields.published }
        set { change { $0.published = newValue } }
    }
    public var links: ArticleLinks {
        get { storage.fields.links }
        set { change { $0.links = newValue } }
    }
    /// The site's own kind of item, such as `article` or `video`.
    public var type: String? {
        get { storage.fields.seldomSaid.type }
        set { change { $0.seldomSaid.type = newValue } }
    }
    public var provider: Provider? {
        get { storage.fields.provider }
        set { change { $0.provider = newValue } }
    }
    public var topics: [String] {
        get { storage.fields.topics }
        set { change { $0.topics = newValue } }
    }
    /// The site's own measure of worth; higher is better.
    public var quality: Double? {
        get { storage.fields.quality }
        set { change { $0.quality = newValue } }
    }
    public var images: [ArticleImage] {
        get { storage.fields.seldomSaid.images }
        set { change { $0.seldomSaid.images = newValue } }
    }
    /// BCP 47 language tag, such as `en` or `de-AT`, as the article or its site says it; nil where neither does.
    public var language: String? {
        get { storage.fields.language }
        set { change { $0.language = newValue } }
    }
    /// The language that its texts are in, told from their letters; nil where nothing is sure, or nobody has looked.
    ///
    /// It follows from the texts, so that it makes no difference between articles, and it is not written as JSON.
    public var detectedLanguage: String? {
        get { storage.fields.detected.tag }
        set { change { $0.detected.tag = newValue } }
    }
    /// Key `published`, or false where `draft` is true; nil where the article says neither.
    public var isPublished: Bool? {
        get { storage.fields.isPublished }
        set { change { $0.isPublished = newValue } }
    }
    /// What the article's editor decided about its list.
    public var choices: EditorialChoices {
        get { storage.fields.seldomSaid.choices }
        set { change { $0.seldomSaid.choices = newValue } }
    }
    /// What its site says of the page.
    public var page: ArticlePage {
        get { storage.fields.seldomSaid.page }
        set { change { $0.seldomSaid.page = newValue } }
    }
    /// Where the article was read; nil for one made in code.
    public var origin: ArticleOrigin? {
        get { storage.fields.origin }
        set { change { $0.origin = newValue } }
    }

    public init(
        id: ArticleID,
        title: String,
        excerpt: String = "",
        body: String = "",
        published: PublicationDate? = nil,
        links: ArticleLinks = ArticleLinks(),
        type: String? = nil,
        provider: Provider? = nil,
        topics: [String] = [],
        quality: Double? = nil,
        images: [ArticleImage] = [],
        language: String? = nil,
        isPublished: Bool? = nil,
        choices: EditorialChoices = EditorialChoices(),
        page: ArticlePage = ArticlePage(),
        origin: ArticleOrigin? = nil
    ) {
        var fields = ArticleFields(
            id: id,
            title: title,
            excerpt: excerpt,
            body: body,
            published: published,
            links: links,
            provider: provider,
            topics: topics,
            quality: quality,
            language: language,
            isPublished: isPublished,
            origin: origin
        )
        fields.seldomSaid = SeldomSaid(type: type, images: images, choices: choices, page: page)
        storage = ArticleStorage(fields)
    }

    private mutating func change(_ body: (inout ArticleFields) -> Void) {
        var fields = storage.fields
        body(&fields)
        storage = ArticleStorage(fields)
    }

    /// Bytes of what an article says, without its texts.
    package static let fieldBytes = MemoryLayout<ArticleFields>.size
}

extension Article: Hashable {
    public static func == (a: Article, b: Article) -> Bool {
        a.storage === b.storage || a.storage.fields == b.storage.fields
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(storage.fields) }
}

/// What an article says, in one place for all copies of it.
private final class ArticleStorage: Sendable {
    let fields: ArticleFields

    init(_ fields: ArticleFields) { self.fields = fields }
}

private struct ArticleFields: Hashable, Sendable {
    var id: ArticleID
    var title, excerpt, body: String
    var published: PublicationDate?
    var links: ArticleLinks
    var provider: Provider?
    var topics: [String]
    var quality: Double?
    var language: String?
    var detected = DetectedLanguage()
    var isPublished: Bool?
    var origin: ArticleOrigin?
    fileprivate var seldom: SeldomStorage?

    var seldomSaid: SeldomSaid {
        get { seldom?.fields ?? SeldomSaid() }
        set { seldom = newValue == SeldomSaid() ? nil : SeldomStorage(newValue) }
    }
}

/// What most articles do not say, so that they do not need a place for it: it is a third of all fields.
private struct SeldomSaid: Hashable, Sendable {
    var type: String?
    var images: [ArticleImage] = []
    var choices = EditorialChoices()
    var page = ArticlePage()
}

private final class SeldomStorage: Hashable, Sendable {
    let fields: SeldomSaid

    init(_ fields: SeldomSaid) { self.fields = fields }

    static func == (a: SeldomStorage, b: SeldomStorage) -> Bool { a === b || a.fields == b.fields }
    func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}

extension Article {
    /// Whether both lead readers to the same page: copies under two ids.
    public func sharesPage(with other: Article) -> Bool {
        !links.pages.isDisjoint(with: other.links.pages)
    }
}

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

/// The publisher of an article.
public struct Provider: Hashable, Sendable {
    public var name: String?
    public var domain: String?

    public init(name: String? = nil, domain: String? = nil) {
        self.name = name
        self.domain = domain
    }
}

/// A picture that goes with an article.
public struct ArticleImage: Hashable, Sendable {
    public var url: String
    /// Size in pixels.
    public var width: Int?
    public var height: Int?
    public var isCached: Bool?

    public init(url: String, width: Int? = nil, height: Int? = nil, isCached: Bool? = nil) {
        self.url = url
        self.width = width
        self.height = height
        self.isCached = isCached
    }
}

/// The file and line at which an article begins.
public struct ArticleOrigin: Hashable, Sendable {
    /// Absolute path.
    public var path: String
    /// From 1; always 1 for Markdown.
    public var line: Int

    public init(path: String, line: Int = 1) {
        self.path = path
        self.line = line
    }
}
