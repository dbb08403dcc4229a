import Kernels
import Platform

/// The sites that the files of one named folder belong to, and what each of its folders holds.
struct CorpusSites {
    /// Folders below which nothing is an article, outside the content of a site that says otherwise.
    private static let templateFolders: Set<Substring> = [
        "node_modules", "vendor", "_layouts", "_includes", "layouts", "templates", "_site", "public",
        "_build",
        "archetypes", "themes",
    ]
    /// Those that are not even looked into: they can hold more files than all of the site.
    static let unseenFolders: Set<Substring> = ["node_modules", "bower_components", "_site", "__pycache__"]
    private static let draftFolders: Set<Substring> = ["_drafts", "drafts", "_draft"]
    /// Where sites are looked for whose settings have hidden names.
    private static let usualFolders = ["docs", "site", "website", "www"]
    /// Levels below the named folder at which sites are found, and how many of them.
    private static let depth = 4
    private static let most = 64

    private let root: String
    private var around: (site: Site, path: [Substring])?
    private var below: [String: Site] = [:]
    private var languageFolders: Set<String> = []
    private var nameLanguages: Set<String> = []
    private var isMultilingual = false
    /// Folders with a file that stands for the folder.
    private let indexedFolders: Set<String>
    private var eleventyData: EleventyData?
    private var places: [String: Result<SourcePlace, PassedOver.Reason>] = [:]

    /// - Parameters:
    ///   - root: the named folder, absolute, without links.
    ///   - marks: paths below it of files that a site may be recognised by.
    ///   - files: paths below it of possible articles.
    init(_ root: String, marks: [String], files: [String]) {
        self.root = root
        let folders = Set(files.lazy.map { splitRelative($0).folder })
        indexedFolders = Self.indexedFolders(among: files)
        if let site = SiteRecognition.site(around: root) {
            let rest = root.utf8.count > site.root.utf8.count ? root.dropFirst(site.root.count) : ""
            around = (site, rest.split(separator: "/"))
        }
        let settings = marks.filter { !EleventyData.isFile(splitRelative($0).name) }
        let found = Set(settings.map(SiteRecognition.folder(ofMark:)) + Self.usualFolders).filter { folder in
            let names = folder.split(separator: "/")
            return !names.isEmpty && names.count <= Self.depth
                && !names.contains(where: Self.templateFolders.contains)
        }
        for folder in found.sorted().prefix(Self.most) {
            let path = root == "/" ? "/" + folder : "\(root)/\(folder)"
            guard (try? realPath(path)) == path else { continue }
            below[folder] = SiteRecognition.site(at: path)
        }
        if sites.contains(where: { $0.generator == .eleventy }) {
            eleventyData = EleventyData(root, folders: folders, files: marks)
        }
        languageFolders = Self.languageFolders(among: folders)
        nameLanguages = Self.nameLanguages(among: files)
        isMultilingual =
            !languageFolders.isEmpty || !nameLanguages.isEmpty || sites.contains { $0.languages.count > 1 }
        // Who names a folder outside a site's content means that folder.
        if around != nil,
            !folders.contains(where: { (try? place(of: $0).get())?.site?.root == around?.site.root })
        {
            around = nil
        }
        places = [:]
    }

    /// The site around or at the named folder first, then those below by their paths.
    var sites: [Site] { (around.map { [$0.site] } ?? []) + below.sorted { $0.key < $1.key }.map(\.value) }

    /// A hash of all that decides how a file is understood besides its bytes.
    var fingerprint: UInt64 {
        let parts =
            sites.map { String($0.fingerprint, radix: 16) } + languageFolders.sorted()
            + nameLanguages.sorted() + ["\(isMultilingual)"]
        return contentHash(Array(parts.joined(separator: "\n").utf8) + (eleventyData?.bytes ?? []))
    }

    /// What the folder at a path below the named one holds.
    mutating func place(of folder: String) -> Result<SourcePlace, PassedOver.Reason> {
        if let known = places[folder] { return known }
        let found = decide(folder)
        places[folder] = found
        return found
    }

    private func decide(_ folder: String) -> Result<SourcePlace, PassedOver.Reason> {
        let names = folder.split(separator: "/")
        var (site, path) = (around?.site, (around?.path ?? []) + names)
        if !below.isEmpty {
            for count in names.indices.map({ $0 + 1 }) {
                guard let inner = below[names[..<count].joined(separator: "/")] else { continue }
                if let site,
                    case .success(let outer) = site.layout.decision(
                        for: Array(path.dropLast(names.count - count))
                    ),
                    !outer.isOpen
                {
                    // An example among a site's pages.
                    continue
                }
                (site, path) = (inner, Array(names[count...]))
            }
        }
        let layout: any SiteLayout = site?.layout ?? PlainLayout()
        var content: ContentFolder
        switch layout.decision(for: path) {
        case .failure(let reason): return .failure(reason)
        case .success(let found): content = found
        }
        if layout.hasPageBundles {
            // The content's own folder is the site's, not a page's.
            let depth = content.path.count
            for count in names.indices.map({ $0 + 1 }) where names.count - count < depth {
                guard indexedFolders.contains(names[..<count].joined(separator: "/")) else { continue }
                if count < names.count { return .failure(.partOfPage) }
                content.isBundle = true
            }
        }
        if content.isOpen, names.contains(where: Self.templateFolders.contains) { return .failure(.template) }
        // Beside a site, what has no front matter belongs to the project that the site is about.
        if site == nil, !below.isEmpty { content.needsFrontMatter = true }
        if site?.generator == .eleventy { eleventyData?.add(to: &content, at: folder) }
        if path.contains(where: Self.draftFolders.contains) { content.isDraft = true }
        if content.language == nil { addLanguage(to: &content, names, site) }
        return .success(
            SourcePlace(
                site: site,
                content,
                folders: path,
                isMultilingual: isMultilingual,
                nameLanguages: nameLanguages.union(site?.languages ?? [])
            )
        )
    }

    /// Takes the language from a folder's name where that is one of several languages.
    private func addLanguage(to content: inout ContentFolder, _ names: [Substring], _ site: Site?) {
        for (index, name) in names.prefix(Self.depth).enumerated() {
            guard let tag = NameLanguage.normalised(name) else { continue }
            let isKnown = site.map { $0.languages.count > 1 && $0.languages.contains(tag) } ?? false
            guard isKnown || languageFolders.contains(names[...index].joined(separator: "/")) else {
                continue
            }
            content.language = tag
            // The base may lack folders that stand for no place, never this one.
            var base = content.translationBase.split(separator: "/")
            if let place = base.firstIndex(of: name) { base.remove(at: place) }
            content.translationBase = base.joined(separator: "/")
            return
        }
    }

    /// The folders that have a file `index.md`, or `index.de.md`.
    private static func indexedFolders(among files: [String]) -> Set<String> {
        var found: Set<String> = []
        for path in files {
            let (folder, name) = splitRelative(path)
            guard name.hasPrefix("index."), PageName(name, languages: nil).stem == "index" else { continue }
            found.insert(folder)
        }
        return found
    }

    /// The languages by which texts of one name differ: `story.md` and `story.de.md`.
    private static func nameLanguages(among files: [String]) -> Set<String> {
        var found: [(tag: String, folder: String, stem: Substring)] = []
        for path in files {
            let (folder, name) = splitRelative(path)
            guard name.utf8.count(where: { $0 == UInt8(ascii: ".") }) > 1 else { continue }
            let parts = PageName(name, languages: nil)
            if let tag = parts.language { found.append((tag, folder, parts.stem)) }
        }
        if found.isEmpty { return [] }
        // Nobody has a person's name twice, or a version's.
        let suffixed = Dictionary(grouping: found) { "\($0.folder)/\($0.stem)" }
        var stems: Set<String> = []
        for path in files {
            let (folder, name) = splitRelative(path)
            stems.insert("\(folder)/\(PageName(name, languages: []).stem)")
        }
        return Set(
            suffixed.filter { $0.value.count > 1 || stems.contains($0.key) }.values.joined().map(\.tag)
        )
    }

    /// Folders that are named by languages because their neighbours are as well: two of them or more, among which is
    /// English or that are half of all.
    private static func languageFolders(among folders: Set<String>) -> Set<String> {
        var children: [Substring: Set<Substring>] = [:]
        for folder in folders {
            var start = folder.startIndex
            for _ in 0..<depth {
                guard start < folder.endIndex else { break }
                let end = folder[start...].utf8.firstIndex(of: UInt8(ascii: "/")) ?? folder.endIndex
                children[folder[..<start], default: []].insert(folder[start..<end])
                start = end == folder.endIndex ? end : folder.utf8.index(after: end)
            }
        }
        var found: Set<String> = []
        for (parent, names) in children {
            let tags = names.filter { NameLanguage.normalised($0) != nil }
            guard tags.count > 1, tags.contains("en") || 2 * tags.count >= names.count else { continue }
            found.formUnion(tags.map { String(parent + $0) })
        }
        return found
    }
}

extension CorpusSites {
    /// The place of a file that was named alone.
    static func place(ofNamed path: String) -> (place: SourcePlace, fingerprint: UInt64) {
        let (folder, name) = splitPath(path)
        var sites = CorpusSites(folder, marks: [], files: [name])
        if case .success(let place) = sites.place(of: "") { return (place, sites.fingerprint) }
        let plain = SourcePlace(
            site: nil,
            ContentFolder(),
            folders: [],
            isMultilingual: false,
            nameLanguages: sites.nameLanguages
        )
        return (plain, sites.fingerprint)
    }
}
