import Kernels

/// An article's fields as found in front matter or JSON, before they are checked.
struct ArticleRecord {
    /// Bytes of a title and of an excerpt. Both are copied into the lists of other articles, which must not
    /// grow without bound. Real ones stay below 400 and 2,000.
    private static let longestTitle = 4096
    private static let longestExcerpt = 16_384
    /// Images that are kept, for the same reason.
    private static let mostImages = 16

    var id: String?
    var title: String?
    var excerpt: String?
    var body: String?
    var publishedDateTime: String?
    var links = ArticleLinks()
    var type: String?
    var provider: Provider?
    var topics: [String] = []
    var quality: Double?
    var images: [ArticleImage] = []
    var language: String?
    var choices = ChoiceRecord()

    init() {}

    typealias LinkPath = WritableKeyPath<ArticleLinks, String?> & Sendable

    /// Which keys of a record name which link, newer names first.
    static let linkKeys: [(key: String, family: ArticleLinks.KeyFamily, link: any LinkPath)] = [
        ("originalUrl", .web, \.original), ("webUrl", .web, \.web),
        ("ampWebUrl", .web, \.amp), ("cdnAmpWebUrl", .web, \.cdnAmp),
        ("sourceUrl", .source, \.web), ("ampUrl", .source, \.amp), ("cdnAmpUrl", .source, \.cdnAmp),
    ]

    /// Fills `links` from whatever key `value` knows; a record that has both families counts as newer.
    mutating func readLinks(_ value: (String) -> String?) {
        var family: ArticleLinks.KeyFamily?
        for (key, keyFamily, link) in Self.linkKeys {
            guard links[keyPath: link] == nil, let url = value(key), !url.isEmpty else { continue }
            links[keyPath: link] = url
            if family == nil { family = keyFamily }
        }
        links.family = family ?? .web
    }

    /// Checks the record and makes the article.
    ///
    /// - Parameters:
    ///   - fallbackID: the id of an article without `id`; nil means its URL.
    ///   - line: gives the line of a key, for messages.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where there is no title or no id.
    func article(
        fallbackID: String?,
        origin: ArticleOrigin?,
        line: (String) -> Int?,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        let place = origin?.path ?? ""
        guard let title = title?.trimmed, !title.isEmpty else {
            throw InputProblem(
                .missingTitle,
                path: place,
                line: line("title") ?? origin?.line,
                "the article has no title",
                remedy: "add a `title`"
            )
        }
        guard
            let id = [id, fallbackID, links.primary].compactMap({ $0?.trimmed }).first(where: { !$0.isEmpty })
        else {
            throw InputProblem(
                .missingID,
                path: place,
                line: origin?.line,
                "the article has neither an `id` nor a URL",
                remedy: "add an `id`"
            )
        }
        guard title.utf8.count <= Self.longestTitle else {
            throw InputProblem(
                .tooLarge,
                path: place,
                line: line("title") ?? origin?.line,
                "the title has \(title.utf8.count) bytes, more than \(Self.longestTitle)",
                remedy: "shorten it"
            )
        }
        var excerpt = excerpt?.trimmed ?? ""
        if excerpt.utf8.count > Self.longestExcerpt {
            report(
                InputProblem(
                    .tooLarge,
                    path: place,
                    line: line("excerpt") ?? origin?.line,
                    "the excerpt has \(excerpt.utf8.count) bytes, more than \(Self.longestExcerpt)",
                    remedy: "shorten it; the article counts as having none until then"
                )
            )
            excerpt = ""
        }
        var published: PublicationDate?
        if let text = publishedDateTime?.trimmed, !text.isEmpty {
            published = PublicationDate(text)
            if published == nil {
                report(
                    InputProblem(
                        .badDate,
                        path: place,
                        line: line("publishedDateTime") ?? origin?.line,
                        "`publishedDateTime` is no date: \(text.excerptForMessage)",
                        remedy: "write it as 2021-03-02T10:36:00Z; the article counts as undated until then"
                    )
                )
            }
        }
        let checked = choices.checked()
        for warning in checked.warnings {
            report(
                InputProblem(
                    .badChoice,
                    path: place,
                    line: warning.line ?? line(warning.key) ?? origin?.line,
                    warning.problem,
                    remedy: warning.remedy
                )
            )
        }
        return Article(
            id: ArticleID(id),
            title: title,
            excerpt: excerpt,
            body: body?.trimmed ?? "",
            published: published,
            links: links,
            type: type,
            provider: provider == Provider() ? nil : provider,
            topics: topics,
            quality: quality,
            images: Array(images.prefix(Self.mostImages)),
            language: language,
            isPublished: checked.isPublished,
            choices: checked.choices,
            origin: origin
        )
    }
}

extension String {
    /// Without white space at either end, and without NUL, at which databases end a text.
    var trimmed: String {
        // Nearly all texts begin and end in visible ASCII, and characters take long to be told apart.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first),
            (0x21..<0x7F).contains(last), !hasNUL
        {
            return self
        }
        if hasNUL { return String(filter { $0 != "\0" }).trimmed }
        guard let first = first, let last = last, first.isWhitespace || last.isWhitespace else { return self }
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Quoted and short enough for one line of a message, without control characters.
    package var excerptForMessage: String {
        let safe = unicodeScalars.prefix(60).map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        return "\"" + safe.joined() + (unicodeScalars.count > 60 ? "…\"" : "\"")
    }
}
