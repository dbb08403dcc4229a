import Kernels

/// Turns texts into terms, each language in its own way.
///
///     Analyzer.standard.terms(of: "The Café's law", language: "en")  // ["cafe", "law"]
package struct Analyzer: Sendable {
    /// By primary language in lower case.
    private let languages: [String: any LanguageAnalysis]
    /// Of languages without an analysis of their own.
    private let others: any LanguageAnalysis
    /// Of texts that name no language.
    private let unnamed: any LanguageAnalysis

    /// What ships: add a language by adding a line to ``init(stopWords:)``, or a list of words to ``StopWords/standard``.
    package static let standard = Analyzer(stopWords: StopWords.standard)

    /// Words of every language, and their beginnings but in English, whose words have few endings.
    ///
    /// - Parameter stopWords: by primary language; texts that name none are read as English.
    package init(stopWords: [String: StopWords]) {
        self.init(
            Dictionary(
                uniqueKeysWithValues: stopWords.map { language, words in
                    (language, WordAnalysis(stopWords: words, hasBeginnings: language != "en"))
                }
            ),
            unnamed: "en",
            others: WordAnalysis(hasBeginnings: true)
        )
    }

    /// - Parameters:
    ///   - languages: by primary language of a BCP 47 tag, in lower case, such as "en".
    ///   - unnamed: the language of texts that name none.
    ///   - others: reads languages that are not in `languages`.
    package init(
        _ languages: [String: any LanguageAnalysis],
        unnamed: String,
        others: any LanguageAnalysis = WordAnalysis()
    ) {
        self.languages = languages
        self.others = others
        self.unnamed = languages[unnamed] ?? others
    }

    /// How texts of a language are read.
    ///
    /// - Parameter language: BCP 47 tag, whose primary language decides; nil where a text names none.
    package func analysis(for language: String?) -> any LanguageAnalysis {
        guard let language else { return unnamed }
        let primary = language.prefix { $0 != "-" && $0 != "_" }
        return languages[primary.lowercased()] ?? others
    }

    /// The terms of `text` in their order, repeated as often as they occur.
    ///
    /// - Parameter language: BCP 47 tag; nil where the text names none.
    /// - Complexity: O(bytes of text).
    package func terms(of text: String, language: String? = nil) -> [String] {
        var terms: [String] = []
        analysis(for: language).forEachTerm(of: text) { bytes, _ in
            terms.append(String(decoding: bytes, as: UTF8.self))
        }
        return terms
    }

    /// Changes whenever some text may have other terms: a hash of every language's configuration, and for each kind of
    /// analysis of the terms of a text that meets each rule.
    ///
    /// - Complexity: O(bytes of all configurations).
    package var fingerprint: UInt64 {
        var bytes: [UInt8] = []
        var probed: Set<String> = []
        func add(_ name: String, _ analysis: any LanguageAnalysis) {
            let kind = String(describing: type(of: analysis))
            let configuration = analysis.configuration
            bytes += Array("\(name) \(kind) \(configuration.count) ".utf8) + configuration
            // The rules are the kind's; what differs between languages is their configuration.
            guard probed.insert(kind).inserted else { return }
            analysis.forEachTerm(of: Self.probe) { term, _ in bytes += term + [UInt8(ascii: " ")] }
        }
        add("others", others)
        add("unnamed", unnamed)
        for (language, analysis) in languages.sorted(by: { $0.key < $1.key }) { add(language, analysis) }
        return contentHash(bytes)
    }

    /// A text that changes its terms with nearly any change of the rules.
    private static let probe = """
        The Facial-Recognition LAW, G7 and 5G: Facebook\u{2019}s students' O'Neil's x U.S. I'm 2,021 3.14 a_b c++ @me #tag
        https://example.org/Path?q=1) mail@example.org it\u{2019}s \u{201C}quoted\u{201D} co\u{AD}op dash\u{2014}ed end\u{2026}
        Caf\u{E9} cafe\u{301} \u{141}\u{F3}d\u{17A} Stra\u{DF}e \u{C6}r\u{F8} \u{FF43}\u{FF41}\u{FF46}\u{FF45} \u{FB01}n \u{130}ki
        \u{439}\u{43E}\u{434} \u{391}\u{3B8}\u{3AE}\u{3BD}\u{3B1} \u{939}\u{93F}\u{928}\u{94D}\u{926}\u{940} \u{644}\u{64E}\u{627}
        \u{4EBA}\u{8138}\u{8BC6}\u{522B} AI\u{6280}\u{672F} \u{304B}\u{3099}\u{304C} \u{30D7}\u{30E9}\u{30FB}\u{30FC} \u{D55C}\u{AE00}
        \u{E19}\u{E49}\u{E33}\u{E17}\u{E48}\u{E27}\u{E21} \u{E51} \u{1F600} \u{1D400}b \u{660}\u{661} \u{FF76}\u{FF9E}
        \u{399}\u{3A3}\u{3C2} \u{451}\u{301} \u{5D0}\u{5B7} \u{643}\u{6CC}\u{640}\u{629} \u{645}\u{6CC}\u{200C}\u{631}
        """ + " " + String(repeating: "w", count: WordSplitter.longestWord + 1)
}
