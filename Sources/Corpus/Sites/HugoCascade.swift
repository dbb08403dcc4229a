/// Front matter that Hugo's settings give to all pages below some folders.
///
/// https://gohugo.io/configuration/cascade/
struct HugoCascade: Sendable {
    /// The folders below the content's, as `/blog`; empty for all.
    private var folders: [[Substring]]
    /// What counts here, by its key.
    private(set) var values: [String: String]
    private static let most = 64
    private static let keys = ["type", "layout", "draft", "url", "headless", "build.render", "build.list"]

    /// Those of the settings, in their order; one whose target is more than folders is left out.
    static func all(in settings: SiteSettings) -> [HugoCascade] {
        let items = settings.items("cascade")
        return (items.isEmpty ? [settings.below("cascade")] : items.prefix(most).map { $0 })
            .compactMap { HugoCascade($0) }
    }

    private init?(_ settings: SiteSettings) {
        values = [:]
        for key in Self.keys {
            let rest = key == "build.render" || key == "build.list" ? "_\(key)" : key
            values[key] = settings.text(key) ?? settings.text(rest)
        }
        let target = settings["target"] == nil ? "_target" : "target"
        let kind = settings.text("\(target).kind") ?? "page"
        guard !values.isEmpty, kind == "page" || kind == "{page,section}",
            settings.text("\(target).lang") == nil, settings.text("\(target).environment") == nil
        else { return nil }
        folders = []
        guard let pattern = settings.text("\(target).path") else { return }
        for part in pattern.drop(while: { $0 == "{" }).prefix(while: { $0 != "}" }).split(separator: ",") {
            let names = part.split(separator: "/")
            guard names.last == "**",
                !names.dropLast().contains(where: { $0.contains { "*?[".contains($0) } })
            else { return nil }
            folders.append(Array(names.dropLast()))
        }
    }

    /// Whether the pages of a folder, given below the content's, have the values.
    func reaches(_ folder: [String]) -> Bool {
        folders.isEmpty
            || folders.contains { $0.count <= folder.count && zip($0, folder).allSatisfy { $0 == $1 } }
    }
}
