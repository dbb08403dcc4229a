import Synchronization

/// Words that carry grammar rather than subject, of one language.
package struct StopWords: Sendable {
    /// Separated by spaces, in any case and spelling.
    package let text: String
    private let folded: FoldedWords

    /// - Parameter text: words between spaces.
    package init(_ text: String = "") {
        self.text = text
        folded = FoldedWords()
    }

    /// As terms are written; made when first asked for.
    var table: TermTable { folded.table(of: text) }

    /// The lists that ship, by primary language: add a language by adding a line to the lists.
    package static let standard: [String: StopWords] = {
        var standard = StopWordLists.byLanguage.mapValues { StopWords($0) }
        standard["en"] = StopWords(english)
        for (tag, other) in StopWordLists.same { standard[tag] = standard[other] }
        return standard
    }()

    /// Chosen by measurement: longer lists lose.
    private static let english = """
        a am an and are as at be been being but by did do does for from had has have he her hers him his i if
        in into is it its me my of on or our ours she so than that the their theirs them then there these they
        this those to was we were will with would you your
        """
}

/// A table that is made once, by whoever asks first: most archives are in one language, and folding all lists would take
/// as long as a query.
private final class FoldedWords: Sendable {
    private let made = Mutex<TermTable?>(nil)

    func table(of text: String) -> TermTable {
        made.withLock { table in
            if let table { return table }
            let words = text.split(whereSeparator: \.isWhitespace).map { TermFolding.fold(String($0)) }
            // In order, so that equal sets have equal bytes.
            let folded = TermTable(Set(words).sorted())
            table = folded
            return folded
        }
    }
}
