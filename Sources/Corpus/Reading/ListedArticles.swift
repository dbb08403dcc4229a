import Foundation
import Platform

/// The articles of a corpus by what an entry of a list may call them.
package struct ListedArticles: Sendable {
    private var byPage: [CanonicalURL: Int] = [:]
    private var byReference: [String: Int] = [:]
    private var byTitle: [String: Int] = [:]
    private let articles: [Article]

    /// Of several articles with one name the first has it.
    ///
    /// - Complexity: O(bytes of ids, paths, addresses and titles).
    package init(_ articles: [Article]) {
        self.articles = articles
        let pages = concurrentMap(articles.count, grain: 256) { articles[$0].links.pages }
        for (index, article) in articles.enumerated() {
            for page in pages[index] where byPage[page] == nil { byPage[page] = index }
            let names = [article.id.rawValue, article.page.path, article.page.url]
            for name in names.compactMap({ $0.map(Self.reference) }) where byReference[name] == nil {
                byReference[name] = index
            }
            if byTitle[article.title] == nil { byTitle[article.title] = index }
        }
    }

    /// By any URL of the entry, in the order in which they stand for an article, else by its id, path or address on the
    /// site, else by its title; nil where no article is called so.
    package func article(meantBy entry: ExistingLists.Entry) -> Article? {
        let page = entry.links.all.lazy.compactMap { CanonicalURL($0).flatMap { byPage[$0] } }.first
        let reference = { entry.references.lazy.compactMap { byReference[Self.reference($0)] }.first }
        return (page ?? reference() ?? byTitle[entry.title]).map { articles[$0] }
    }

    /// A path or address without what people write or leave out: slashes at its ends, `./`, the name of an index file,
    /// an ending, and what follows `#` or `?`; percent signs and digits stand for letters.
    private static func reference(_ text: String) -> String {
        let text = text.contains("%") ? text.removingPercentEncoding ?? text : text
        var rest = text[...]
        if let end = rest.firstIndex(where: { $0 == "#" || $0 == "?" }), end > rest.startIndex {
            rest = rest[..<end]
        }
        if rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        for ending in [".md", ".markdown", ".mdx", ".html", ".htm"] where rest.hasSuffix(ending) {
            rest = rest.dropLast(ending.count)
        }
        if rest == "index" || rest == "_index" { return "" }
        for name in ["/index", "/_index"] where rest.hasSuffix(name) { rest = rest.dropLast(name.count) }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        while rest.hasPrefix("/") { rest = rest.dropFirst() }
        return String(rest)
    }
}
