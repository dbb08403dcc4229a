import Foundation

/// MkDocs: the files of `docs_dir` at their own paths, and posts of the blog plugin of Material.
///
/// https://www.mkdocs.org/user-guide/configuration/
struct MkDocsLayout: SiteLayout {
    private let prefix: String
    private let docs: [Substring]
    private let hasFolders: Bool
    private let hasBlog: Bool
    let languages: [String]
    let defaultLanguage: String?

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("site_url"))
        docs = (settings.text("docs_dir") ?? "docs").split(separator: "/").filter { $0 != "." }
        hasFolders = settings.isTrue("use_directory_urls") ?? true
        let plugins =
            settings.texts("plugins") + settings.items("plugins").flatMap { $0.members("").map(\.key) }
        hasBlog = plugins.contains { $0 == "blog" || $0 == "material/blog" }
        let i18n = settings.items("plugins").first { !$0.items("i18n.languages").isEmpty }
        languages =
            i18n?.items("i18n.languages").compactMap { item in
                item.text("locale").flatMap { NameLanguage.normalised($0) }
            } ?? []
        defaultLanguage =
            settings.text("theme.language").flatMap { NameLanguage.normalised($0) } ?? languages.first
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.starts(with: docs) else { return .failure(.outsideContent) }
        var content = ContentFolder()
        var path = folder.dropFirst(docs.count).map(String.init)
        if let first = path.first, let tag = NameLanguage.normalised(first), languages.contains(tag) {
            content.language = tag
        }
        content.path = path
        content.takesReadmeForIndex = true
        if content.language != nil { path.removeFirst() }
        content.translationBase = path.joined(separator: "/")
        if hasBlog, path.starts(with: ["blog", "posts"]) {
            content.role = .posts
            content.collection = "blog"
        }
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        var start = prefix
        if page.folder.language == nil, let language = page.language, language != defaultLanguage {
            start += "/" + language.lowercased()
        }
        if page.folder.collection == "blog" {
            guard let date = page.date else { return nil }
            let slug = page.text("slug") ?? Slug.words(page.title)
            return SiteAddress.path(
                start,
                ["blog"] + date.text.split(separator: "-").map(String.init) + [slug],
                ending: "/"
            )
        }
        if page.isIndex {
            return SiteAddress.path(start, page.folder.path, ending: hasFolders ? "/" : "/index.html")
        }
        return SiteAddress.path(start, page.path, ending: hasFolders ? "/" : ".html")
    }
}
