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
        let stops = stopWords.words(for: language)
        var terms: [String] = []
        var splitter = WordSplitter(text)
        while let word = splitter.next() {
            switch word {
            case .word(let term):
                if !stops.contains(term) { terms.append(term) }
            case .foreign(let raw):
                let term = TermFolding.fold(raw)
                if term.utf8.count <= WordSplitter.longestWord, !stops.contains(term) { terms.append(term) }
            case .unspaced(let run):
                terms.append(contentsOf: Self.pairs(of: run))
            }
        }
        return terms
    }

    /// Overlapping pairs; a single character stands alone.
    private static func pairs(of run: [Unicode.Scalar]) -> [String] {
        func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            return String(view)
        }
        guard run.count > 1 else { return [string(run[...])] }
        return (1..<run.count).map { string(run[($0 - 1)...$0]) }
    }
}
