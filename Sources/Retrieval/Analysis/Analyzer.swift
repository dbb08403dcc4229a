import Foundation

/// Turns text into terms: Unicode words, case and Latin accents folded, stop words dropped.
///
/// No stemming: measured on our corpora it gained nothing on one and lost on the other (see ARCHITECTURE).
/// Scripts that are written without spaces become overlapping pairs of characters, as in Lucene's
/// CJKAnalyzer, because a dictionary for each language would weigh more than the rest of Kindred.
package struct Analyzer: Sendable {
    private let stopWords: StopWords

    package init(stopWords: StopWords = .standard) { self.stopWords = stopWords }

    /// The terms of `text` in their order, repeated as often as they occur.
    ///
    /// - Parameter language: BCP 47 tag whose stop words are dropped; nil means English.
    /// - Complexity: O(bytes of text).
    package func terms(of text: String, language: String? = nil) -> [String] {
        var terms: [String] = []
        forEachTerm(of: text, language: language) { bytes, _ in
            terms.append(String(decoding: bytes, as: UTF8.self))
        }
        return terms
    }

    /// The same as bytes of composed characters, with their ``TermTable`` hash: most words need no string.
    func forEachTerm(of text: String, language: String?, _ body: ([UInt8], UInt64) -> Void) {
        guard !text.isEmpty else { return }
        let stops = stopWords.words(for: language)
        var word: [UInt8] = []
        word.reserveCapacity(2 * WordSplitter.longestWord)
        var splitter = WordSplitter(text)
        while let kind = splitter.next(&word) {
            switch kind {
            case .ascii: break
            case .foreign: word = Array(TermFolding.fold(String(decoding: word, as: UTF8.self)).utf8)
            case .unspaced:
                for pair in Self.pairs(of: String(decoding: word, as: UTF8.self)) {
                    let bytes = Array(pair.utf8)
                    body(bytes, TermTable.hash(bytes))
                }
                continue
            }
            guard word.count <= WordSplitter.longestWord else { continue }
            let hash = TermTable.hash(word)
            if stops?.number(of: word, hash) == nil { body(word, hash) }
        }
    }

    /// Overlapping pairs; a single character stands alone.
    private static func pairs(of run: String) -> [String] {
        let scalars = Array(run.unicodeScalars)
        // Composed, since equal characters can be written in several ways.
        func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let text = String(view)
            return scalars.allSatisfy(isInert) ? text : text.precomposedStringWithCanonicalMapping
        }
        guard scalars.count > 1 else { return [string(scalars[...])] }
        return (1..<scalars.count).map { string(scalars[($0 - 1)...$0]) }
    }

    /// Kana and the common ideographs, which are composed already and which nothing but a mark joins with.
    private static func isInert(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
        default: false
        }
    }
}
