import Foundation

/// What is known of a page of built HTML before it is read, as its sitemap says it.
package struct SitemapEntry: Hashable, Sendable {
    /// The page's whole address; empty where nobody told it.
    var address = ""
    /// When it was changed.
    var modified: String?
    /// What only sitemaps for news have.
    var title: String?
    var published: String?

    /// Scheme and host; nil where there is no whole address.
    var site: String? { parts.map { String($0.site) } }

    /// The address from the site's root, without its fragment; nil where there is no whole address.
    var path: String? { parts.map { $0.path.isEmpty ? "/" : String($0.path) } }

    /// Whether the address is that of a folder, in which an index file stands for it.
    var isFolder: Bool { path?.hasSuffix("/") ?? false }

    /// Whether it may be the address of a page, rather than of a picture or a document.
    var isPage: Bool {
        guard !isFolder, let last = names?.last, let dot = last.lastIndex(of: ".") else { return true }
        return ["html", "htm"].contains(last[last.index(after: dot)...].lowercased())
    }

    private var parts: (site: Substring, path: Substring)? {
        guard WebLink.isAbsolute(address), let host = address.firstRange(of: "://")?.upperBound else {
            return nil
        }
        let end = address[host...].firstIndex(of: "#") ?? address.endIndex
        let start = address[host..<end].firstIndex { $0 == "/" || $0 == "?" } ?? end
        return (address[..<start], address[start..<end])
    }

    /// The names in the path, without escapes; nil where it is that of a query, or could lead elsewhere.
    var names: [String]? {
        guard let path, !path.utf8.contains(UInt8(ascii: "?")) else { return nil }
        var names: [String] = []
        // By scalars, since a slash and an accent behind it are one character.
        for part in path.unicodeScalars.split(separator: "/") {
            let text = String(part)
            guard let name = text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding : text,
                name != ".", name != "..",
                !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") })
            else { return nil }
            names.append(name)
        }
        return names
    }
}
