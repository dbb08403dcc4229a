import Foundation

/// Hugo: `content/`, sections, page bundles, languages by folder or by name.
///
/// https://gohugo.io/content-management/urls/
struct HugoLayout: SiteLayout {
    private let prefix: String
    /// Folders of content, and the language that each is in.
    private let contentFolders: [(path: [Substring], language: String?)]
    private let permalinks: [String: String]
    private let isUgly: Bool
    private let hasDefaultLanguageFolder: Bool
    let languages: [String]
    let defaultLanguage: String?
    let addressRule: String?

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("baseURL"))
        isUgly = settings.isTrue("uglyURLs") == true
        hasDefaultLanguageFolder = settings.isTrue("defaultContentLanguageInSubdir") == true
        let content = Self.names(settings.text("contentDir") ?? "content")
        var folders: [(path: [Substring], language: String?)] = []
        var languages: [String] = []
        for (code, value) in settings.members("languages") {
            guard let tag = NameLanguage.normalised(code), value.isTrue("disabled") != true else { continue }
            languages.append(tag)
            if let folder = value.text("contentDir") { folders.append((Self.names(folder), tag)) }
        }
        for mount in settings.items("module.mounts").prefix(64) {
            guard let source = mount.text("source"), mount.text("target")?.hasPrefix("content") == true else {
                continue
            }
            folders.append((Self.names(source), mount.text("lang").flatMap { NameLanguage.normalised($0) }))
        }
        if !folders.contains(where: { $0.path == content }) { folders.append((content, nil)) }
        // The longest first, so that `content/de` is not taken for a section of `content`.
        contentFolders = folders.sorted { $0.path.count > $1.path.count }
        var permalinks: [String: String] = [:]
        for (section, value) in settings.members("permalinks") + settings.members("permalinks.page") {
            if let text = value.ownText { permalinks[section.lowercased()] = text }
        }
        self.permalinks = permalinks
        let named =
            settings.text("defaultContentLanguage") ?? settings.text("languageCode")
            ?? settings.text("locale")
        defaultLanguage =
            named.flatMap { NameLanguage.normalised($0) }
            ?? (languages.contains("en") ? "en" : languages.first)
        self.languages = languages
        addressRule = permalinks.min { $0.key < $1.key }?.value
    }

    private static func names(_ path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }
    }

    /// The language that a site of one language does not write into its addresses.
    private var hasSeveralLanguages: Bool { languages.count > 1 }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard let root = contentFolders.first(where: { folder.starts(with: $0.path) }) else {
            let name = folder.first.map(String.init) ?? ""
            return .failure(
                ["layouts", "archetypes", "themes", "public", "resources"].contains(name)
                    ? .template : .outsideContent
            )
        }
        var content = ContentFolder()
        content.path = folder.dropFirst(root.path.count).map(String.init)
        content.language = root.language
        if root.language == nil, let first = content.path.first, let tag = NameLanguage.normalised(first),
            languages.contains(tag)
        {
            content.language = tag
            content.path.removeFirst()
        }
        content.translationBase = (["content"] + content.path).joined(separator: "/")
        let section = content.path.first?.lowercased() ?? ""
        if content.path.isEmpty { content.role = .pages }
        if ["post", "posts", "blog", "news", "article", "articles"].contains(section) {
            content.role = .posts
        }
        // Parts of other pages, by custom.
        if content.path.contains(where: { $0.hasPrefix("_") }) { content.role = .standing }
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        if page.stem == "_index" {
            return SiteAddress.path(
                prefix + languagePart(page),
                page.folder.path.map { Slug.hugo($0) },
                ending: "/"
            )
        }
        if let build = page.value("build") ?? page.value("_build"), build["render"]?.text == "never" {
            return nil
        }
        if let own = page.text("url") {
            guard !own.contains(":") else { return expanded(own, page) }
            // From the root of all languages where it begins with a slash.
            return SiteAddress.written(own, prefix: own.hasPrefix("/") ? prefix : prefix + languagePart(page))
        }
        let section = page.folder.path.first?.lowercased() ?? "/"
        // A bundle at the top of a section's place belongs to no section.
        let isInSection = page.isIndex ? page.folder.path.count > 1 : !page.folder.path.isEmpty
        if let pattern = permalinks[isInSection ? section : "/"] { return expanded(pattern, page) }
        var names = page.path.map { Slug.hugo($0) }
        if let slug = page.text("slug"), !names.isEmpty { names[names.count - 1] = Slug.hugo(slug) }
        if names.isEmpty { return SiteAddress.path(prefix + languagePart(page), [], ending: "/") }
        return SiteAddress.path(prefix + languagePart(page), names, ending: isUgly ? ".html" : "/")
    }

    private func languagePart(_ page: SitePage) -> String {
        guard let language = page.language, hasSeveralLanguages,
            language != defaultLanguage || hasDefaultLanguageFolder
        else { return "" }
        return "/" + language.lowercased()
    }

    private func expanded(_ pattern: String, _ page: SitePage) -> String? {
        guard var path = SiteAddress.expanded(pattern, { value(of: $0, page) }) else { return nil }
        let last = path.split(separator: "/").last ?? ""
        if !path.hasSuffix("/"), !last.contains(".") { path += isUgly ? ".html" : "/" }
        return prefix + languagePart(page) + path
    }

    private func value(of name: String, _ page: SitePage) -> String? {
        let sections = page.isIndex ? page.folder.path.dropLast() : page.folder.path[...]
        let base = Slug.hugo(page.path.last ?? "")
        switch name {
        case "section": return Slug.hugo(sections.first ?? "")
        case "sections": return sections.map { Slug.hugo($0) }.joined(separator: "/")
        case "sections[1:]": return sections.dropFirst().map { Slug.hugo($0) }.joined(separator: "/")
        case "sections[last]": return Slug.hugo(sections.last ?? "")
        case "title": return Slug.hugo(page.title)
        case "slug": return Slug.hugo(page.text("slug") ?? page.title)
        case "slugorfilename", "slugorcontentbasename": return page.text("slug").map { Slug.hugo($0) } ?? base
        case "filename", "contentbasename": return base
        default: return SiteAddress.part(name, of: page.date)?.lowercased()
        }
    }
}
