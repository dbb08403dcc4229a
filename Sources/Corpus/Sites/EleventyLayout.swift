import Foundation

/// Eleventy: any file below the input folder, at its own path unless `permalink` says where.
///
/// https://www.11ty.dev/docs/permalinks/
struct EleventyLayout: SiteLayout {
    private let prefix: String
    private let input: [Substring]
    /// Names of folders that hold no pages.
    private let templates: Set<String>

    init(_ settings: ScriptSettings) {
        prefix = SiteAddress.prefix(ofBase: settings.text("pathPrefix"))
        let dir = settings.object("dir") ?? settings
        input = (dir.text("input") ?? "").split(separator: "/").filter { $0 != "." }
        var templates: Set = ["_site", "_data"]
        templates.insert(dir.text("includes") ?? "_includes")
        templates.insert(dir.text("layouts") ?? "_layouts")
        if let output = dir.text("output") { templates.insert(output) }
        self.templates = templates
    }

    func decision(for folder: [Substring]) -> ContentFolder.Decision {
        guard folder.starts(with: input) else { return .failure(.outsideContent) }
        let path = folder.dropFirst(input.count).map(String.init)
        if path.contains(where: { templates.contains($0) || $0.hasPrefix("_includes") }) {
            return .failure(.template)
        }
        var content = ContentFolder()
        content.path = path
        content.role = .pages
        content.needsFrontMatter = path.isEmpty && input.isEmpty
        content.isOpen = input.isEmpty
        content.translationBase = path.joined(separator: "/")
        let blogs: Set = ["blog", "post", "posts", "news", "articles", "_posts"]
        if path.prefix(2).contains(where: blogs.contains) { content.role = .posts }
        return .success(content)
    }

    func address(of page: SitePage) -> String? {
        let name = String(page.nameDate.rest)
        if let permalink = page.text("permalink") {
            if permalink == "false" { return nil }
            return filled(permalink, page, name).flatMap { path in
                let trimmed = path.hasSuffix("/index.html") ? String(path.dropLast(10)) : path
                return SiteAddress.written(trimmed, prefix: prefix)
            }
        }
        // A file that is called as its folder stands for it.
        let isFolders = page.isIndex || name == page.folder.path.last
        return SiteAddress.path(prefix, page.folder.path + (isFolders ? [] : [name]), ending: "/")
    }

    /// A permalink with the simplest expressions filled in; nil where there are others.
    private func filled(_ permalink: String, _ page: SitePage, _ name: String) -> String? {
        var result = ""
        var rest = Substring(permalink)
        while let open = rest.range(of: "{{"), let close = rest.range(of: "}}") {
            guard open.upperBound <= close.lowerBound else { return nil }
            result += rest[..<open.lowerBound]
            let parts = rest[open.upperBound..<close.lowerBound].split(separator: "|")
                .map { $0.trimmingCharacters(in: .whitespaces) }
            let isSlug = parts.dropFirst().allSatisfy { $0.hasPrefix("slug") }
            guard let expression = parts.first, isSlug else { return nil }
            switch expression {
            case "page.fileSlug": result += page.isIndex ? page.folder.path.last ?? "" : name
            case "page.filePathStem": result += "/" + page.path.joined(separator: "/")
            case "title" where parts.count > 1: result += Slug.words(page.title)
            default:
                guard parts.count > 1 || expression == "slug", let text = page.text(expression) else {
                    return nil
                }
                result += parts.count > 1 ? Slug.words(text) : text
            }
            rest = rest[close.upperBound...]
        }
        guard !rest.contains("{%") else { return nil }
        return result + rest
    }
}
