import Foundation

/// Unicode words, case and Latin accents folded, stop words dropped.
///
/// No stemming: measured on our corpora it gained nothing on one and lost on the other (see docs/decisions.md).
/// Scripts that are written without spaces become overlapping pairs of characters, as in Lucene's
/// CJKAnalyzer, because a dictionary for each language would weigh more than the rest of Kindred.
package struct WordAnalysis: LanguageAnalysis {
    private let stopWords: TermTable

    /// - Parameter stopWords: in lower case; none are dropped by default.
    package init(stopWords: Set<String> = []) {
        // In order, so that equal sets have equal bytes.
        self.stopWords = TermTable(stopWords.map(\.precomposedStringWithCanonicalMapping).sorted())
    }

    package var configuration: [UInt8] {
        (0..<stopWords.count).flatMap { stopWords.term($0) + [UInt8(ascii: " ")] }
    }

    package func forEachTerm(of text: String, _ body: (_ term: [UInt8], _ hash: UInt64) -> Void) {
        guard !text.isEmpty else { return }
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
            if stopWords.number(of: word, hash) == nil { body(word, hash) }
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
