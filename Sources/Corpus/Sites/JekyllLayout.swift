import Foundation

/// Jekyll: `_posts`, collections, and pages anywhere.
///
/// https://jekyllrb.com/docs/permalinks/
struct JekyllLayout: SiteLayout {
    /// A folder `_name` whose files belong together.
    struct Collection: Sendable {
        var permalink: String?
        /// Whether its files become pages.
        var isPublished: Bool
    }

    private let prefix: String
    private let permalink: String?
    private let source: [Substring]
    private let collectionsFolder: [Substring]
    private let collections: [String: Collection]
    private let included: Set<String>
    private let excluded: [[Substring]]
    private let defaults: [(path: String, type: String?, values: [String: String])]
    let languages: [String]
    let defaultLanguage: String?

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("baseurl"))
        permalink = settings.text("permalink")
        source = Self.names(settings.text("source"))
        collectionsFolder = source + Self.names(settings.text("collections_dir"))
        var collections = ["posts": Collection(permalink: nil, isPublished: true)]
        for (name, value) in settings.members("collections") {
            collections[name] = Collection(
                permalink: value.text("permalink"),
                isPublished: name == "posts" || value.isTrue("output") == true
            )
        }
        for name in settings.texts("collections") where collections[name] == nil {
            collections[name] = Collection(permalink: nil, isPublished: false)
        }
        self.collections = collections
        included = Set(settings.texts("include").map { $0.split(separator: "/").joined(separator: "/") })
        excluded = settings.texts("exclude").prefix(256).map { Self.names($0) }.filter { !$0.isEmpty }
        defaults = settings.items("defaults").prefix(256).map { item in
            var values: [String: String] = [:]
            for key in ["permalink", "layout", "lang", "language", "locale", "type"] {
                values[key] = item.text("values.\(key)")
            }
            return (
                Self.names(item.text("scope.path")).joined(separator: "/"), item.text("scope.type"), values
            )
        }
        let named = settings.texts("languages") + settings.texts("locales")
        defaultLanguage =
            ["default_lang", "lang", "locale", "language"].lazy
            .compactMap { settings.text($0) }.compactMap { NameLanguage.normalised($0) }.first
        languages = named.compactMap { NameLanguage.normalised($0) }
    }

    private static func names(_ path: String?) -> [Substring] {
        (path ?? "").split(separator: "/").filter { $0 != "." }
    }

    var addressRule: String? { collections["posts"]?.permalink ?? permalink ?? "date" }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.starts(with: source) else { return .failure(.outsideContent) }
        if excluded.contains(where: { folder.starts(with: $0) }) { return .failure(.excluded) }
        let path = Array(folder.dropFirst(source.count))
        var content = ContentFolder()
        content.needsFrontMatter = true
        content.role = .pages
        content.path = path.map(String.init)
        content.translationBase = content.path.joined(separator: "/")
        if let mark = path.firstIndex(where: { $0 == "_posts" || $0 == "_drafts" }) {
            content.role = .posts
            content.collection = "posts"
            content.isDraft = path[mark] == "_drafts"
            content.path = path[..<mark].map(String.init)
            content.needsFrontMatter = false
            if folder.starts(with: collectionsFolder), collectionsFolder.count > source.count {
                content.path.removeFirst(collectionsFolder.count - source.count)
            }
        } else if folder.starts(with: collectionsFolder), folder.count > collectionsFolder.count,
            case let name = folder[collectionsFolder.count].dropFirst(),
            folder[collectionsFolder.count].first == "_",
            let collection = collections[String(name)]
        {
            content.role =
                ["authors", "author", "people", "tags", "categories"].contains(name) ? .standing : .documents
            content.collection = String(name)
            content.path = folder.dropFirst(collectionsFolder.count + 1).map(String.init)
            content.isWithoutPages = !collection.isPublished
        } else if path.first == "_pages" {
            content.role = .standing
            content.path.removeFirst()
        } else if let hidden = path.firstIndex(where: { $0.hasPrefix("_") }),
            !included.contains(path[...hidden].joined(separator: "/"))
        {
            return .failure(.template)
        } else {
            content.isOpen = true
        }
        content.defaults = defaults(for: path.joined(separator: "/"), type: content.collection ?? "pages")
        return .success(content)
    }

    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason? {
        if folder.collection == "posts", !folder.isDraft, !Self.hasDate(name) { return .undatedPost }
        guard folder.collection == nil else { return nil }
        let path = folder.path.map { Substring($0) } + [name]
        return excluded.contains { $0 == path } ? .excluded : nil
    }

    /// Whether a name begins as those of posts must: `2024-5-6-story.md`.
    private static func hasDate(_ name: Substring) -> Bool {
        let parts = name.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, (2...4).contains(parts[0].utf8.count) else { return false }
        return parts.prefix(3).allSatisfy { part in
            part.utf8.allSatisfy { $0 &- 0x30 < 10 } && (1...4).contains(part.utf8.count)
        } && parts[1].utf8.count < 3 && parts[2].utf8.count < 3
    }

    /// The values that the settings give to what is in a folder, those of longer paths first.
    private func defaults(for path: String, type: String) -> [String: String] {
        var found: [(rank: Int, values: [String: String])] = []
        for scope in defaults {
            guard scope.path.isEmpty || path == scope.path || path.hasPrefix(scope.path + "/"),
                scope.type == nil || scope.type == type
            else { continue }
            found.append((2 * scope.path.utf8.count + (scope.type == nil ? 0 : 1), scope.values))
        }
        return found.sorted { $0.rank < $1.rank }.reduce(into: [:]) { all, some in
            all.merge(some.values) { $1 }
        }
    }

    func address(of page: SitePage) -> String? {
        let folder = page.folder
        if let own = page.text("permalink") ?? page.text("url"), !own.contains(":") || own.contains("://") {
            return SiteAddress.written(own, prefix: prefix)
        }
        let name = folder.collection
        if let name, name != "posts", folder.isWithoutPages { return nil }
        guard let pattern = page.text("permalink").map({ style($0, page) }) ?? pattern(for: page) else {
            return nil
        }
        return SiteAddress.expanded(pattern) { value(of: $0, page).map(SiteAddress.encoded) }
            .map { prefix + $0 }
    }

    private func pattern(for page: SitePage) -> String? {
        switch page.folder.collection {
        case "posts"?: style(collections["posts"]?.permalink ?? permalink ?? "date", page)
        case let name?:
            collections[name]?.permalink.map { style($0, page) }
                ?? (endsInSlash ? "/:collection/:path/" : "/:collection/:path:output_ext")
        case nil: page.isIndex ? "/:path/" : endsInSlash ? "/:path/:basename/" : "/:path/:basename:output_ext"
        }
    }

    private var endsInSlash: Bool { permalink == "pretty" || permalink?.hasSuffix("/") == true }

    /// The pattern of one of the styles that have names.
    private func style(_ text: String, _ page: SitePage) -> String {
        guard page.folder.collection == "posts" else {
            return text == "pretty"
                ? (page.folder.collection == nil ? "/:path/:basename/" : "/:collection/:path/") : text
        }
        return switch text {
        case "date": "/:categories/:year/:month/:day/:title:output_ext"
        case "pretty": "/:categories/:year/:month/:day/:title/"
        case "ordinal": "/:categories/:year/:y_day/:title:output_ext"
        case "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext"
        case "none": "/:categories/:title:output_ext"
        default: text
        }
    }

    private func value(of name: String, _ page: SitePage) -> String? {
        let isPost = page.folder.collection == "posts"
        let stem = isPost ? page.nameDate.rest : page.stem
        switch name {
        case "title": return Slug.pretty(page.text("slug") ?? String(stem))
        case "slug": return Slug.words(page.text("slug") ?? String(stem))
        case "name", "basename": return name == "name" ? Slug.words(stem) : String(stem)
        case "collection": return page.folder.collection
        case "path":
            let names = page.folder.collection == nil ? page.folder.path : page.folder.path + [String(stem)]
            return names.joined(separator: "/")
        case "categories", "slugified_categories":
            var all = page.folder.path
            let key = page.value("categories") == nil ? "category" : "categories"
            for text in page.texts(key) {
                let isList = page.value(key)?.sequence != nil
                all += isList || key == "category" ? [text] : text.split(separator: " ").map(String.init)
            }
            var names: [String] = []
            for category in all {
                let text = name == "categories" ? category.lowercased() : Slug.words(category)
                if !names.contains(text) { names.append(text) }
            }
            return names.joined(separator: "/")
        case "output_ext": return ".html"
        default: return SiteAddress.part(name, of: page.date)
        }
    }
}
