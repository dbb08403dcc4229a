import Kernels
import Platform

/// Tells by its settings file which generator makes a site of a folder.
enum SiteRecognition {
    /// Levels above a corpus that are looked at.
    private static let levelsAbove = 4
    /// Files of the program's own that sites are recognised by, in the order in which they count.
    private static let scripts: [(SiteGenerator, [String])] = [
        (
            .eleventy,
            [
                ".eleventy.js", ".eleventy.cjs", "eleventy.config.js", "eleventy.config.mjs",
                "eleventy.config.cjs", "eleventy.config.ts",
            ]
        ),
        (
            .docusaurus,
            [
                "docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs",
                "docusaurus.config.cjs",
            ]
        ),
        (
            .astro,
            [
                "astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.cjs",
                "astro.config.mts",
            ]
        ),
        (
            .vitePress,
            [
                ".vitepress/config.js", ".vitepress/config.ts", ".vitepress/config.mts",
                ".vitepress/config.mjs",
            ]
        ),
        (.gatsby, ["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"]),
        (.next, ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"]),
    ]
    private static let dataEndings = ["toml", "yaml", "yml", "json"]
    private static let hugoNames =
        dataEndings.map { "hugo.\($0)" } + dataEndings.map { "config/_default/hugo.\($0)" }
        + dataEndings.map { "config/_default/config.\($0)" }
    private static let sharedNames = dataEndings.map { "config.\($0)" }
    private static let mkDocsNames = ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml"]

    /// The names of settings files that a walk comes by.
    static let marks = Set(
        hugoNames + sharedNames + mkDocsNames + ["_config.yml", "_config.yaml"]
            + scripts.flatMap { $0.1 }.filter { !$0.hasPrefix(".") && !$0.contains("/") }
    )

    /// The folder of the site that a settings file, given by its path, would make.
    static func folder(ofMark path: String) -> String {
        let folder = splitRelative(path).folder
        return folder == "config/_default"
            ? ""
            : folder.hasSuffix("/config/_default") ? String(folder.dropLast(16)) : folder
    }

    /// The nearest site at or above a folder, not above a repository's.
    ///
    /// - Parameter folder: absolute, without links.
    static func site(around folder: String) -> Site? {
        var current = folder
        for level in 0...levelsAbove {
            // What another user keeps above what was named, in `/tmp` say, says nothing about it.
            if level > 0, !isOwnedByUser(current) { return nil }
            if let site = site(at: current) { return site }
            if current == "/" || exists(current + "/.git") { return nil }
            current = splitPath(current).folder
        }
        return nil
    }

    /// The site of a folder.
    static func site(at root: String) -> Site? {
        data(hugoNames, in: root).map { hugo(root, $0, $1) } ?? shared(root) ?? jekyllOrHexo(root) ?? script(
            root
        )
            ?? data(mkDocsNames, in: root).map { name, bytes in
                made(.mkDocs, root, name, bytes, SiteSettings(bytes, path: name)) { MkDocsLayout($0) }
            }
    }

    // MARK: - One generator each

    private static func hugo(_ root: String, _ name: String, _ bytes: [UInt8]) -> Site {
        let pieces = HugoSettings(root, name, bytes)
        return made(.hugo, root, name, pieces?.bytes ?? bytes, pieces?.settings) { HugoLayout($0) }
    }

    /// `config.toml`, which Zola has, and Hugo had; other programs too, so that more must speak for it.
    private static func shared(_ root: String) -> Site? {
        guard let (name, bytes) = data(sharedNames, in: root), let settings = SiteSettings(bytes, path: name)
        else {
            return nil
        }
        if name == "config.toml", settings["base_url"] != nil {
            return made(.zola, root, name, bytes, settings) { ZolaLayout($0) }
        }
        let isHugos =
            settings.text("baseURL") != nil || settings.text("languageCode") != nil
            || settings.text("theme") != nil && settings.text("title") != nil
        guard isHugos, exists(root + "/content") || exists(root + "/archetypes") || exists(root + "/layouts")
        else {
            return nil
        }
        return hugo(root, name, bytes)
    }

    private static func jekyllOrHexo(_ root: String) -> Site? {
        guard let (name, bytes) = data(["_config.yml", "_config.yaml"], in: root) else { return nil }
        let settings = SiteSettings(bytes, path: name)
        let isHexos = [
            "new_post_name", "public_dir", "source_dir", "archive_dir", "default_layout", "post_asset_folder",
        ]
        .contains { settings?[$0] != nil }
        if isHexos, exists(root + "/source") || settings?["source_dir"] != nil {
            return made(.hexo, root, name, bytes, settings) { HexoLayout($0) }
        }
        return made(.jekyll, root, name, bytes, settings) { JekyllLayout($0) }
    }

    private static func script(_ root: String) -> Site? {
        for (generator, names) in scripts {
            guard let (name, bytes) = data(names, in: root) else { continue }
            let settings = ScriptSettings(bytes)
            let layout: any SiteLayout =
                switch generator {
                case .eleventy: EleventyLayout(settings)
                case .docusaurus: DocusaurusLayout(settings)
                case .astro: AstroLayout(settings, root: root)
                case .vitePress: VitePressLayout(settings)
                default: ComponentLayout(isNext: generator == .next)
                }
            return Site(
                generator: generator,
                root: root,
                settingsFile: name,
                isUnderstood: true,
                layout: layout,
                address: generator.address(settings.text),
                fingerprint: fingerprint(generator, root, bytes)
            )
        }
        return nil
    }

    private static func made(
        _ generator: SiteGenerator,
        _ root: String,
        _ name: String,
        _ bytes: [UInt8],
        _ settings: SiteSettings?,
        _ layout: (SiteSettings) -> any SiteLayout
    ) -> Site {
        Site(
            generator: generator,
            root: root,
            settingsFile: name,
            isUnderstood: settings != nil,
            layout: layout(settings ?? .none),
            address: settings.flatMap { generator.address($0.text) },
            fingerprint: fingerprint(generator, root, bytes)
        )
    }

    private static func fingerprint(_ generator: SiteGenerator, _ root: String, _ bytes: [UInt8]) -> UInt64 {
        contentHash(Array("\(generator.rawValue)\n\(root)\n".utf8) + bytes)
    }

    // MARK: - Files

    /// The first of some files that is there, with its bytes; none of a file that is too large.
    static func data(_ names: [String], in root: String) -> (name: String, bytes: [UInt8])? {
        for name in names {
            let path = root == "/" ? "/" + name : "\(root)/\(name)"
            // Behind a link could be anybody's file.
            guard (try? PathKind(path)) == .file, (try? realPath(path)) == path else { continue }
            do throws(FileError) {
                return (name, try readFile(path, limit: SiteSettings.longest).bytes)
            } catch {
                if error.isTooLarge { return (name, []) }
            }
        }
        return nil
    }

    private static func exists(_ path: String) -> Bool { (try? PathKind(path)) != nil }
}

/// A relative path's folder, empty for none, and its last name.
func splitRelative(_ path: String) -> (folder: String, name: Substring) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path[...]) }
    return (String(path[..<slash]), path[path.index(after: slash)...])
}
