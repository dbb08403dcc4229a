import Foundation

/// Hugo: `content/`, sections, page bundles, languages by folder or by name.
///
/// https://gohugo.io/content-management/urls/
struct HugoLayout: SiteLayout {
    private let prefix: String
    /// Folders of content, and the language that each is in.
    private let contentFolders: [(path: [Substring], language: String?)]
    /// By section, of pages and of sections themselves.
    private let permalinks, sectionPermalinks: [String: String]
    private let isUgly: Bool
    /// Sections that have addresses like `/posts/story.html`, or have not, whatever the others have.
    private let uglySections: [String: Bool]
    private let cascades: [HugoCascade]
    private let hasDefaultLanguageFolder: Bool
    let languages: [String]
    let defaultLanguage: String?
    let addressRule: String?
    var hasPageBundles: Bool { true }

    init(_ settings: SiteSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("baseURL"))
        isUgly = settings.isTrue("uglyURLs") == true
        hasDefaultLanguageFolder = settings.isTrue("defaultContentLanguageInSubdir") == true
        uglySections = settings.members("uglyURLs").reduce(into: [:]) { sections, member in
            sections[member.key.lowercased()] = member.value.ownText.flatMap(YesOrNo.truth(of:))
        }
        cascades = HugoCascade.all(in: settings)
        let content = Self.names(settings.text("contentDir") ?? "content")
        var folders: [(path: [Substring], language: String?)] = []
        var languages: [String] = []
        var hasCommonFolder = false
        for (code, value) in settings.members("languages") {
            guard let tag = NameLanguage.normalised(code), value.isTrue("disabled") != true else {
                hasCommonFolder = true
                continue
            }
            languages.append(tag)
            if let folder = value.text("contentDir") {
                folders.append((Self.names(folder), tag))
            } else {
                hasCommonFolder = true
            }
        }
        var hasMounts = false
        for mount in settings.items("module.mounts").prefix(64) {
            guard let source = mount.text("source"), let target = mount.text("target"),
                Self.names(target).first == "content"
            else { continue }
            hasMounts = hasMounts || Self.names(target).count == 1
            folders.append((Self.names(source), mount.text("lang").flatMap { NameLanguage.normalised($0) }))
        }
        // What is mounted there, or each language's own folder, takes the place of the one for all.
        if !hasMounts, hasCommonFolder || languages.isEmpty, !folders.contains(where: { $0.path == content })
        {
            folders.append((content, nil))
        }
        // The longest first, so that `content/de` is not taken for a section of `content`.
        contentFolders = folders.sorted { $0.path.count > $1.path.count }
        func patterns(_ key: String) -> [String: String] {
            settings.members(key).reduce(into: [:]) { patterns, member in
                if let text = member.value.ownText { patterns[member.key.lowercased()] = text }
            }
        }
        permalinks = patterns("permalinks").merging(patterns("permalinks.page")) { $1 }
        sectionPermalinks = patterns("permalinks.section")
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
        for cascade in cascades where cascade.reaches(content.path) {
            content.defaults.merge(cascade.values) { $1 }
        }
        if let draft = content.defaults["draft"] { content.isDraft = YesOrNo.truth(of: draft) == true }
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        let section = page.folder.path.first?.lowercased() ?? "/"
        if page.stem == "_index" {
            if let own = page.text("url"), !own.contains(":") { return written(own, page) }
            if let pattern = sectionPermalinks[section] { return expanded(pattern, page) }
            return SiteAddress.path(
                prefix + languagePart(page),
                page.folder.path.map { Slug.hugo($0) },
                ending: "/"
            )
        }
        if page.buildOption("render") == "never" { return nil }
        if let own = page.text("url") {
            guard !own.contains(":") else { return expanded(own, page) }
            return written(own, page)
        }
        // A bundle at the top of a section's place belongs to no section.
        let isInSection = page.isIndex ? page.folder.path.count > 1 : !page.folder.path.isEmpty
        if let pattern = permalinks[isInSection ? section : "/"] { return expanded(pattern, page) }
        var names = page.path.map { Slug.hugo($0) }
        if let slug = page.text("slug"), !names.isEmpty { names[names.count - 1] = Slug.hugo(slug) }
        if names.isEmpty { return SiteAddress.path(prefix + languagePart(page), [], ending: "/") }
        return SiteAddress.path(prefix + languagePart(page), names, ending: isUgly(page) ? ".html" : "/")
    }

    /// From the root of all languages where it begins with a slash.
    private func written(_ own: String, _ page: SitePage) -> String? {
        SiteAddress.written(own, prefix: own.hasPrefix("/") ? prefix : prefix + languagePart(page))
    }

    private func isUgly(_ page: SitePage) -> Bool {
        page.folder.path.first.flatMap { uglySections[$0.lowercased()] } ?? isUgly
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
        if isUgly(page), path.hasSuffix("/"), path != "/" {
            path = path.dropLast() + ".html"
        } else if !path.hasSuffix("/"), !last.contains(".") {
            path += isUgly(page) ? ".html" : "/"
        }
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
