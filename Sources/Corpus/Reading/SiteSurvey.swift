package import Platform

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
    /// The folder, below the one that was looked at, that holds all articles; empty where it is that one.
    package let corpus: String
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

    /// Lists and reads the files below a folder, on all cores.
    ///
    /// - Complexity: linear in the bytes read.
    package init(of folder: String, rules: ReadingRules = ReadingRules()) {
        let listing = SourceListing([folder])
        let readings = concurrentMap(listing.files.count) { SourceReading(listing.files[$0], rules) }
        let contents = CorpusContents(
            gathering: readings.map { ($0.articles, $0.problems) },
            listing: listing
        )
        sites = listing.sites
        articles = contents.articles
        passedOver = contents.passedOver
        problems = contents.problems
        corpus = Self.commonFolder(
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
