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

    /// Entries that are looked at, evenly spread, where a vocabulary has more: XLM-R's 250,002 take a tenth of a second.
    private static let sampleSize = 1 << 15

    /// - Complexity: O(bytes of the entries that are looked at).
    init(_ tokenizer: some Tokenizer) {
        var longer = [Int](repeating: 0, count: Script.count)
        var single = longer
        let step = max(1, (tokenizer.count + Self.sampleSize - 1) / Self.sampleSize)
        for id in stride(from: 0, to: tokenizer.count, by: step) {
            guard let (script, letters) = Script.only(of: tokenizer.vocabularyEntry(Int32(id))) else {
                continue
            }
            // Each stands for those that are passed over.
            if letters > 1 { longer[script.rawValue] += step } else { single[script.rawValue] += step }
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
