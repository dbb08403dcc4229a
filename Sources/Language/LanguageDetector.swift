/// Tells which language a text is in, or that it does not know.
///
///     LanguageDetector.standard.language(of: "Die Stadt baut ein neues Rathaus")  // "de"
///     LanguageDetector.standard.language(of: "Node v18.2.0")                      // nil
///
/// A script in which one known language is written decides at once. Elsewhere a linear classifier over the n-grams of
/// the text's letters does, which knows further languages by which it names none. All sums are of integers, so that a
/// text has the same language on every machine.
package struct LanguageDetector: Sendable {
    /// A language and how sure it is.
    package struct Guess: Hashable, Sendable {
        /// Primary BCP 47 tag, such as `de`, or `zh-Hans` and `zh-Hant`; `zh` where a text has no letter that tells them
        /// apart.
        package var language: String
        /// 0 to 1, as the classifier has it; 1 where the script decides.
        package var probability: Double
        /// Whether texts that are so probable are right in 99 of 100 cases.
        package var isSure: Bool
    }

    /// The detector that ships; decoded when it is first used.
    package static let standard = LanguageDetector(LanguageModel.standard)

    /// Changes with the model: what was detected by another one is detected again.
    package static let fingerprint = LanguageModelData.version ^ UInt64(LetterReader.mostLetters)

    private let model: LanguageModel

    init(_ model: LanguageModel) { self.model = model }

    /// The language of some texts that belong together, by their first 128 letters; nil where nothing is sure, as in names,
    /// code and numbers.
    ///
    /// - Complexity: O(1): no more than 4 KB are read.
    package func language(of texts: String...) -> String? {
        guess(texts).flatMap { $0.isSure ? $0.language : nil }
    }

    /// The most probable of the known languages; nil where the text has too few letters, mixes scripts, or is most
    /// probably in none of the known languages.
    ///
    /// - Complexity: O(1): no more than 4 KB are read.
    package func guess(_ text: String) -> Guess? { guess([text]) }

    private func guess(_ texts: [String]) -> Guess? {
        let letters = LetterReader(texts, model.letters)
        guard let script = letters.script else { return nil }
        if let only = Self.onlyLanguage(in: script) {
            return Guess(language: only, probability: 1, isSure: true)
        }
        return model.best(letters, script)
    }

    private static func onlyLanguage(in script: Script) -> String? {
        switch script {
        case .greek: "el"
        case .armenian: "hy"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .odia: "or"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .thai: "th"
        case .lao: "lo"
        case .georgian: "ka"
        case .hangul: "ko"
        case .khmer: "km"
        case .kana: "ja"
        default: nil
        }
    }
}
