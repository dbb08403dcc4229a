import Foundation

/// Words that carry grammar rather than subject, by language.
package struct StopWords: Sendable {
    private let tables: [String: TermTable]
    /// The language of texts that name none.
    package let standardLanguage: String

    package init(_ tables: [String: Set<String>], standardLanguage: String) {
        self.tables = tables.mapValues { words in
            TermTable(words.map(\.precomposedStringWithCanonicalMapping).sorted())
        }
        self.standardLanguage = standardLanguage
    }

    /// The words of a BCP 47 language tag's primary language; nil for a language without a table.
    func words(for language: String?) -> TermTable? {
        guard let language else { return tables[standardLanguage] }
        let primary = language.prefix { $0 != "-" && $0 != "_" }
        return tables[primary.lowercased()]
    }

    /// The tables that ship: add a language by adding a line of words here.
    package static let standard = StopWords(["en": english], standardLanguage: "en")

    private static let english = words(
        """
        a am an and are as at be been being but by did do does for from had has have he her hers him his i if
        in into is it its me my of on or our ours she so than that the their theirs them then there these they
        this those to was we were will with would you your
        """
    )

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
