import Platform

/// Eleventy's data files: `posts/posts.json` for all of `posts/`, and `story.11tydata.json` for `story.md`.
///
/// Those that are programs are not read.
/// https://www.11ty.dev/docs/data-template-dir/
struct EleventyData: Sendable {
    private static let ending = ".11tydata.json"
    private static let longest = 1 << 18
    private static let most = 4096
    private static let keys = ["layout", "permalink", "draft", "lang", "language", "locale", "date", "type"]

    private var byFolder: [String: PageData] = [:]
    private var byFile: [String: [String: PageData]] = [:]
    /// All bytes that were read.
    private(set) var bytes: [UInt8] = []

    static func isFile(_ name: Substring) -> Bool { name.hasSuffix(ending) }

    /// Reads the data files of some folders.
    ///
    /// - Parameters:
    ///   - root: absolute; the folders and files are below it.
    ///   - files: among which are those for single pages.
    init(_ root: String, folders: Set<String>, files: [String]) {
        let prefix = root == "/" ? "/" : root + "/"
        var all: Set<String> = []
        for folder in folders {
            var rest = folder[...]
            while !rest.isEmpty, all.insert(String(rest)).inserted {
                rest = rest.lastIndex(of: "/").map { rest[..<$0] } ?? ""
            }
        }
        for folder in all.sorted().prefix(Self.most) {
            let name = splitRelative(folder).name
            for file in ["\(folder)/\(name).json", "\(folder)/\(name)\(Self.ending)"] {
                guard let data = read(prefix + file) else { continue }
                byFolder[folder] = (byFolder[folder] ?? PageData()).overridden(by: data)
            }
        }
        for file in files.filter({ Self.isFile(splitRelative($0).name) }).prefix(Self.most) {
            let (folder, name) = splitRelative(file)
            let stem = String(name.dropLast(Self.ending.count))
            guard stem != splitRelative(folder).name, let data = read(prefix + file) else { continue }
            byFile[folder, default: [:]][stem] = data
        }
    }

    /// Adds to a folder what the data files in it and above it say.
    func add(to content: inout ContentFolder, at folder: String) {
        var path = ""
        for name in folder.split(separator: "/") {
            path += path.isEmpty ? String(name) : "/" + name
            if let data = byFolder[path] { content.data = content.data.overridden(by: data) }
        }
        content.fileData = byFile[folder] ?? [:]
    }

    private mutating func read(_ path: String) -> PageData? {
        guard (try? PathKind(path)) == .file, (try? realPath(path)) == path,
            let content = try? readFile(path, limit: Self.longest).bytes,
            let settings = SiteSettings(content, path: path)
        else { return nil }
        bytes += Array("\(path)\n".utf8) + content
        var data = PageData()
        for key in Self.keys { data.texts[key] = settings.text(key) }
        data.tags = settings.texts("tags")
        return data
    }
}
