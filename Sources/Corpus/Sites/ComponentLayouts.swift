import Foundation

/// Astro: collections in `src/content` and pages in `src/pages`.
///
/// Which address a collection has is up to the site's templates; nearly all give `/collection/name/`.
struct AstroLayout: SiteLayout {
    private let prefix: String
    private let ending: String
    private let routes: AstroRoutes?
    let languages: [String]
    let defaultLanguage: String?

    init(_ settings: ScriptSettings, root: String) {
        routes = AstroRoutes(root)
        prefix = SiteAddress.prefix(ofBase: settings.text("base"))
        ending =
            settings.text("trailingSlash") == "never" ? "" : settings.text("format") == "file" ? ".html" : "/"
        defaultLanguage = settings.text("defaultLocale").flatMap { NameLanguage.normalised($0) }
        let named = settings.texts("locales").compactMap { NameLanguage.normalised($0) }
        let keys = settings.object("locales").map { object in
            ["de", "en", "es", "fr", "it", "ja", "ko", "pt", "pt-br", "ru", "zh-cn"].filter {
                object.object($0) != nil
            }
        }
        languages = named.isEmpty ? keys?.compactMap { NameLanguage.normalised($0) } ?? [] : named
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        var content = ContentFolder()
        var path: [String]
        if folder.starts(with: ["src", "content"]), folder.count > 2 {
            content.collection = String(folder[2])
            path = folder.dropFirst(3).map(String.init)
            content.role = folder[2] == "docs" ? .documents : .posts
            content.isWithoutPages = routes?.route(of: String(folder[2])) == AstroRoutes.Route.none
        } else if folder.starts(with: ["src", "pages"]) {
            path = folder.dropFirst(2).map(String.init)
            content.role = .pages
        } else {
            return .failure(.outsideContent)
        }
        if path.contains(where: { $0.hasPrefix("_") }) { return .failure(.template) }
        if let first = path.first, let tag = NameLanguage.normalised(first), languages.contains(tag) {
            content.language = tag
            path.removeFirst()
        }
        content.path = path
        content.translationBase = ((content.collection.map { [$0] } ?? []) + path).joined(separator: "/")
        return .success(content)
    }

    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason? {
        name.hasPrefix("_") ? .template : nil
    }

    func address(of page: SitePage) -> String? {
        if let collection = page.folder.collection, let routes, routes.route(of: collection) != .plain {
            return nil
        }
        var names: [String] = []
        if let language = page.language, languages.count > 1, language != defaultLanguage {
            names.append(language.lowercased())
        }
        // Starlight's documentation is at the root.
        if let collection = page.folder.collection, collection != "docs" { names.append(collection) }
        if let slug = page.text("slug") {
            names += slug.split(separator: "/").map(String.init)
        } else {
            names += page.folder.collection == nil ? page.path : page.path.map { Slug.github($0) }
        }
        return SiteAddress.path(prefix, names, ending: names.isEmpty ? "/" : ending)
    }
}

/// VitePress: every Markdown file at its own path.
struct VitePressLayout: SiteLayout {
    private let prefix: String
    private let source: [Substring]
    private let ending: String

    init(_ settings: ScriptSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("base"))
        source = (settings.text("srcDir") ?? "").split(separator: "/").filter { $0 != "." }
        ending = settings.isTrue("cleanUrls") == true ? "" : ".html"
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.starts(with: source) else { return .failure(.outsideContent) }
        var content = ContentFolder()
        content.isOpen = source.isEmpty
        content.path = folder.dropFirst(source.count).map(String.init)
        content.translationBase = content.path.joined(separator: "/")
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        if page.isIndex { return SiteAddress.path(prefix, page.folder.path, ending: "/") }
        return SiteAddress.path(prefix, page.path, ending: ending)
    }
}

/// Next.js and Gatsby: a program makes pages of files, so that only what front matter says is certain, and for Next.js
/// what is in `pages/`.
struct ComponentLayout: SiteLayout {
    private let pages: [[Substring]]

    init(isNext: Bool) { pages = isNext ? [["pages"], ["src", "pages"]] : [] }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        var content = ContentFolder()
        content.needsFrontMatter = true
        var path = folder[...]
        if ["public", "components", "layouts", "styles", "tests", ".next"].contains(folder.first ?? "") {
            return .failure(.template)
        }
        if let place = pages.first(where: { folder.starts(with: $0) }) {
            path = path.dropFirst(place.count)
            content.collection = "pages"
            content.role = .pages
        }
        content.isOpen = true
        content.path = path.map(String.init)
        content.translationBase = content.path.joined(separator: "/")
        if content.path.contains(where: { ["blog", "posts"].contains($0) }) { content.role = .posts }
        return .success(content)
    }

    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason? {
        folder.collection == nil && ProjectFileName.isAboutProject(name) ? .projectFile : nil
    }

    func address(of page: SitePage) -> String? {
        if let own = page.text("permalink") { return SiteAddress.written(own, prefix: "") }
        for key in ["path", "slug", "url"] {
            if let own = page.text(key), own.hasPrefix("/") { return SiteAddress.written(own, prefix: "") }
        }
        return page.folder.collection == "pages" ? SiteAddress.path("", page.path, ending: "") : nil
    }
}

/// Folders without a site: only what front matter says.
struct PlainLayout: SiteLayout {
    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        var content = ContentFolder()
        content.isOpen = true
        content.path = folder.map(String.init)
        content.translationBase = content.path.joined(separator: "/")
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        for key in ["permalink", "url", "path", "link"] {
            guard let own = page.text(key), let address = Self.address(own) else { continue }
            // What these two have whole has been read by its field, whatever key that has here.
            if address.hasPrefix("/") || key == "path" || key == "link" { return address }
        }
        return nil
    }

    /// A text that looks like a page's place: a whole address, or a path of more than one name that is none of a file.
    private static func address(_ text: String) -> String? {
        guard !text.contains(where: { $0.isWhitespace || "{}*<>\"".contains($0) }) else { return nil }
        if text.hasPrefix("https://") || text.hasPrefix("http://") {
            return SiteAddress.written(text, prefix: "")
        }
        let isFile = SourceFormat.isMarkdown(text)
        guard !text.contains(":"), !isFile, !text.hasPrefix("."), !text.hasPrefix("//"), text.contains("/")
        else { return nil }
        return SiteAddress.written(text, prefix: "")
    }
}

/// Where `src/pages` shows the entries of Astro's collections, as far as the names of its files tell.
struct AstroRoutes: Sendable {
    enum Route {
        /// By a file for all entries, such as `[...slug].astro`.
        case plain
        /// Somewhere, by addresses that only the site's code knows.
        case unknown
        /// Nowhere: the entries are parts of other pages.
        case none
    }

    private let names: Set<String>
    private let plain: Set<String>

    /// Nil where there is no such folder.
    ///
    /// - Complexity: O(names in the folder and in those below it), at most 10,000.
    init?(_ root: String) {
        let files = FileManager.default
        let folder = root + "/src/pages"
        guard let names = try? files.contentsOfDirectory(atPath: folder), names.count <= 1_000 else {
            return nil
        }
        self.names = Set(names)
        plain = Set(
            names.filter { name in
                let inner = (try? files.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
                return inner.prefix(1_000).contains { $0.hasPrefix("[") && $0.hasSuffix("].astro") }
            }
        )
    }

    func route(of collection: String) -> Route {
        // Starlight shows its documentation by itself.
        if collection == "docs" || plain.contains(collection) { return .plain }
        return names.contains { $0 == collection || $0.hasPrefix("[") } ? .unknown : .none
    }
}
