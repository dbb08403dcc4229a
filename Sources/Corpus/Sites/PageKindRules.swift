/// Which pages are articles, which ones list others or stand for themselves, and which only lead elsewhere.
enum PageKindRules {
    /// Front matter keys whose value is where the page leads.
    private static let redirectKeys = [
        "redirect_to", "redirect", "redirect_url", "redirectTo", "redirect_link",
    ]

    /// Layouts and types of pages that list others.
    private static let listNames: Set = [
        "404", "archive", "archives", "author", "authors", "categories", "category", "home", "homepage",
        "index", "list",
        "listing", "search", "section", "sitemap", "tag", "tags", "taxonomy", "term", "terms", "landing",
    ]
    /// Folders whose pages list what belongs to something.
    private static let listFolders: Set = [
        "tag", "tags", "category", "categories", "author", "authors", "_authors", "taxonomies",
    ]
    /// Pages at the top of a site that are no articles.
    private static let serviceNames: Set = [
        "404", "500", "about", "about-me", "about-us", "accessibility", "archive", "archives", "articles",
        "author",
        "authors", "blog", "categories", "category", "code-of-conduct", "contact", "contact-us",
        "cookie-policy",
        "cookies", "datenschutz", "disclaimer", "error", "feed", "home", "impressum", "imprint", "legal",
        "license",
        "mentions-legales", "news", "newsletter", "offline", "post", "posts", "privacy", "privacy-policy",
        "rss",
        "search", "sitemap", "subscribe", "tags", "tag", "terms", "terms-of-service", "thanks",
    ]

    static func kind(of page: SitePage) -> ArticlePage.Kind {
        if redirectKeys.contains(where: { key in page.value(key).map { !$0.isNull } ?? false }) {
            return .redirect
        }
        let layout = page.text("layout")?.lowercased()
        let type = page.text("type")?.lowercased()
        if layout?.hasPrefix("redirect") == true || type == "redirect" { return .redirect }
        if page.stem == "_index" { return .index }
        if let layout, listNames.contains(layout) { return .index }
        if let type, listNames.contains(type) { return .index }
        if page.value("pagination")?.isMapping == true || page.value("paginate")?.isMapping == true
            || page.text("eleventyExcludeFromCollections") == "true"
        {
            return .index
        }
        // What has no page cannot be listed.
        if page.folder.isWithoutPages || page.text("permalink") == "false"
            || ["never", "false"].contains(page.buildOption("render") ?? "") || page.text("render") == "false"
            || page.buildOption("list") == "never" || page.text("headless") == "true"
        {
            return .index
        }
        switch page.folder.role {
        case .standing: return .index
        case .posts: return .article
        case .documents, .pages: break
        }
        let path = page.path
        guard let last = path.last else { return .index }
        // Also one level down, where sites keep such pages in `pages/`.
        let folders = path.dropLast().filter { $0 != "pages" && $0 != "_pages" }
        if last == "404" { return .index }
        // The second page of a list, and those that follow.
        if path.dropLast().last == "page", Int(last) != nil { return .index }
        if folders.isEmpty, serviceNames.contains(last.lowercased()) { return .index }
        if let first = folders.first, listFolders.contains(first.lowercased()) { return .index }
        if page.folder.role == .pages, page.isIndex, page.ending == "html" || page.ending == "htm" {
            return .index
        }
        return .article
    }
}

extension FrontMatterNode {
    fileprivate var isMapping: Bool { if case .mapping = content { true } else { false } }
}
