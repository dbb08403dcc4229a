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

    /// Tells ``detectedLanguage`` from title, excerpt and the beginning of the body, where nothing says the language.
    ///
    /// The same texts give the same language, in whatever order articles are read and on every machine.
    ///
    /// - Complexity: O(1): some hundred letters are read.
    package mutating func detectLanguage() {
        guard language == nil else {
            detectedLanguage = nil
            return
        }
        var text = title
        for more in [excerpt, body] where !more.isEmpty && text.utf8.count < Self.enoughBytes {
            text += "\n"
            text += String(decoding: more.utf8.prefix(Self.enoughBytes), as: UTF8.self)
        }
        detectedLanguage = LanguageDetector.standard.language(of: text)
    }

    /// More letters than the detector reads, in any script.
    private static let enoughBytes = 2048

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

extension LanguageTag {
    /// Whether readers of one can be offered the other: the primary language is the same, and of Chinese the script,
    /// which the region stands for.
    package static func isSame(_ a: String, _ b: String) -> Bool {
        a == b || (primary(a) == primary(b) && (primary(a) != "zh" || isTraditional(a) == isTraditional(b)))
    }

    /// Whether one may be called the other, where one of them is a guess: `no` covers `nb` and `nn`, and short texts in
    /// Croatian, Bosnian and Serbian look alike.
    static func mayBeSame(_ a: String, _ b: String) -> Bool {
        let (first, second) = (primary(a), primary(b))
        guard (wider[first] ?? first) == (wider[second] ?? second) else { return false }
        return first != "zh" || [a, b].contains { $0.lowercased() == "zh" } || isSame(a, b)
    }

    /// The language that stands for several.
    private static let wider = [
        "nb": "no", "nn": "no", "hr": "sh", "bs": "sh", "sr": "sh", "id": "ms", "fil": "tl", "prs": "fa",
        "cmn": "zh", "yue": "zh", "arb": "ar", "arz": "ar", "iw": "he", "in": "ms", "mo": "ro",
    ]

    private static func primary(_ tag: String) -> String {
        tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }

    private static func isTraditional(_ tag: String) -> Bool {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }.dropFirst()
        if let script = parts.first(where: { $0 == "hant" || $0 == "hans" }) { return script == "hant" }
        return parts.contains { ["tw", "hk", "mo"].contains($0) }
    }
}
