import Retrieval

extension SignalKind {
    /// Words in common.
    public static let words = SignalKind("words", title: "words in common")
}

extension Signal {
    /// Cosine of all weighted terms, all fields in one vector.
    public static let terms = Signal("terms", .words, bounds: .notNegative)
    /// Cosine of the terms of both titles.
    public static let titles = Signal("titles", .words, bounds: .notNegative)
    /// Cosine of the terms of this article's title and the other's excerpt.
    public static let titleInExcerpt = Signal("titleInExcerpt", .words, bounds: .notNegative)
    /// Cosine of the terms of this article's excerpt and the other's title.
    public static let excerptInTitle = Signal("excerptInTitle", .words, bounds: .notNegative)
    /// Cosine of the terms of both excerpts.
    public static let excerpts = Signal("excerpts", .words, bounds: .notNegative)
    /// How much of this article's title the other has anywhere in its text: the share of its squared weights.
    public static let titleFound = Signal("titleFound", .words, bounds: .notNegative)
    /// How much of the other's title this article has anywhere in its text.
    public static let otherTitleFound = Signal("otherTitleFound", .words, bounds: .notNegative)
    /// What the one term adds to ``terms`` that adds most: one rare name in common, or many common words.
    public static let strongestTerm = Signal("strongestTerm", .words, bounds: .anyNumber)
}

/// What two texts share word by word, as a whole and field by field.
struct WordSignals: SignalGroup {
    let kind = SignalKind.words
    let signals = [Signal.terms] + Self.ofFields

    /// Those that need each field's terms for themselves, which cost a search more than the terms of all of the text.
    static let ofFields = [
        Signal.titles, .titleInExcerpt, .excerptInTitle, .excerpts, .titleFound, .otherTitleFound,
        .strongestTerm,
    ]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for pair in 0..<pairs.count {
            let cosines = pairs.terms[pair]
            let start = columns.start(pair)
            values[start] = cosines.all
            values[start + 1] = cosines.titles
            values[start + 2] = cosines.titleWithExcerpt
            values[start + 3] = cosines.excerptWithTitle
            values[start + 4] = cosines.excerpts
            values[start + 5] = cosines.titleFound
            values[start + 6] = cosines.otherTitleFound
            values[start + 7] = cosines.strongest
        }
    }

    /// "words +5.2 (recognition, facial)"
    func clause(_ amount: String, _ evidence: PairEvidence) -> String {
        let terms = evidence.sharedTerms
        return "words \(amount)" + (terms.isEmpty ? "" : " (" + terms.joined(separator: ", ") + ")")
    }
}
