import Foundation

/// Unicode words, folded as their scripts are written, stop words dropped; and their beginnings, where a language's words
/// have many endings.
///
/// A beginning is a term of its own behind the word, `olym…` behind `olympia`, so that "Olympische" and "Olympia" meet; it
/// costs two thirds as many terms again as the words alone, where n-grams of four characters cost five times as many and
/// find a little more. No stemming: it gained next to nothing on the languages measured (see docs/decisions.md for both).
/// Scripts that are written without spaces become overlapping pairs of characters, as in Lucene's
/// CJKAnalyzer, because a dictionary for each language would weigh more than the rest of Kindred.
package struct WordAnalysis: LanguageAnalysis {
    private let stopWords: StopWords
    private let hasBeginnings: Bool

    /// Characters of a beginning; of Hangul, whose characters are syllables, 2.
    private static let beginning = 4
    private static let beginningOfHangul = 2
    /// Behind a beginning: no word has it.
    package static let beginningMark: Character = "\u{2026}"
    private static let mark = Array(String(beginningMark).utf8)

    /// - Parameters:
    ///   - stopWords: none are dropped by default.
    ///   - hasBeginnings: whether words of four characters and more give their beginning, too.
    package init(stopWords: StopWords = StopWords(), hasBeginnings: Bool = false) {
        self.stopWords = stopWords
        self.hasBeginnings = hasBeginnings
    }

    package var configuration: [UInt8] {
        Array((hasBeginnings ? "+" : "-").utf8) + Array(stopWords.text.utf8)
    }

    package func forEachTerm(of text: String, _ body: (_ term: [UInt8], _ hash: UInt64) -> Void) {
        guard !text.isEmpty else { return }
        let stopWords = stopWords.table
        var word: [UInt8] = []
        word.reserveCapacity(2 * WordSplitter.longestWord)
        var splitter = WordSplitter(text)
        while let kind = splitter.next(&word) {
            switch kind {
            case .ascii: break
            case .foreign:
                word = Array(TermFolding.fold(String(decoding: word, as: UTF8.self)).utf8)
                if Self.isLoneLetter(word) { continue }
            case .unspaced:
                for pair in Self.pairs(of: Self.composed(String(decoding: word, as: UTF8.self))) {
                    let bytes = Array(pair.utf8)
                    body(bytes, TermTable.hash(bytes))
                }
                continue
            }
            if word.count > WordSplitter.longestWord, Self.isTooLong(word) { continue }
            let hash = TermTable.hash(word)
            guard stopWords.number(of: word, hash) == nil else { continue }
            body(word, hash)
            if hasBeginnings, let length = Self.beginning(of: word) {
                word.removeSubrange(length...)
                word += Self.mark
                body(word, TermTable.hash(word))
            }
        }
    }

    /// The bytes of a word's beginning; nil where it is too short or begins with a digit.
    private static func beginning(of word: [UInt8]) -> Int? {
        guard word[0] &- 0x30 >= 10 else { return nil }
        // Hangul's syllables are those that begin with EA B0 to ED 9E.
        let isHangul = (0xEAB0...0xED9E).contains(Int(word[0]) << 8 | Int(word.count > 1 ? word[1] : 0))
        var left = isHangul ? beginningOfHangul : beginning
        for (place, byte) in word.enumerated() where byte & 0xC0 != 0x80 {
            if left == 0 { return place }
            left -= 1
        }
        return left == 0 ? word.count : nil
    }

    /// Whether a word is one letter of an alphabet, or nothing: articles and conjunctions, and what is left of initials. All
    /// alphabets but Georgian lie below U+0800; beyond it a letter can be a word.
    private static func isLoneLetter(_ word: [UInt8]) -> Bool {
        switch word.count {
        case 0: true
        case 1: word[0] >= UInt8(ascii: "a")
        case 2: word[0] >= 0xC0
        default: false
        }
    }

    /// Whether a word has too many characters; most scripts need two or three bytes for one.
    private static func isTooLong(_ word: [UInt8]) -> Bool {
        word.count { $0 & 0xC0 != 0x80 } > WordSplitter.longestWord
    }

    /// Half-width katakana in full width; everything else as it is.
    private static func composed(_ run: String) -> String {
        let isHalf = run.unicodeScalars.contains { (0xFF66...0xFF9F).contains($0.value) }
        guard isHalf else { return run }
        // Foundation's composed compatibility mapping leaves voiced marks apart.
        return run.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
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
