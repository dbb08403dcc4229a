/// How the texts of one language become terms: where words begin and end, which spellings are one word, and which words
/// are dropped.
///
/// ``WordAnalysis`` is the present implementation, for every language. To read a language otherwise (a segmenter for
/// Chinese, a stemmer, a list of stop words that comes with a site), write a type that conforms and give it to the
/// language's tag in ``Analyzer/standard``; nothing else has to change. All indexes and stored postings read texts through
/// one ``Analyzer``, and ``Analyzer/fingerprint`` changes with it, so that what an earlier analysis stored is made anew.
///
/// Copies are told apart by another reading, `FingerprintWords` of `Recommendation`, which knows no languages: to it a
/// stop word between the same neighbours is evidence of copying, and pairs of characters do as well as words.
package protocol LanguageAnalysis: Sendable {
    /// Calls `body` for each term of `text`, in order, as often as it occurs.
    ///
    /// Called once a text, so that no term costs a dynamic call of this protocol.
    ///
    /// - Parameter body: receives the term's UTF-8 in composed characters (NFC) and its ``TermTable/hash(_:)``.
    /// - Complexity: O(bytes of text).
    func forEachTerm(of text: String, _ body: (_ term: [UInt8], _ hash: UInt64) -> Void)

    /// Whatever the terms depend on that is data rather than code, such as stop words; alike on every machine.
    var configuration: [UInt8] { get }
}
