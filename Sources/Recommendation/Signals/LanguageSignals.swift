extension SignalKind {
    /// Whether the two are in different languages, whose words do not meet.
    public static let language = SignalKind("language", title: "another language")
}

extension Signal {
    /// 1 where the two are known to be in different languages, else 0: they have names in common at most, and few words
    /// speak less against them.
    public static let otherLanguage = Signal("otherLanguage", .language, bounds: .anyNumber)
    /// Cosine of the embeddings where the two are known to be in different languages, else 0.
    public static let meaningAcrossLanguages = Signal(
        "meaningAcrossLanguages",
        .language,
        bounds: .notNegative
    )
}

/// What makes up for words where two articles are in different languages. Only lists across languages have such pairs.
struct LanguageSignals: SignalGroup {
    let kind = SignalKind.language
    let signals = [Signal.otherLanguage, .meaningAcrossLanguages]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, isOther) in pairs.otherLanguages.enumerated() where isOther {
            values[columns.start(pair)] = 1
            if !pairs.embeddings.isEmpty { values[columns.start(pair) + 1] = pairs.embeddings[pair] }
        }
    }
}
