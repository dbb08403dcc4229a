import Language

/// The scripts that a vocabulary has words of.
///
/// A vocabulary that was learned from English still has the letters of other scripts, one by one. By them alone every two
/// texts in Arabic mean the same.
struct KnownScripts: Sendable {
    /// By ``Script/rawValue``.
    private let isKnown: [Bool]

    /// The share of all entries of two letters or more that a script's must have: the English vocabularies at hand have
    /// 8 of 26,475 in Cyrillic, one in 3,300, and multilingual ones some hundreds for their smallest scripts.
    private static let fewestShare = 300
    /// Characters that are enough without longer entries, where each is a word: in Japan 2,136 are taught at school.
    private static let fewestCharacters = 2000

    /// - Complexity: O(bytes of the vocabulary).
    init(_ tokenizer: some Tokenizer) {
        var longer = [Int](repeating: 0, count: Script.count)
        var single = longer
        for id in 0..<tokenizer.count {
            let letters = tokenizer.vocabularyEntry(Int32(id)).unicodeScalars.compactMap(Script.init)
            guard let script = letters.first, letters.allSatisfy({ $0 == script }) else { continue }
            if letters.count > 1 { longer[script.rawValue] += 1 } else { single[script.rawValue] += 1 }
        }
        let all = longer.reduce(0, +)
        isKnown = longer.indices.map { number in
            number != Script.other.rawValue
                && (longer[number] > 0 && longer[number] * Self.fewestShare >= all
                    || number == Script.han.rawValue && single[number] >= Self.fewestCharacters)
        }
    }

    /// Whether half of a text's letters, or more, are of a known script; a text without letters is covered where it has
    /// a digit.
    ///
    /// - Complexity: O(bytes).
    func cover(_ text: String) -> Bool {
        var (known, unknown, hasDigit) = (0, 0, false)
        for scalar in text.unicodeScalars {
            if let script = Script(scalar) {
                if isKnown[script.rawValue] { known += 1 } else { unknown += 1 }
            } else if scalar.value &- 0x30 < 10 {
                hasDigit = true
            }
        }
        return known + unknown == 0 ? hasDigit : known >= unknown
    }
}
