import Language

/// What follows from an article's texts is no difference between articles.
struct DetectedLanguage: Hashable, Sendable {
    var tag: String?

    static func == (a: DetectedLanguage, b: DetectedLanguage) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

extension Article {
    /// The language that the article is in, as far as anybody knows: what it or its site says, else what its texts tell.
    public var knownLanguage: String? { language ?? detectedLanguage }

    /// The language, or what stands for several that are alike; nil where nobody knows it.
    package var languageGroup: String? { knownLanguage.map(LanguageTag.group) }

    /// Tells ``detectedLanguage`` from title, excerpt and the beginning of the body, where nothing says the language.
    ///
    /// The same texts give the same language, in whatever order articles are read and on every machine.
    ///
    /// - Complexity: O(1): some hundred letters are read.
    package mutating func detectLanguage() {
        detectedLanguage =
            language == nil ? LanguageDetector.standard.language(of: title, excerpt, body) : nil
    }

    /// The same article, with its language detected.
    package func detectingLanguage() -> Article {
        var article = self
        article.detectLanguage()
        return article
    }

    /// Whether readers of one article can read another. What nobody knows is no hindrance; what is told from letters
    /// alone is no finer than letters tell.
    package func isReadable(besides other: Article) -> Bool {
        guard let own = knownLanguage, let wanted = other.knownLanguage else { return true }
        return LanguageTag.isSame(own, wanted)
            || (language == nil || other.language == nil) && LanguageTag.mayBeSame(own, wanted)
    }
}
