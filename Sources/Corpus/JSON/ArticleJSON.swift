import Markup

/// Articles as JSON, with the keys that JSON lines have.
extension Article {
    /// Reads an article from the JSON object that describes it, as one line of a JSON lines file does.
    ///
    ///     let article = try Article(json: Array(#"{"id": "a", "title": "A title"}"#.utf8))
    ///
    /// The article has no ``origin``. Keys that Kindred does not know are passed over.
    ///
    /// - Parameters:
    ///   - json: UTF-8, which may come from anywhere: its size and depth are limited.
    ///   - names: which keys mean which field.
    ///   - report: receives what is wrong without making the article useless, such as a date that is none.
    /// - Throws: ``InputProblem`` where it is no JSON object, is too large, or has no title, or neither an id nor a URL.
    /// - Complexity: O(bytes).
    public init(
        json: [UInt8],
        limits: ReadingLimits = ReadingLimits(),
        names: FieldNames = .standard,
        report: (InputProblem) -> Void = { _ in }
    ) throws(InputProblem) {
        self = try JSONDocument(json, limits: limits, names: names).article(report: report)
    }

    /// The same of an object that need not say the article's id, as where an address says it.
    ///
    /// - Parameter fallbackID: the id of an article without `id`; nil means its URL.
    package init(
        json: [UInt8],
        fallbackID: ArticleID?,
        limits: ReadingLimits,
        report: (InputProblem) -> Void
    ) throws(InputProblem) {
        self = try JSONDocument(json, limits: limits).article(fallbackID: fallbackID, report: report)
    }

    /// The article as a JSON object on one line, without a line end; keys in ascending order, absent values left out.
    ///
    ///     let line = String(decoding: article.json, as: UTF8.self)
    ///
    /// ``init(json:limits:names:report:)``, by the standard names, reads an equal article from it, but for ``origin``, where the article itself was
    /// read. One made in code comes back as a file would have given it: texts trimmed, topics once each, at most 16
    /// images and 64 choices of each kind, no field that is too long, and the family of its links told by their keys. A
    /// body in which something looks like markup is written as HTML.
    ///
    /// - Complexity: O(bytes written).
    public var json: [UInt8] { JSONValue(self).bytes }
}

/// An article within a larger JSON value, with all that one by itself may have. It needs no id, as where it is a draft.
package struct EnclosedArticle: Decodable, Sendable {
    package let article: Article

    /// What a draft is called that has neither id nor address.
    private static let draftID = "kindred:draft"

    /// - Throws: ``InputProblem`` where there is no title.
    package init(from decoder: any Decoder) throws {
        article = try ArticleRecord(from: decoder).article(
            fallbackID: Self.draftID,
            origin: nil,
            line: { _ in nil },
            report: { _ in }
        )
    }
}

/// An article within a larger JSON value, such as an entry of a related list; without body and choices.
package struct ListedArticle: Decodable, Sendable {
    package let article: Article

    /// - Throws: ``InputProblem`` where there is no title or neither an id nor a URL.
    package init(from decoder: any Decoder) throws {
        var record = try ArticleRecord(from: decoder)
        record.body = nil
        record.choices = ChoiceRecord()
        article = try record.article(fallbackID: nil, origin: nil, line: { _ in nil }, report: { _ in })
    }
}

extension JSONValue {
    /// An article with its text and its editor's choices.
    fileprivate init(_ article: Article) {
        let choices = article.choices
        // Of what was found elsewhere, `published: false` would say nothing.
        let isDraft = article.isPublished == false && article.links.isSyndicated
        self = .object(
            Self.members(of: article) + [
                ("body", article.body.isEmpty ? nil : .text(PlainText.body(showing: article.body))),
                isDraft ? ("draft", .bool(true)) : ("published", article.isPublished.map { .bool($0) }),
                ("relatedPinned", .list(of: choices.pinned) { JSONValue($0) }),
                ("relatedExcluded", .list(of: choices.excluded) { .text($0) }),
                ("relatedLocked", choices.isLocked ? .bool(true) : nil),
            ]
        )
    }

    init(_ pin: EditorialChoices.Pin) {
        switch pin {
        case .reference(let reference): self = .text(reference)
        case .entry(let article): self = .object(Self.members(of: article))
        }
    }

    /// What articles and entries that are written out have in common.
    private static func members(of article: Article) -> [(key: String, value: JSONValue?)] {
        let links = article.links
        let isSource = links.family == .source
        func text(_ value: String?) -> JSONValue? { value.map { .text($0) } }
        return [
            ("id", .text(article.id.rawValue)),
            ("title", .text(article.title)),
            ("excerpt", article.excerpt.isEmpty ? nil : .text(article.excerpt)),
            ("publishedDateTime", text(article.published?.text)),
            ("originalUrl", text(links.original)),
            (isSource ? "sourceUrl" : "webUrl", text(links.web)),
            (isSource ? "ampUrl" : "ampWebUrl", text(links.amp)),
            (isSource ? "cdnAmpUrl" : "cdnAmpWebUrl", text(links.cdnAmp)),
            ("canonicalUrl", text(links.canonical)),
            ("type", text(article.type)),
            ("provider", article.provider.map { JSONValue($0) }),
            ("topics", .list(of: article.topics) { .text($0) }),
            ("quality", article.quality.map { .number($0) }),
            ("images", .list(of: article.images) { JSONValue($0) }),
            ("language", text(article.language)),
            ("pageKind", article.page.kind == .article ? nil : .text(article.page.kind.rawValue)),
            ("path", text(article.page.path)),
            ("url", text(article.page.url)),
            ("translationKey", text(article.page.translationKey)),
            ("series", text(article.page.series)),
            ("expires", text(article.page.expires?.text)),
        ]
    }

    /// A list; nil where it would be empty.
    private static func list<Element>(of elements: [Element], _ value: (Element) -> JSONValue) -> JSONValue? {
        elements.isEmpty ? nil : .list(elements.map(value))
    }

    package init(_ provider: Provider) {
        self = .object([
            ("name", provider.name.map { .text($0) }), ("domain", provider.domain.map { .text($0) }),
        ])
    }

    package init(_ image: ArticleImage) {
        self = .object([
            ("url", .text(image.url)),
            ("width", image.width.map { .integer($0) }),
            ("height", image.height.map { .integer($0) }),
            ("isCached", image.isCached.map { .bool($0) }),
        ])
    }
}
