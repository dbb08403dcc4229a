import Kernels
import Platform

/// A related list as a fragment of HTML that a page includes, and the file that holds it.
///
///     <!-- related articles, written by kindred -->
///     <ul class="related-articles">
///     <li><a href="/posts/b/">B</a> <time datetime="2024-05-06">2024-05-06</time></li>
///     </ul>
package struct ListFragment: Sendable {
    /// What every fragment begins with, and nothing else: by it those of articles that are gone are known.
    package static let mark = "<!-- related articles, written by kindred -->\n"
    private static let longestName = 200

    /// Where it lies, below the folder of all fragments: the article's path, or that of its address, with `.html` for its
    /// ending.
    package let path: String
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - key: what its path is made of.
    ///   - articles: best first; those without an address are shown without a link.
    package init(of article: Article, by key: ListsData.Key = .path, _ articles: [Article]) {
        path = Self.path(of: article, by: key)
        let items = articles.map { related in
            let title = related.title.escapedInHTML
            let address = (related.page.url ?? related.links.primary).flatMap { Self.isSafe($0) ? $0 : nil }
            let day = (related.published?.entryText).map { $0.prefix(10).description.escapedInHTML }
            return "<li>" + (address.map { "<a href=\"\($0.escapedInHTML)\">\(title)</a>" } ?? title)
                + (day.map { " <time datetime=\"\($0)\">\($0)</time>" } ?? "") + "</li>\n"
        }
        let list = items.isEmpty ? "" : "<ul class=\"related-articles\">\n\(items.joined())</ul>\n"
        bytes = Array((Self.mark + list).utf8)
    }

    /// An address that leads to a page, and runs nothing.
    private static func isSafe(_ address: String) -> Bool {
        let start = address.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://") || start.hasPrefix("/")
    }

    /// A path that stays below its folder, whatever the article is called.
    private static func path(of article: Article, by key: ListsData.Key) -> String {
        let address = article.page.url ?? article.links.primary
        let name =
            switch key {
            case .path: article.page.path ?? address ?? article.id.rawValue
            case .url: address ?? article.page.path ?? article.id.rawValue
            case .id: article.id.rawValue
            }
        // By scalars, since a slash and an accent behind it are one character.
        var parts = name.unicodeScalars.split(separator: "/").map { String($0) }
        // The host says nothing that a page's neighbours do not have as well.
        if parts.count > 1, parts[0] == "https:" || parts[0] == "http:" { parts.removeFirst(2) }
        if parts.isEmpty { parts = ["index"] }
        if let last = parts.popLast() {
            let ending = [".md", ".markdown", ".mdx", ".html", ".htm"].first {
                last.lowercased().hasSuffix($0)
            }
            parts.append(String(last.dropLast(ending?.count ?? 0)))
        }
        let isPlain =
            name.utf8.count <= longestName
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
                    && part.unicodeScalars.allSatisfy(isInNames)
            }
        let safe = isPlain ? parts.joined(separator: "/") : String(contentHash(Array(name.utf8)), radix: 16)
        return safe + ".html"
    }

    private static func isInNames(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !"<>:\"\\|?*\u{7F}".unicodeScalars.contains(scalar)
    }
}

extension String {
    fileprivate var escapedInHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
