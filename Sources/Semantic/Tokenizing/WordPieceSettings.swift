/// How a ``WordPiece`` tokenizer reads texts; the defaults are those of bert-base-uncased.
package struct WordPieceSettings: Hashable, Sendable {
    /// Drops control characters and takes all white space for spaces (`clean_text`).
    package var cleansText = true
    /// Makes each Chinese character a word of its own (`handle_chinese_chars`, `tokenize_chinese_chars`).
    package var separatesIdeographs = true
    /// Takes accents off: canonical decomposition without nonspacing marks (`strip_accents`).
    package var stripsAccents = true
    /// Lower case (`lowercase`, `do_lower_case`).
    package var lowercases = true

    /// What stands for a word that the vocabulary cannot compose.
    package var unknown = "[UNK]"
    /// The token before a text.
    package var start = "[CLS]"
    /// The token after it.
    package var end = "[SEP]"
    /// What entries that continue a word start with.
    package var continuation = "##"
    /// Longer words, in characters after folding, are unknown. At least 1, at most ``longestWordLimit``.
    package var longestWord = 100
    /// Tokens that are recognised in the text; ids are those of the vocabulary.
    package var addedTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map { AddedToken($0) }

    /// Bounds the work on a hostile vocabulary and text: quadratic in a word, so linear in the text.
    package static let longestWordLimit = 1000

    package init() {}

    /// No folding at all: for text that has been folded.
    var withoutFolding: WordPieceSettings {
        var settings = self
        settings.cleansText = false
        settings.separatesIdeographs = false
        settings.stripsAccents = false
        settings.lowercases = false
        return settings
    }
}

/// A token that is recognised wherever a text has it, before any words are looked up.
package struct AddedToken: Hashable, Sendable {
    package var content: String
    /// Whether it is found in the folded text, itself folded, rather than in the text as it stands.
    package var isNormalized = false
    /// Whether letters, digits, marks and underscores next to it hide it (`single_word`).
    package var isWholeWord = false
    /// Whether the white space before it belongs to it (`lstrip`); WordPiece has no tokens of white space anyway.
    package var takesSpaceBefore = false
    /// Whether the white space after it belongs to it (`rstrip`).
    package var takesSpaceAfter = false

    package init(_ content: String, isNormalized: Bool = false, isWholeWord: Bool = false) {
        self.content = content
        self.isNormalized = isNormalized
        self.isWholeWord = isWholeWord
    }
}
