import Platform

/// The files of built HTML that sitemaps name.
///
/// An address means a file by its path: `/a/` is `a/index.html`, `/a` is `a.html` or the same, below the folders that
/// were named beside the sitemap, else below its own. Only what a walk of these folders finds is a page, so that no
/// address leads out of them.
struct SitemapPages {
    private(set) var files: [SourceFile] = []
    private(set) var problems: [InputProblem] = []
    /// A hash of the sitemaps.
    private(set) var fingerprint: UInt64 = 0
    /// All HTML files of the folders that have pages, whether pages or not; absolute.
    private(set) var allPaths: Set<String> = []
    private var pages: Set<String> = []
    private var folders: [String: HTMLFolder] = [:]
    private let isExcluded: (String) -> Bool

    /// Files that no sitemap names.
    var passedOver: [PassedOver] {
        allPaths.subtracting(pages).sorted().map { PassedOver(.notInSitemap, path: $0) }
    }

    /// - Parameters:
    ///   - sitemaps: absolute paths of files.
    ///   - named: folders that were named beside them.
    ///   - isExcluded: whether a file, given by its absolute path, shall not be read.
    /// - Complexity: O(bytes of the sitemaps + files below the folders).
    init(_ sitemaps: [String], in named: [String], isExcluded: @escaping (String) -> Bool) {
        self.isExcluded = isExcluded
        let named = named.compactMap { try? realPath($0) }
        for path in sitemaps {
            let sitemap = Sitemap(path, mostBytes: ReadingLimits().exportBytes)
            problems += sitemap.problems
            fingerprint = fingerprint &* 31 &+ sitemap.fingerprint
            let own = splitPath(path).folder
            // Of two sites that are named together each has its own folder.
            let around = named.filter { own == $0 || own.hasPrefix($0 == "/" ? "/" : $0 + "/") }
            let isFound =
                add(sitemap.entries, in: around.isEmpty ? named : around, path)
                || add(sitemap.entries, in: [own], path)
            guard !isFound else { continue }
            problems.append(
                InputProblem(
                    .notFound,
                    path: path,
                    sitemap.entries.isEmpty
                        ? "the sitemap names no pages"
                        : "none of its \(sitemap.entries.count.counted("address", "addresses")) leads to an HTML file",
                    remedy: "name the folder of the site's HTML beside it"
                )
            )
        }
    }

    /// - Returns: false where no page was found, and nothing is changed.
    private mutating func add(_ entries: [SitemapEntry], in paths: [String], _ sitemap: String) -> Bool {
        var rest = entries
        var hasFound = false
        for path in paths {
            let folder = folders[path] ?? HTMLFolder(path)
            folders[path] = folder
            let found = folder.files(of: rest)
            guard found.contains(where: { $0 != nil }) else { continue }
            hasFound = true
            allPaths.formUnion(folder.files.keys.lazy.map(folder.absolute))
            for (entry, file) in zip(rest, found) {
                if let file { add(entry, file, in: folder) }
            }
            rest = zip(rest, found).lazy.filter { $0.1 == nil }.map(\.0)
        }
        let missing = rest.filter(\.isPage)
        if hasFound, let first = missing.first {
            problems.append(
                InputProblem(
                    .ignoredValue,
                    path: sitemap,
                    "\(missing.count.counted("address leads", "addresses lead")) to no HTML file, such as "
                        + first.address.excerptForMessage,
                    remedy: "build the site anew, or name the folder that has them"
                )
            )
        }
        return hasFound
    }

    private mutating func add(_ entry: SitemapEntry, _ file: WalkedFile, in folder: HTMLFolder) {
        let path = folder.absolute(file.relativePath)
        guard !isExcluded(path), pages.insert(path).inserted else { return }
        files.append(
            SourceFile(
                path: path,
                relativePath: file.relativePath,
                format: .markdown,
                stamp: file.stamp,
                place: SourcePlace(ofBuiltPagesIn: splitRelative(file.relativePath).folder),
                page: entry
            )
        )
    }
}

/// A folder of built HTML.
private struct HTMLFolder {
    let path: String
    /// By their paths below it.
    let files: [String: WalkedFile]

    /// Pages by which it is found out where on its host the site begins.
    private static let sample = 1000

    init(_ path: String) {
        self.path = path
        let walk = FolderWalk(path, isWanted: FileName.isHTML)
        files = Dictionary(walk.files.map { ($0.relativePath, $0) }) { first, _ in first }
    }

    func absolute(_ relativePath: String) -> String { (path == "/" ? "/" : path + "/") + relativePath }

    /// The file that each address means; nil where there is none.
    func files(of entries: [SitemapEntry]) -> [WalkedFile?] {
        let some = entries.prefix(Self.sample)
        // A site below a folder of its host, as those of projects are, has its files without that folder.
        let shared = Self.sharedFolders(of: some).count
        let counts = (0...shared).map { skipped in some.count { file(of: $0, skipping: skipped) != nil } }
        let best = counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0
        return entries.map { file(of: $0, skipping: best) }
    }

    private func file(of entry: SitemapEntry, skipping count: Int) -> WalkedFile? {
        guard let names = entry.names, names.count >= count else { return nil }
        let path = names[count...].joined(separator: "/")
        let asFolder = ["index.html", "index.htm"].map { path.isEmpty ? $0 : "\(path)/\($0)" }
        let asFile = [".html", ".htm"].map { path + $0 }
        let candidates =
            path.isEmpty
            ? asFolder : entry.isFolder ? asFolder + asFile : [path] + asFile + asFolder
        return candidates.lazy.compactMap { files[$0] }.first
    }

    /// The folders that all addresses begin with.
    private static func sharedFolders(of entries: some Collection<SitemapEntry>) -> [String] {
        let all = entries.lazy.compactMap { entry in
            entry.names.map { entry.isFolder ? $0 : Array($0.dropLast()) }
        }
        guard var shared = all.first else { return [] }
        for names in all { shared = zip(shared, names).prefix { $0 == $1 }.map(\.0) }
        return Array(shared.prefix(mostShared))
    }

    private static let mostShared = 8
}
