import Foundation

/// Hugo's settings, which may lie in one file or in the pieces of `config/_default` and `config/production`.
///
/// https://gohugo.io/configuration/introduction/#configuration-directory
struct HugoSettings {
    private(set) var settings: SiteSettings
    /// All bytes that were read.
    private(set) var bytes: [UInt8]
    /// Files of one folder that are looked at.
    private static let most = 256
    /// Pieces of which nothing is read here.
    private static let unread: Set = ["params", "menus", "menu", "markup", "outputs", "outputformats"]

    /// - Parameters:
    ///   - root: the site's folder.
    ///   - name: the file that it was recognised by, with its bytes.
    init?(_ root: String, _ name: String, _ bytes: [UInt8]) {
        let first = SiteSettings(bytes, path: name)
        (settings, self.bytes) = (first ?? .none, bytes)
        var isUnderstood = first != nil
        for folder in ["config/_default", "config/production"] {
            let found = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
            for file in found.filter({ Self.keys(ofName: $0) != nil }).sorted(by: Self.precedes)
                .prefix(Self.most) where "\(folder)/\(file)" != name
            {
                guard let (path, more) = SiteRecognition.data(["\(folder)/\(file)"], in: root),
                    let piece = SiteSettings(more, path: path), let keys = Self.keys(ofName: file)
                else { continue }
                self.bytes += Array("\(path)\n".utf8) + more
                settings = settings.merged(with: piece, under: keys[...])
                isUnderstood = true
            }
        }
        if !isUnderstood { return nil }
    }

    /// Whole files before pieces, and all by their names.
    private static func precedes(_ a: String, _ b: String) -> Bool {
        let (a, b) = ((keys(ofName: a)?.count ?? 0, a), (keys(ofName: b)?.count ?? 0, b))
        return a < b
    }

    /// The keys below which the settings of a file belong, outermost first: those of `languages.de.toml` below
    /// `languages` and `de`, those of `permalinks.de.toml` below `languages`, `de` and `permalinks`; nil where it is none.
    static func keys(ofName name: String) -> [String]? {
        let parts = name.split(separator: ".").map(String.init)
        guard (2...3).contains(parts.count), ["toml", "yaml", "yml", "json"].contains(parts[parts.count - 1])
        else { return nil }
        let key = parts[0].lowercased()
        if unread.contains(key) { return nil }
        let own = key == "hugo" || key == "config" ? [] : [key]
        guard parts.count == 3 else { return own }
        return ["languages", parts[1]] + (key == "languages" ? [] : own)
    }
}
