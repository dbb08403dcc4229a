import Foundation

/// Docusaurus: `docs/`, `blog/`, `src/pages/`, and translations of them below `i18n/`.
///
/// https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs
struct DocusaurusLayout: SiteLayout {
    private let prefix: String
    /// By plugin: the folder, and the address below which its pages are.
    private let plugins: [String: (folder: [Substring], route: String)]
    private let ending: String
    let languages: [String]
    let defaultLanguage: String?
    var hasIDsOfFolders: Bool { true }

    init(_ settings: ScriptSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("baseUrl"))
        ending = settings.isTrue("trailingSlash") == true ? "/" : ""
        let i18n = settings.object("i18n")
        defaultLanguage = i18n?.text("defaultLocale").flatMap { NameLanguage.normalised($0) }
        let named = i18n?.texts("locales").compactMap { NameLanguage.normalised($0) } ?? []
        languages = named.isEmpty ? (defaultLanguage.map { [$0] } ?? []) : named
        func plugin(_ name: String, _ folder: String, _ route: String) -> (folder: [Substring], route: String)
        {
            let own = settings.object(name)
            let path = own?.text("path") ?? folder
            return (path.split(separator: "/").filter { $0 != "." }, own?.text("routeBasePath") ?? route)
        }
        plugins = [
            "docs": plugin("docs", "docs", "docs"), "blog": plugin("blog", "blog", "blog"),
            "pages": plugin("pages", "src/pages", ""),
        ]
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        if folder.first == "versioned_docs" || folder.first?.hasSuffix("_versioned_docs") == true {
            return .failure(.olderVersion)
        }
        var content = ContentFolder()
        if folder.first == "i18n", folder.count >= 3, let tag = NameLanguage.normalised(folder[1]) {
            let name = String(folder[2].replacing("docusaurus-plugin-content-", with: ""))
            guard folder[2].hasPrefix("docusaurus-plugin-content-"), plugins[name] != nil else {
                return .failure(.outsideContent)
            }
            content.language = tag
            var path = folder.dropFirst(3)
            if name == "docs", let version = path.popFirst(), version != "current" {
                return .failure(version.hasPrefix("version-") ? .olderVersion : .outsideContent)
            }
            return place(&content, in: name, path)
        }
        for (name, plugin) in plugins.sorted(by: { $0.value.folder.count > $1.value.folder.count })
        where folder.starts(with: plugin.folder) && !plugin.folder.isEmpty {
            return place(&content, in: name, folder.dropFirst(plugin.folder.count))
        }
        return .failure(.outsideContent)
    }

    private func place(
        _ content: inout ContentFolder,
        in plugin: String,
        _ path: ArraySlice<Substring>
    ) -> ContentFolder.Decision {
        // What begins with an underscore is a part of other pages.
        if path.contains(where: { $0.hasPrefix("_") }) { return .failure(.template) }
        content.collection = plugin
        content.role = plugin == "blog" ? .posts : plugin == "pages" ? .pages : .documents
        content.path = path.map(String.init)
        content.translationBase = ([plugin] + content.path).joined(separator: "/")
        return .success(content)
    }

    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason? {
        name.hasPrefix("_") ? .template : nil
    }

    func address(of page: SitePage) -> String? {
        var start = prefix
        if let language = page.language, languages.count > 1, language != defaultLanguage {
            start += "/" + language
        }
        guard let name = page.folder.collection, let plugin = plugins[name] else { return nil }
        let route = plugin.route.split(separator: "/").map(String.init)
        func address(_ names: [String]) -> String {
            SiteAddress.path(start, route + names, ending: route.isEmpty && names.isEmpty ? "/" : ending)
        }
        let slug = page.text("slug")
        if name == "blog" {
            if let slug { return address(slug.split(separator: "/").map(String.init)) }
            return address(blogPath(page))
        }
        var folders = page.folder.path
        if name == "docs" { folders = folders.map(Self.withoutNumber) }
        if let slug {
            let names = slug.split(separator: "/").map(String.init)
            return address(slug.hasPrefix("/") ? names : folders + names)
        }
        var last = name == "docs" ? Self.withoutNumber(String(page.stem)) : String(page.stem)
        // The files that stand for their folder.
        let lower = last.lowercased()
        if lower == "index" || name == "docs" && (lower == "readme" || lower == folders.last?.lowercased()) {
            return address(folders)
        }
        if name == "docs", let id = page.text("id") { last = id }
        return address(folders + [last])
    }

    /// A date at the beginning of a file's or folder's name becomes three folders.
    private func blogPath(_ page: SitePage) -> [String] {
        let names = page.path
        for (index, name) in names.enumerated() {
            let found = NameDate(Substring(name))
            guard let date = found.date else { continue }
            let parts = date.text.split(separator: "-").map(String.init)
            return names[..<index] + parts + [String(found.rest)] + names[(index + 1)...]
        }
        return names
    }

    /// `01-intro` without its number; dates and versions such as `7.0-x` keep theirs.
    private static func withoutNumber(_ name: String) -> String {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return name }
        let rest = name[digits.endIndex...].drop { "-_. ".contains($0) }
        guard rest.startIndex != digits.endIndex, let first = rest.first, !(first.isASCII && first.isNumber)
        else {
            return name
        }
        return String(rest)
    }
}
