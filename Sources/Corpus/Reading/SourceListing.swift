import Platform

/// The article files of some folders and files, in a stable order.
package struct SourceListing: Sendable {
    /// In the order of the paths that were named, and by relative path within each.
    package private(set) var files: [SourceFile] = []
    package private(set) var problems: [InputProblem] = []
    /// Files and folders that are no articles by their name or place.
    package private(set) var passedOver: [PassedOver] = []
    /// The sites that the files belong to; each once.
    package private(set) var sites: [Site] = []
    /// A hash of all that decides how a file is understood besides its bytes: a file's article is another when this
    /// changes.
    package private(set) var siteFingerprint: UInt64 = 0
    /// Folders in which an interrupted run left temporary files, or another one has some now; absolute.
    package private(set) var foldersWithTemporaries: Set<String> = []
    /// Files of different corpora that had the same path, so that the folder's name was put before it.
    package private(set) var toldApart: [SourceFile] = []
    private let exclusions: [SourceExclusion]

    /// Lists the files below `paths`; each file once, under the first path that reaches it.
    ///
    /// A path may be ``StandardInput/path``, which holds an export, or a ``SourcePattern``, and one that begins with `!` takes away what it matches. Hidden files
    /// and folders and symbolic links below a path are passed over, and what the ``sites`` around and below it do not
    /// take for content.
    package init(_ paths: [String]) {
        var seen: Set<String> = []
        exclusions = paths.compactMap { SourceExclusion($0) }
        for path in paths where !SourceExclusion.isExclusion(path) {
            if path == StandardInput.path {
                guard seen.insert(path).inserted else { continue }
                let stamp = FileStamp(size: 0, modified: 0, changed: 0)
                files.append(
                    SourceFile(path: path, relativePath: path, format: .export, stamp: stamp, isNamed: true)
                )
                continue
            }
            do {
                if let pattern = SourcePattern(path) {
                    addFolder(try realPath(pattern.folder), named: path, pattern, &seen)
                    continue
                }
                let root = try realPath(path)
                switch try PathKind(root) {
                case .folder: addFolder(root, named: path, nil, &seen)
                case .file: try addFile(root, &seen)
                case .other:
                    problems.append(
                        InputProblem(
                            .unreadable,
                            path: path,
                            "neither a file nor a folder",
                            remedy: "name a folder of Markdown files or a .jsonl file"
                        )
                    )
                }
            } catch {
                problems.append(InputProblem(error))
            }
        }
        readSitemaps(beside: paths)
        tellApart()
        addSiteAddresses()
    }

    /// Puts the pages of sitemaps that were named in the place of these files.
    private mutating func readSitemaps(beside paths: [String]) {
        let sitemaps = files.lazy.filter { $0.format == .export && Sitemap.isSitemap(file: $0.path) }.map(
            \.path
        )
        guard !sitemaps.isEmpty else { return }
        let folders = paths.filter { !SourceExclusion.isExclusion($0) && (try? PathKind($0)) == .folder }
        let pages = SitemapPages(Array(sitemaps), in: folders) { [exclusions] path in
            exclusions.contains { $0.excludes(placeOf: path) }
        }
        // The folders' own listing has no pages without front matter.
        let others = Set(sitemaps).union(pages.allPaths)
        files = pages.files + files.filter { !others.contains($0.path) }
        passedOver = passedOver.filter { !pages.allPaths.contains($0.path) } + pages.passedOver
        problems += pages.problems
        siteFingerprint = siteFingerprint &* 31 &+ pages.fingerprint
    }

    /// Where there are several sources, gives the files of sites their site's address: a feed may have the same pages,
    /// and another site's list needs more than a path.
    private mutating func addSiteAddresses() {
        let addresses = Set(sites.compactMap(\.address) + files.compactMap { $0.page?.site })
        let isAlone =
            addresses.count < 2 && sites.count < 2
            && files.allSatisfy { $0.format == .markdown && $0.page == nil }
        guard !addresses.isEmpty, !isAlone else { return }
        for index in files.indices {
            guard let address = files[index].page?.site ?? files[index].place?.site?.address else { continue }
            files[index].siteAddress = SiteAddressUse(address: address, isShownWhole: addresses.count > 1)
        }
        siteFingerprint = siteFingerprint &* 31 &+ UInt64(addresses.count)
    }

    /// Puts the name of the corpus before the paths of files that have one path in several corpora, so that each has a
    /// path, and an id, of its own.
    private mutating func tellApart() {
        let single = files.indices.filter { files[$0].format == .markdown }
        let shared = Dictionary(grouping: single) { files[$0].relativePath }.values.filter { $0.count > 1 }
        for places in shared {
            let paths = places.map { files[$0].path.split(separator: "/") }
            var count = files[places[0]].relativePath.utf8.count { $0 == UInt8(ascii: "/") } + 2
            while Set(paths.map { $0.suffix(count) }).count < paths.count { count += 1 }
            for (place, path) in zip(places, paths) {
                files[place].relativePath = path.suffix(count).joined(separator: "/")
            }
        }
        toldApart = shared.joined().sorted().map { files[$0] }
    }

    private mutating func addFolder(
        _ root: String,
        named path: String,
        _ pattern: SourcePattern?,
        _ seen: inout Set<String>
    ) {
        if exclusions.contains(where: { $0.excludes(placeOf: root) }) { return }
        let prefix = root == "/" ? "/" : root + "/"
        var unseen: [String] = []
        let walk = FolderWalk(
            root,
            isEntered: { folder in
                guard pattern?.mayMatch(below: folder) ?? true,
                    !exclusions.contains(where: { $0.excludes(prefix + folder) })
                else { return false }
                guard CorpusSites.unseenFolders.contains(splitRelative(folder).name) else { return true }
                unseen.append(folder)
                return false
            },
            isWanted: {
                FileName($0) != .other || (pattern?.namesExports ?? false) && ExportFile.isExport($0)
            }
        )
        problems += walk.failures.map { InputProblem($0) }
        foldersWithTemporaries.formUnion(walk.foldersWithTemporaries)
        passedOver += unseen.sorted().map { PassedOver(.template, path: prefix + $0) }
        passedOver += walk.links.map { PassedOver(.symbolicLink, path: prefix + $0) }
        passedOver += walk.hidden.filter { if case .articles = FileName($0) { true } else { false } }
            .map { PassedOver(.hidden, path: prefix + $0) }
        var corpusSites = CorpusSites(
            root,
            marks: walk.files.lazy.map(\.relativePath).filter { FileName.isMark(splitRelative($0).name) },
            files: walk.files.lazy.map(\.relativePath).filter { SourceFile.format(ofName: $0) == .markdown }
        )
        add(corpusSites.sites, corpusSites.fingerprint)
        let namesHTML = pattern?.namesHTML ?? false
        var found = 0
        for file in walk.files where pattern?.matches(file.relativePath) ?? true {
            let absolute = prefix + file.relativePath
            if exclusions.contains(where: { $0.excludes(absolute) }) { continue }
            let (folder, name) = splitRelative(file.relativePath)
            var kind = FileName(file.relativePath)
            if pattern?.namesExports ?? false, ExportFile.isExport(String(name)) { kind = .articles(.export) }
            var place: SourcePlace?
            if ![.articles(.jsonLines), .articles(.gzippedJSONLines), .articles(.export)].contains(kind) {
                if kind == .mark { continue }
                switch corpusSites.place(of: folder) {
                case .failure(let reason):
                    if kind == .articles(.markdown) { passedOver.append(PassedOver(reason, path: absolute)) }
                    continue
                case .success(let found): place = found
                }
                let reason = kind == .otherFormat ? .otherFormat : place?.objection(toName: name)
                if let reason {
                    passedOver.append(PassedOver(reason, path: absolute))
                    continue
                }
            }
            found += 1
            let (isNew, first) = seen.insert(absolute)
            if !isNew, !first.utf8.elementsEqual(absolute.utf8) {
                // Both would be one key wherever paths are looked up, so the second must not pass in silence.
                problems.append(
                    InputProblem(
                        .unreadable,
                        path: absolute,
                        "another file has the same name but for how its accents are encoded",
                        remedy: "rename one of the two; this one is left out"
                    )
                )
            }
            guard isNew, case .articles(let format) = kind else { continue }
            files.append(
                SourceFile(
                    path: absolute,
                    relativePath: file.relativePath,
                    format: format,
                    stamp: file.stamp,
                    place: place,
                    page: namesHTML && FileName.isHTML(file.relativePath) ? SitemapEntry() : nil
                )
            )
        }
        // What such a file is read as depends on the pattern.
        if namesHTML { siteFingerprint = siteFingerprint &* 31 &+ 1 }
        if found == 0, walk.failures.isEmpty {
            problems.append(
                InputProblem(
                    .notFound,
                    path: path,
                    pattern == nil ? "the folder holds no articles" : "no article file matches the pattern",
                    remedy:
                        "name a folder with .md, .html, .jsonl or .jsonl.gz files, or the file of a feed or an export"
                )
            )
        }
    }

    private mutating func addFile(_ path: String, _ seen: inout Set<String>) throws(FileError) {
        if exclusions.contains(where: { $0.excludes(placeOf: path) }) { return }
        guard seen.insert(path).inserted else { return }
        let name = splitPath(path).name
        guard let format = SourceFile.format(ofName: name) else {
            problems.append(
                InputProblem(
                    .unreadable,
                    path: path,
                    "the name ends in none of .md, .markdown, .mdx, .html, .htm, .jsonl, .ndjson, .xml, .rss, .atom, "
                        + ".json, .csv, .tsv (.gz)",
                    remedy: "name a folder of Markdown files, JSON lines, a feed or an export"
                )
            )
            return
        }
        var file = SourceFile(
            path: path,
            relativePath: name,
            format: format,
            stamp: try FileStamp(ofFile: path),
            isNamed: true
        )
        if format == .markdown {
            let (place, fingerprint) = CorpusSites.place(ofNamed: path)
            file.place = place
            add(place.site.map { [$0] } ?? [], fingerprint)
        }
        files.append(file)
    }

    private mutating func add(_ sites: [Site], _ fingerprint: UInt64) {
        for site in sites where !self.sites.contains(where: { $0.root == site.root }) {
            self.sites.append(site)
        }
        siteFingerprint = siteFingerprint &* 31 &+ fingerprint
    }
}
