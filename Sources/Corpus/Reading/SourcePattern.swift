import Foundation
import Platform

/// A pattern for paths, such as `posts/**/*.md`.
///
/// `*` stands for any characters of a name, `?` for one, and `**` for any folders, none included. The folders
/// before the first of these are the place that is searched, and ids are paths below it, as if it had been
/// named alone.
package struct SourcePattern: Hashable, Sendable {
    /// The folder that is searched.
    package let folder: String
    private let components: [NamePattern]

    /// Nil where `path` has no wildcards, or a file or folder of that very name exists.
    package init?(_ path: String) {
        guard Self.hasWildcard(path), (try? PathKind(path)) == nil else { return nil }
        let names = path.split(separator: "/").map(String.init)
        var folder = path.hasPrefix("/") ? "/" : "."
        var count = 0
        // A folder may have a wildcard for a name as well.
        while count < names.count {
            let next = folder == "." ? names[count] : folder + (folder == "/" ? "" : "/") + names[count]
            guard !Self.hasWildcard(names[count]) || (try? PathKind(next)) == .folder else { break }
            folder = next
            count += 1
        }
        self.folder = folder
        components = names[count...].map { NamePattern($0) }
    }

    /// Whether it ends as the names of exports do: `exports/*.xml` names them, `**` does not.
    var namesExports: Bool { nameWithEnding.map { ExportFile.isExport($0) } ?? false }

    /// Whether it ends as the names of HTML do.
    var namesHTML: Bool { nameWithEnding.map { FileName.isHTML($0) } ?? false }

    /// A name that ends as the pattern does; nil where it leaves the ending open.
    private var nameWithEnding: String? {
        let text = components.last?.text ?? ""
        guard let dot = text.lastIndex(of: "."), !SourcePattern.hasWildcard(String(text[dot...])) else {
            return nil
        }
        return "x" + text
    }

    /// Whether a file's path below ``folder`` is meant.
    package func matches(_ relativePath: String) -> Bool {
        NamePattern.match(components, relativePath.split(separator: "/"), asPrefix: false)
    }

    /// Whether files below a folder, given by its path below ``folder``, may be meant.
    package func mayMatch(below relativePath: String) -> Bool {
        NamePattern.match(components, relativePath.split(separator: "/"), asPrefix: true)
    }

    static func hasWildcard(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// The folder that a corpus lies in: that of a pattern, else the path itself.
    package static func place(of path: String) -> String { SourcePattern(path)?.folder ?? path }

    /// A corpus path, pattern or exclusion in a form that means the same from everywhere.
    package static func resolved(_ path: String) -> String {
        if SourceExclusion.isExclusion(path) { return "!" + resolved(String(path.dropFirst())) }
        guard let pattern = SourcePattern(path) else { return (try? realPath(path)) ?? path }
        guard let folder = try? realPath(pattern.folder) else { return path }
        let rest = pattern.components.map(\.text).joined(separator: "/")
        return folder == "/" ? "/" + rest : "\(folder)/\(rest)"
    }
}

/// A pattern behind `!`, whose files and folders are left out.
struct SourceExclusion: Hashable, Sendable {
    private let components: [NamePattern]

    static func isExclusion(_ path: String) -> Bool { path.hasPrefix("!") }

    /// Nil where `path` is no exclusion.
    init?(_ path: String) {
        guard Self.isExclusion(path) else { return nil }
        let text = SourcePattern.resolved(String(path.dropFirst()))
        let absolute = text.hasPrefix("/") ? text : FileManager.default.currentDirectoryPath + "/" + text
        components = absolute.split(separator: "/").map { NamePattern(String($0)) }
    }

    /// Whether an absolute path is meant; a folder that is, is left out with all that it holds.
    func excludes(_ path: String) -> Bool {
        NamePattern.match(components, path.split(separator: "/"), asPrefix: false)
    }

    /// Whether an absolute path or a folder above it is meant.
    func excludes(placeOf path: String) -> Bool {
        let names = path.split(separator: "/")
        return (0...names.count).contains {
            NamePattern.match(components, Array(names.prefix($0)), asPrefix: false)
        }
    }
}

/// One component of a pattern.
struct NamePattern: Hashable, Sendable {
    let text: String
    private let scalars: [Unicode.Scalar]
    private var spansFolders: Bool { text == "**" }

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    /// Whether names fit a pattern component by component.
    ///
    /// - Parameter asPrefix: whether it is enough that further names could complete them.
    /// - Complexity: O(patterns x names), since only the last `**` can ever need another try.
    static func match(_ patterns: [NamePattern], _ names: [Substring], asPrefix: Bool) -> Bool {
        var (pattern, name) = (0, 0)
        var retry: (pattern: Int, name: Int)?
        while name < names.count {
            if pattern < patterns.count, patterns[pattern].spansFolders {
                // Whatever follows, folders below can still meet the rest.
                if asPrefix { return true }
                retry = (pattern, name)
                pattern += 1
            } else if pattern < patterns.count, patterns[pattern].matches(names[name]) {
                pattern += 1
                name += 1
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                (pattern, name) = (last.pattern + 1, last.name + 1)
            } else {
                return false
            }
        }
        if asPrefix { return pattern < patterns.count }
        return patterns[pattern...].allSatisfy(\.spansFolders)
    }

    /// Whether one name fits; the same way, with `*` for any characters.
    private func matches(_ name: Substring) -> Bool {
        let name = Array(name.unicodeScalars)
        var (place, index) = (0, 0)
        var retry: (place: Int, index: Int)?
        while index < name.count {
            if place < scalars.count, scalars[place] == "*" {
                retry = (place, index)
                place += 1
            } else if place < scalars.count, scalars[place] == "?" || scalars[place] == name[index] {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                (place, index) = (last.place + 1, last.index + 1)
            } else {
                return false
            }
        }
        return scalars[place...].allSatisfy { $0 == "*" }
    }
}
