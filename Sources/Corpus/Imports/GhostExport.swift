import Foundation

/// The posts of a Ghost export, or of its content API.
enum GhostExport {
    /// Tags of a post that are read: several posts with one id must not multiply them.
    private static let mostTags = 256

    private struct Post: Decodable {
        private enum CodingKeys: String, CodingKey {
            case id, uuid, title, slug, html, plaintext, lexical, excerpt, status, type, visibility, page,
                tags, url,
                locale
            case customExcerpt = "custom_excerpt"
            case image = "feature_image"
            case published = "published_at"
            case updated = "updated_at"
            case canonical = "canonical_url"
        }

        var id: LooseText?
        var uuid, title, slug, html, plaintext, lexical, excerpt, customExcerpt: String?
        var image, status, type, visibility, published, updated, canonical, url, locale: String?
        var page: LooseTruth?
        var tags: [Tag]?
    }

    private struct Tag: Decodable {
        var id: LooseText?
        var name: String?
    }

    private struct PostTag: Decodable {
        private enum CodingKeys: String, CodingKey {
            case post = "post_id"
            case tag = "tag_id"
            case order = "sort_order"
        }

        var post, tag: LooseText?
        var order: Int?
    }

    /// - Parameter data: the object that has the tables.
    /// - Throws: ``ExportFailure`` where it has no posts.
    static func articles(
        _ document: JSONScan,
        _ data: Range<Int>,
        _ limits: ReadingLimits
    ) throws(ExportFailure) -> JSONArticles {
        guard let posts = document.member("posts", of: data), document.isArray(posts) else {
            throw ExportFailure("the Ghost export has no posts", "export it again, with its content")
        }
        func table<Row: Decodable>(_ name: String, _: Row.Type) -> [Row] {
            guard let table = document.member(name, of: data), document.isArray(table) else { return [] }
            return document.elements(of: table, most: limits.jsonLines).compactMap {
                document.decoded($0, limits)
            }
        }
        var names: [String: String] = [:]
        for tag in table("tags", Tag.self) {
            if let id = tag.id?.text, let name = tag.name?.forEachItem { names[id] = name }
        }
        var tags: [String: [(order: Int, name: String)]] = [:]
        for row in table("posts_tags", PostTag.self) {
            if let post = row.post?.text, let tag = row.tag?.text, let name = names[tag],
                tags[post, default: []].count < Self.mostTags
            {
                tags[post, default: []].append((row.order ?? 0, name))
            }
        }
        let objects = document.lines(document.elements(of: posts, most: limits.jsonLines + 1))
        return document.items(objects, limits) { (post: Post, line) in
            let own = post.id?.text.flatMap { tags[$0] } ?? []
            return item(post, own.sorted { $0.order < $1.order }.map(\.name), line)
        }
    }

    private static func item(_ post: Post, _ tags: [String], _ line: Int) -> ImportedItem {
        var item = ImportedItem(line: line)
        item.set("id", post.uuid ?? post.id?.text)
        let slug = post.slug?.trimmed ?? ""
        // An export has no addresses; these are Ghost's unless a site has routes of its own.
        let path = slug.isEmpty ? nil : "/\(slug)/"
        if let url = post.url, WebLink.isAbsolute(url) {
            item.set("webUrl", url)
        } else {
            item.set("url", path)
        }
        item.set("originalUrl", post.canonical)
        let text = ImportedText(
            title: post.title,
            excerpt: post.customExcerpt ?? post.excerpt,
            html: post.html,
            plain: post.plaintext ?? post.lexical.map(lexicalText)
        )
        text.set(in: &item, otherwiseNamed: slug)
        item.set("publishedDateTime", post.published)
        item.set("updated", post.updated)
        // Those that begin with # are for the site's own use.
        let names = tags.isEmpty ? (post.tags ?? []).compactMap(\.name) : tags
        item.set("topics", Topics.of(names.filter { !$0.hasPrefix("#") }))
        item.set("language", post.locale)
        item.set("slug", slug)
        item.set("status", post.status == "sent" ? "unlisted" : post.status)
        let isPage = post.type == "page" || post.page?.isTrue == true
        item.set("type", isPage ? "page" : post.type)
        if isPage { item["pageKind"] = .text(ArticlePage.Kind.index.rawValue) }
        if let image = post.image { item.set(images: [image]) }
        return item
    }

    /// The words of a text in the form that Ghost's editor has for it, a line a paragraph.
    private static func lexicalText(_ json: String) -> String {
        struct Node: Decodable {
            var text: String?
            var children: [Node]?
            var root: [Node]?

            private enum CodingKeys: CodingKey { case text, children, root }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                text = try? container.decodeIfPresent(String.self, forKey: .text)
                children = try? container.decodeIfPresent([Node].self, forKey: .children)
                root = (try? container.decodeIfPresent(Node.self, forKey: .root)).map { [$0] }
            }

            func append(to words: inout String) {
                if let text {
                    words += text
                } else {
                    for node in (root ?? []) + (children ?? []) { node.append(to: &words) }
                    words += "\n"
                }
            }
        }
        var words = ""
        (try? JSONDecoder().decode(Node.self, from: Data(json.utf8)))?.append(to: &words)
        return words
    }
}
