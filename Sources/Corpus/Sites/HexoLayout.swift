import Foundation

/// Hexo: `source/_posts`, and pages beside it.
///
/// https://hexo.io/docs/permalinks
struct HexoLayout: SiteLayout {
    private let prefix: String
    private let permalink: String
    private let newPostName: String
    private let source: [Substring]
    private let showsEnding: Bool
    let languages: [String]
    let defaultLanguage: String?
    var addressRule: String? { permalink }

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("root") ?? settings.text("url"))
        permalink = settings.text("permalink") ?? ":year/:month/:day/:title/"
        newPostName = settings.text("new_post_name") ?? ":title.md"
        source = (settings.text("source_dir") ?? "source").split(separator: "/")
        showsEnding = settings.isTrue("pretty_urls.trailing_html") ?? true
        languages = settings.texts("language").compactMap { NameLanguage.normalised($0) }
        defaultLanguage = languages.first
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.starts(with: source) else {
            return .failure(
                ["themes", "scaffolds", "public"].contains(folder.first ?? "") ? .template : .outsideContent
            )
        }
        var content = ContentFolder()
        content.role = .pages
        var path = folder.dropFirst(source.count).map(String.init)
        if let mark = path.first, ["_posts", "_drafts"].contains(mark) {
            content.role = .posts
            content.collection = "posts"
            content.isDraft = mark == "_drafts"
            path.removeFirst()
        } else if path.contains(where: { $0.hasPrefix("_") }) {
            return .failure(.template)
        }
        // Where no language is named, folders such as `zh-cn` still are one.
        if let first = path.first, let tag = NameLanguage.normalised(first),
            languages.count < 2 || languages.contains(tag)
        {
            content.language = tag
        }
        let names = content.language == nil ? path : Array(path.dropFirst())
        content.translationBase = ((content.collection.map { [$0] } ?? []) + names).joined(separator: "/")
        content.path = path
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        guard page.folder.collection == "posts" else {
            if let own = page.text("permalink") { return SiteAddress.written(own, prefix: prefix) }
            if page.isIndex { return SiteAddress.path(prefix, page.folder.path, ending: "/") }
            return SiteAddress.path(prefix, page.path, ending: showsEnding ? ".html" : "")
        }
        let own = page.text("permalink")
        if let own, !own.contains(":") || own.contains("://") {
            return SiteAddress.written(own, prefix: prefix)
        }
        let named = named(page)
        return SiteAddress.expanded(own ?? permalink) { name in
            switch name {
            case "title": page.text("slug") ?? (page.folder.path + [named]).joined(separator: "/")
            case "name": page.text("slug") ?? named
            case "post_title": Slug.words(page.title)
            case "id": page.text("id")
            case "category": category(page)
            case "lang": page.text("lang") ?? page.language
            default: SiteAddress.part(name, of: page.date)
            }
        }.map { prefix + $0 }
    }

    /// What `new_post_name` leaves of a file's name as the title.
    private func named(_ page: SitePage) -> String {
        String(newPostName.contains(":year") && newPostName.contains(":day") ? page.nameDate.rest : page.stem)
    }

    private func category(_ page: SitePage) -> String {
        let names = page.texts("categories").isEmpty ? page.texts("category") : page.texts("categories")
        return names.isEmpty ? "uncategorized" : names.map { Slug.words($0) }.joined(separator: "/")
    }
}
