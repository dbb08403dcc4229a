/// One article of a site, as its file or JSON line describes it.
///
///     let article = Article(id: "baltimore", title: "Baltimore bans face recognition",
///                           excerpt: "The city council voted ...")
///
/// Only `id` and `title` are required. Keys that Kindred does not know (`heat`, `secured`, ...) are the
/// site's own and are not kept here; they stay untouched in the file.
public struct Article: Hashable, Sendable {
    public var id: ArticleID
    /// The headline; never empty.
    public var title: String
    /// The summary; empty where there is none.
    public var excerpt: String
    /// The text below the front matter as people read it, without markup; empty where there is none. `PlainText` makes
    /// it of Markdown or HTML.
    public var body: String
    public var published: PublicationDate?
    public var links: ArticleLinks
    /// The site's own kind of item, such as `article` or `video`.
    public var type: String?
    public var provider: Provider?
    public var topics: [String]
    /// The site's own measure of worth; higher is better.
    public var quality: Double?
    public var images: [ArticleImage]
    /// BCP 47 language tag, such as `en` or `de-AT`, as the article or its site says it; nil where neither does.
    public var language: String?
    /// The language that its texts are in, told from their letters; nil where nothing is sure, or nobody has looked.
    ///
    /// It follows from the texts, so that it makes no difference between articles, and it is not written as JSON.
    public var detectedLanguage: String? {
        get { detected.tag }
        set { detected.tag = newValue }
    }
    private var detected = DetectedLanguage()
    /// Key `published`, or false where `draft` is true; nil where the article says neither.
    public var isPublished: Bool?
    /// What the article's editor decided about its list.
    public var choices: EditorialChoices
    /// What its site says of the page.
    public var page: ArticlePage
    /// Where the article was read; nil for one made in code.
    public var origin: ArticleOrigin?

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
        self.id = id
        self.title = title
        self.excerpt = excerpt
        self.body = body
        self.published = published
        self.links = links
        self.type = type
        self.provider = provider
        self.topics = topics
        self.quality = quality
        self.images = images
        self.language = language
        self.isPublished = isPublished
        self.choices = choices
        self.page = page
        self.origin = origin
    }
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
