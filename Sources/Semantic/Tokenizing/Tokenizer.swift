/// Cuts texts into the tokens that a model has vectors of.
///
/// ``WordPiece`` and ``Unigram`` are the present ones. Another one (byte-pair encoding) is a type that conforms and a case
/// in ``TokenizerDescription/tokenizer(from:_:file:)``, which chooses by `model.type` of tokenizer.json.
///
/// Each text is one call, so a tokenizer may be held as `any Tokenizer` without a cost that could be measured.
package protocol Tokenizer: Sendable {
    /// Entries of the vocabulary: all ids are smaller.
    var count: Int { get }

    /// The entry with an id, as the vocabulary spells it.
    func vocabularyEntry(_ id: Int32) -> String

    /// The ids of a text's tokens between the one that opens it and the one that closes it, as a transformer reads them.
    ///
    /// - Parameter limit: of the number of ids, at least 2; what is beyond is cut off before the closing one.
    /// - Complexity: linear in the text.
    func ids(of text: String, limit: Int) -> [Int32]

    /// The ids of a text's tokens without opening, closing and unknown ones, as static models add them up.
    ///
    /// - Parameter limit: of the number of tokens, those included that turn out to be unknown.
    /// - Complexity: as ``ids(of:limit:)``.
    func pieces(of text: String, limit: Int) -> [Int32]
}
