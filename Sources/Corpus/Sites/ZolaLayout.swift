import Foundation

/// Zola: `content/`, where every file has front matter.
///
/// https://www.getzola.org/documentation/content/page/
struct ZolaLayout: SiteLayout {
    private let prefix: String
    private let asciiPaths: Bool
    let languages: [String]
    let defaultLanguage: String?
    var hasPageBundles: Bool { true }

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("base_url"))
        asciiPaths = !["safe", "off"].contains(settings.text("slugify.paths") ?? "on")
        let own = settings.text("default_language").flatMap { NameLanguage.normalised($0) }
        let others = settings.members("languages").compactMap { NameLanguage.normalised($0.key) }
        languages = (own.map { [$0] } ?? []) + others.filter { $0 != own }
        defaultLanguage = own
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.first == "content" else {
            let isTemplate = ["templates", "themes", "public"].contains(folder.first ?? "")
            return .failure(isTemplate ? .template : .outsideContent)
        }
        var content = ContentFolder()
        content.path = folder.dropFirst().map(String.init)
        content.translationBase = folder.joined(separator: "/")
        content.role = content.path.isEmpty ? .pages : .documents
        content.needsFrontMatter = true
        if ["blog", "posts", "post", "news", "articles"].contains(content.path.first ?? "") {
            content.role = .posts
        }
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        var prefix = prefix
        if let language = page.language, languages.contains(language), language != defaultLanguage,
            languages.count > 1 || defaultLanguage == nil
        {
            prefix += "/" + language.lowercased()
        }
        if let path = page.text("path"), page.stem != "_index" {
            let names = path.split(separator: "/").map(String.init)
            return SiteAddress.path(prefix, names, ending: "/")
        }
        let folders = page.folder.path.map(slug)
        if page.stem == "_index" { return SiteAddress.path(prefix, folders, ending: "/") }
        let name = page.isIndex ? page.folder.path.last ?? "" : String(page.stem)
        // A date before the name is no part of it, also where it is a bundle's folder.
        let own = page.text("slug").map(slug) ?? slug(String(NameDate(Substring(name)).rest))
        let sections = page.isIndex ? Array(folders.dropLast()) : folders
        return SiteAddress.path(prefix, sections + [own], ending: "/")
    }

    private func slug(_ text: String) -> String {
        asciiPaths ? Slug.ascii(text) : text.replacingOccurrences(of: " ", with: "_")
    }
}
