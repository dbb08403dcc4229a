package import Corpus
package import Recommendation

/// Articles whose files recommend what is no longer there, or what nobody should be offered any longer.
package struct OutdatedLists {
    /// In the order of the named articles.
    package let articles: [Article]

    /// Reads the lists in the files, and looks up whom each entry means.
    ///
    /// - Parameters:
    ///   - named: whose files are looked at.
    ///   - collection: all articles that may be recommended.
    ///   - editorial: says which of them are listed at all.
    /// - Complexity: linear in the bytes of the files; unlike reading articles, it parses the lists.
    package init(
        among named: [Article],
        of collection: [Article],
        rules: ReadingRules,
        style: ListStyle,
        editorial: EditorialRules
    ) {
        let files = named.filter(\.isMarkdown)
        let existing = ExistingLists(in: files.compactMap(\.origin?.path), rules: rules, style: style)
        guard !existing.entries.isEmpty else {
            articles = []
            return
        }
        let listed = ListedArticles(collection)
        articles = files.filter { article in
            // Whose a list of texts is, is found out where it is written.
            guard let origin = article.origin, style.form != .entries || !existing.authored.contains(origin)
            else { return false }
            return (existing.entries[origin] ?? []).contains { entry in
                guard let meant = listed.article(meantBy: entry) else { return true }
                return !editorial.mayList(meant, under: article)
            }
        }
    }
}

/// Articles whose lists people wrote, with those lists as their editors' pins.
package struct HonouredLists {
    /// In the order of the named articles.
    package let articles: [Article]
    /// How many of them have such a list.
    package let count: Int

    /// - Parameters:
    ///   - named: whose files are looked at.
    ///   - collection: the articles that entries may mean.
    /// - Complexity: as of ``OutdatedLists``.
    package init(_ named: [Article], of collection: [Article], rules: ReadingRules, style: ListStyle) {
        let files = named.lazy.filter(\.isMarkdown).compactMap(\.origin?.path)
        let existing = ExistingLists(in: Array(files), rules: rules, style: style)
        guard !existing.authored.isEmpty else {
            (articles, count) = (named, 0)
            return
        }
        let listed = ListedArticles(collection)
        var count = 0
        articles = named.map { article in
            guard let origin = article.origin, existing.authored.contains(origin) else { return article }
            let meant = (existing.entries[origin] ?? []).compactMap { listed.article(meantBy: $0) }
            guard !meant.isEmpty else { return article }
            count += 1
            var honoured = article
            honoured.choices.pinned =
                article.choices.pinned + meant.map { EditorialChoices.Pin.reference($0.id.rawValue) }
            return honoured
        }
        self.count = count
    }
}
