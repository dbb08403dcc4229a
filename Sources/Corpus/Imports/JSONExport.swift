import Foundation

/// The articles of a JSON document: an array of objects, a JSON Feed, or what Ghost or WordPress' API has.
///
/// - JSON Feed: https://www.jsonfeed.org/version/1.1/
/// - Ghost: https://ghost.org/docs/migration/custom/
/// - WordPress: https://developer.wordpress.org/rest-api/reference/posts/
enum JSONExport {
    /// Keys under which a document that is an object has its articles.
    private static let listKeys = [
        "items", "posts", "articles", "entries", "stories", "pages", "results", "data", "nodes",
    ]

    /// - Throws: ``ExportFailure`` where it is no JSON, or has no list of objects.
    static func articles(in bytes: [UInt8], _ limits: ReadingLimits) throws(ExportFailure) -> JSONArticles {
        // One more than are read tells that there are more.
        let most = limits.jsonLines + 1
        let document = JSONScan(bytes, most: most)
        guard let root = document.root else {
            // A line that is no JSON costs itself where each line is an article.
            if let lines = jsonLines(bytes, most: most) { return .ranges(lines) }
            throw ExportFailure(
                "the file is not valid JSON",
                "export it again",
                kind: .invalidJSON,
                line: document.line(at: document.failure)
            )
        }
        // Objects one after the other are JSON lines, whatever the file is called.
        if root.count > 1 { return .ranges(document.lines(root)) }
        guard let first = root.first else { return .ranges([]) }
        if let ghost = document.ghostData(first) {
            return try GhostExport.articles(document, ghost, limits)
        }
        guard let list = list(of: document, first) else {
            // An article alone.
            if document.members(["title", "headline"], of: first).count > 0 {
                return .ranges(document.lines([first]))
            }
            throw ExportFailure(
                "the JSON has no list of articles",
                "name a file with an array of objects, or one whose `items`, `posts` or `articles` is such an array"
            )
        }
        let objects = document.elements(of: list, most: most).filter {
            bytes[$0.lowerBound] == UInt8(ascii: "{")
        }
        let lines = document.lines(objects)
        if let feed = JSONFeed(document, first) {
            return document.items(lines, limits) { feed.item($0, line: $1) }
        }
        if let sample = objects.first,
            document.member("title", of: sample).map({ bytes[$0.lowerBound] }) == UInt8(ascii: "{")
        {
            return document.items(lines, limits) { WordPressAPI.item($0, line: $1) }
        }
        return .ranges(lines)
    }

    /// The lines that are not blank; nil where the first of them is no object.
    private static func jsonLines(_ bytes: [UInt8], most: Int) -> [PlacedObject]? {
        var lines: [PlacedObject] = []
        var (start, number) = (0, 0)
        while start < bytes.count, lines.count < most {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            number += 1
            if bytes[start..<end].contains(where: { $0 > 0x20 }) {
                lines.append(PlacedObject(range: start..<end, line: number))
            }
            start = end + 1
        }
        guard let first = lines.first, lines.count > 1, bytes[first.range].first == UInt8(ascii: "{"),
            JSONScan(Array(bytes[first.range]), most: 2).root?.count == 1
        else { return nil }
        return lines
    }

    private static func list(of document: JSONScan, _ value: Range<Int>) -> Range<Int>? {
        if document.isArray(value) { return value }
        let members = document.members(listKeys, of: value)
        for member in listKeys.lazy.compactMap({ members[$0] }) {
            if document.isArray(member) { return member }
            // As an API wraps it: {"data": {"posts": [...]}}.
            let inner = document.members(listKeys, of: member)
            if let list = listKeys.lazy.compactMap({ inner[$0] }).first(where: document.isArray) {
                return list
            }
        }
        return nil
    }
}

/// What a JSON Feed says of itself.
private struct JSONFeed {
    private let provider: JSONValue?
    private let language: String?
    private let base: String?

    struct Item: Decodable {
        var id: LooseText?
        var url, title, summary, image, language: String?
        var html, text, published, modified, banner: String?
        var tags: [String]?

        private enum CodingKeys: String, CodingKey {
            case id, url, title, summary, image, language, tags
            case html = "content_html"
            case text = "content_text"
            case published = "date_published"
            case modified = "date_modified"
            case banner = "banner_image"
        }
    }

    init?(_ document: JSONScan, _ root: Range<Int>) {
        guard let version = document.member("version", of: root).flatMap({ document.text($0) }),
            version.contains("jsonfeed.org")
        else { return nil }
        func text(_ key: String) -> String? { document.member(key, of: root).flatMap { document.text($0) } }
        let home = text("home_page_url") ?? text("feed_url")
        let base = home.flatMap { $0.utf8.count <= WebLink.longestBase ? $0 : nil }
        self.base = base
        language = text("language")?.forEachItem
        let name = text("title")?.forEachItem.map(ImportedText.line)
        provider = name.map {
            .object([("name", .text($0)), ("domain", base.flatMap(WebLink.host).map { .text($0) })])
        }
    }

    func item(_ item: Item, line: Int) -> ImportedItem {
        var imported = ImportedItem(line: line)
        let url = item.url.map { WebLink.resolved($0.trimmed, against: base) }
        imported.set("id", item.id?.text)
        imported.set("webUrl", url)
        let text = ImportedText(title: item.title, excerpt: item.summary, html: item.html, plain: item.text)
        text.set(in: &imported, otherwiseNamed: url)
        imported.set("publishedDateTime", item.published)
        imported.set("updated", item.modified)
        imported.set("topics", Topics.of(item.tags ?? []))
        imported.set("language", item.language ?? language)
        imported["provider"] = provider
        imported.set(
            images: [item.image, item.banner].compactMap(\.self).map { WebLink.resolved($0, against: base) }
        )
        if imported["id"] == nil, url == nil { imported.set("id", text.name) }
        return imported
    }
}

/// Posts as WordPress' API has them: texts in mappings with what is shown of them.
private enum WordPressAPI {
    struct Rendered: Decodable { var rendered: String }

    struct Post: Decodable {
        var id: LooseText?
        var date, modified, link, slug, status, type: String?
        var title, excerpt, content, guid: Rendered?

        private enum CodingKeys: String, CodingKey {
            case id, link, slug, status, type, title, excerpt, content, guid
            case date = "date_gmt"
            case modified = "modified_gmt"
        }
    }

    static func item(_ post: Post, line: Int) -> ImportedItem {
        var item = ImportedItem(line: line)
        item.set("id", post.guid?.rendered ?? post.link ?? post.id?.text)
        item.set("webUrl", post.link)
        let text = ImportedText(
            title: post.title?.rendered,
            excerpt: post.excerpt?.rendered,
            html: post.content?.rendered
        )
        text.set(in: &item, otherwiseNamed: post.link)
        item.set("publishedDateTime", post.date.map { $0 + "Z" })
        item.set("updated", post.modified.map { $0 + "Z" })
        item.set("slug", post.slug)
        item.set("status", post.status)
        item.set("type", post.type)
        if post.type == "page" { item["pageKind"] = .text(ArticlePage.Kind.index.rawValue) }
        return item
    }
}
