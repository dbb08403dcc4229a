/// How many articles of a collection are in each language.
package struct ArticleLanguages: Hashable, Sendable {
    /// By primary language in lower case; articles whose language nobody knows are left out.
    package private(set) var counts: [String: Int] = [:]

    package init() {}

    package init(_ articles: some Sequence<Article>) {
        for article in articles { add(1, in: article.knownLanguage) }
    }

    /// - Parameter language: BCP 47 tag; nil where nobody knows it.
    package mutating func add(_ articles: Int, in language: String?) {
        if let language { counts[LanguageTag.primary(language), default: 0] += articles }
    }

    /// Whether a model of English alone can compare nearly all of them: nine in ten of those whose language is known are in
    /// English, or nobody knows the language of any.
    package var areEnglish: Bool {
        let known = counts.values.reduce(0, +)
        return counts["en", default: 0] * 10 >= known * 9
    }
}
