import Kernels

/// A related entry as it is to be written, in whatever syntax.
enum EntryValue {
    /// A text that is quoted.
    case text(String)
    /// A text that stands without quotes where the syntax can do so.
    case word(String)
    case date(String)
    case number(Double)
    case integer(Int)
    case truth(Bool)
    case list([EntryValue])
    case object([(key: String, value: EntryValue)])
}

extension ListStyle {
    /// Bytes of any text of an entry but its excerpt, and of that. Every list that shows an article copies them, and a
    /// file must not grow without bound by what another one says.
    private static let longestText = 4096
    private static let longestExcerpt = 16_384
    private static let mostImages = 16

    /// What stands for an article in a list.
    ///
    /// - Parameter family: the names of its addresses.
    func value(of article: Article, _ family: ArticleLinks.KeyFamily) -> EntryValue {
        switch form {
        case .entries:
            return .object(fields.fields(of: article).compactMap { Self.member($0, of: article, family) })
        case .paths: return .text(Self.path(of: article))
        case .urls: return .text(Self.url(of: article) ?? Self.path(of: article))
        case .ids: return .text(article.id.rawValue)
        }
    }

    /// The texts that stand for articles in a list; nil where entries do.
    package func texts(of articles: [Article]) -> [String]? {
        form == .entries
            ? nil
            : articles.compactMap { if case .text(let text) = value(of: $0, .web) { text } else { nil } }
    }

    /// What a list of these articles is known again by where nothing else tells that Kindred wrote it: its texts, or the
    /// titles of entries that say nothing else than where the articles are; nil for entries that say more.
    package func signature(of articles: [Article]) -> [String]? {
        if form != .entries { return texts(of: articles) }
        var titles: [String] = []
        for article in articles {
            guard case .object(let members) = value(of: article, .web),
                members.allSatisfy({ ListOwner.isPlain($0.key) }),
                case .text(let title)? = members.first(where: { $0.key == "title" })?.value
            else { return nil }
            titles.append(title)
        }
        return titles
    }

    /// A hash by which a list of texts is known again.
    package static func fingerprint(of texts: [String]) -> UInt64 {
        contentHash(texts.flatMap { Array("\($0.utf8.count) \($0)".utf8) })
    }

    private static func path(of article: Article) -> String { article.page.path ?? article.id.rawValue }

    private static func url(of article: Article) -> String? { article.page.url ?? article.links.primary }

    /// A key with its value; nil where the article has none, or one that is too long to be copied.
    private static func member(
        _ field: EntryField,
        of article: Article,
        _ family: ArticleLinks.KeyFamily
    ) -> (key: String, value: EntryValue)? {
        func member(_ value: EntryValue?) -> (key: String, value: EntryValue)? {
            value.map { (field.rawValue, $0) }
        }
        switch field {
        case .title: return member(.text(cut(article.title)))
        case .excerpt:
            return member(bounded(article.excerpt, longestExcerpt).map { .text($0) })
        case .publishedDateTime: return member(bounded(article.published?.entryText).map { .date($0) })
        case .webUrl, .ampWebUrl, .cdnAmpWebUrl:
            guard let (key, url) = article.links.entryLink(field, in: family), url.utf8.count <= longestText
            else { return nil }
            return (key, .text(url))
        case .type:
            // It may be empty, as a provider's name may, where the article's own file says so.
            return member(article.type.flatMap { $0.utf8.count <= longestText ? .word($0) : nil })
        case .provider:
            let names = [("name", article.provider?.name), ("domain", article.provider?.domain)]
            let members = names.compactMap { key, name in
                name.flatMap { $0.utf8.count <= longestText ? (key: key, value: EntryValue.word($0)) : nil }
            }
            return members.isEmpty ? nil : member(.object(members))
        case .quality: return member(article.quality.map { .number($0) })
        case .images:
            let images = article.images.prefix(mostImages).filter { $0.url.utf8.count <= longestText }
            return images.isEmpty ? nil : member(.list(images.map(value(of:))))
        case .id: return member(bounded(article.id.rawValue).map { .text($0) })
        case .path: return member(bounded(article.page.path).map { .text($0) })
        case .url: return member(bounded(article.page.url).map { .text($0) })
        }
    }

    private static func value(of image: ArticleImage) -> EntryValue {
        var members: [(key: String, value: EntryValue)] = [("url", .text(image.url))]
        if let width = image.width { members.append(("width", .integer(width))) }
        if let height = image.height { members.append(("height", .integer(height))) }
        if let isCached = image.isCached { members.append(("isCached", .truth(isCached))) }
        return .object(members)
    }

    /// The text; nil where it is empty or too long.
    private static func bounded(_ text: String?, _ limit: Int = longestText) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= limit else { return nil }
        return text
    }

    /// A title cannot be left out. Files with a longer one are refused as they are read, so this is for articles made
    /// in code.
    private static func cut(_ title: String) -> String {
        guard title.utf8.count > longestText else { return title }
        var (short, bytes) = (String.UnicodeScalarView(), 3)
        for scalar in title.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > longestText { break }
            short.append(scalar)
        }
        return String(short) + "…"
    }
}
