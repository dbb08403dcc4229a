import Foundation
import Platform

/// What is found in a folder that nobody has set up yet.
package struct SiteSurvey: Sendable {
    /// A list that files have already.
    package struct ListHabit: Hashable, Sendable {
        /// With dots between keys within each other.
        package var key: String
        package var form: ListStyle.Form
        package var files: Int
    }

    package let sites: [Site]
    /// The folder, below the one that was looked at, that holds all articles, or the sitemap that names them; empty where
    /// it is that one.
    package let corpus: String
    /// Whether the articles are pages of built HTML, which a sitemap names.
    package let isBuilt: Bool
    package let articles: [Article]
    package let passedOver: [PassedOver]
    package let problems: [InputProblem]
    /// The list that most files have; nil where none has any.
    package let list: ListHabit?

    /// Keys under which sites keep lists of related articles.
    private static let listKeys = [
        "related", "related_posts", "relatedPosts", "related_articles", "relatedArticles", "related-posts",
        "see_also",
        "seealso", "seeAlso", "extra.related",
    ]

    /// Names that sitemaps have, the whole before its parts.
    private static let sitemapNames = [
        "sitemap.xml", "sitemap.xml.gz", "sitemap_index.xml", "sitemap-index.xml", "wp-sitemap.xml",
    ]

    /// Lists and reads the files below a folder, on all cores; where none is an article, the pages of a sitemap in it or
    /// in a folder of it.
    ///
    /// - Complexity: linear in the bytes read.
    package init(of folder: String, rules: ReadingRules = ReadingRules()) {
        var (listing, contents) = Self.read(folder, rules)
        let sitemap =
            contents.articles.contains { $0.page.kind == .article } ? nil : Self.sitemap(in: folder)
        if let sitemap { (listing, contents) = Self.read("\(folder)/\(sitemap)", rules) }
        isBuilt = sitemap != nil
        sites = listing.sites
        articles = contents.articles
        passedOver = contents.passedOver
        problems = contents.problems
        corpus =
            sitemap
            ?? Self.commonFolder(
                of: contents.articles.filter { $0.page.kind == .article }.compactMap(\.page.path)
            )
        let paths = listing.files.filter { $0.format == .markdown }.map(\.path)
        let found = concurrentMap(paths.count) { Self.list(in: paths[$0], rules) }
        var habits: [ListHabit] = []
        for case (let key, let form)? in found {
            if let place = habits.firstIndex(where: { $0.key == key && $0.form == form }) {
                habits[place].files += 1
            } else {
                habits.append(ListHabit(key: key, form: form, files: 1))
            }
        }
        list = habits.max { a, b in
            a.files != b.files ? a.files < b.files : (b.key, b.form.rawValue) < (a.key, a.form.rawValue)
        }
    }

    private static func read(_ path: String, _ rules: ReadingRules) -> (SourceListing, CorpusContents) {
        let listing = SourceListing([path])
        let readings = concurrentMap(listing.files.count) { SourceReading(listing.files[$0], rules) }
        return (
            listing,
            CorpusContents(gathering: readings.map { ($0.articles, $0.problems) }, listing: listing)
        )
    }

    /// The sitemap in a folder, or in a folder of it that is not hidden; its path from there.
    private static func sitemap(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let folders = names.sorted().filter { name in
            !name.hasPrefix(".") && (try? PathKind("\(folder)/\(name)")) == .folder
        }
        return ([""] + folders.map { $0 + "/" }).lazy.flatMap { place in sitemapNames.map { place + $0 } }
            .first { Sitemap.isSitemap(file: "\(folder)/\($0)") }
    }

    /// The deepest folder that all paths share, but none of a language, beside which others may come.
    private static func commonFolder(of paths: [String]) -> String {
        guard let first = paths.first else { return "" }
        var common = splitRelative(first).folder.split(separator: "/")
        for path in paths {
            let names = splitRelative(path).folder.split(separator: "/")
            common = zip(common, names).prefix { $0 == $1 }.map { $0.0 }
        }
        return common.prefix { NameLanguage.normalised($0) == nil && !$0.hasPrefix("_") }.joined(
            separator: "/"
        )
    }

    /// The list that a file has, and in which form.
    private static func list(in path: String, _ rules: ReadingRules) -> (String, ListStyle.Form)? {
        guard let bytes = try? readFile(path, limit: rules.limits.markdownBytes).bytes,
            let file = try? MarkdownFile(bytes, path: path, rules, includesList: true)
        else { return nil }
        for key in listKeys {
            let parts = key.split(separator: ".").map(String.init)
            guard let items = parts.dropFirst().reduce(file.parsed[parts[0]], { $0?[$1] })?.sequence,
                let first = items.first
            else { continue }
            if case .mapping = first.content { return (key, .entries) }
            let texts = items.compactMap(\.text)
            guard texts.count == items.count else { continue }
            let isURL = { (text: String) in text.hasPrefix("/") || text.contains("://") }
            let isPath = { (text: String) in FileName(text) == .articles(.markdown) }
            return (key, texts.allSatisfy(isPath) ? .paths : texts.contains(where: isURL) ? .urls : .ids)
        }
        return nil
    }
}
