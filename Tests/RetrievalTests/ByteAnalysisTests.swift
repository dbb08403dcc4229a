import Foundation
import Kernels
import Retrieval
import Testing

/// The analysis of bytes against the same in Unicode scalars and strings.
@Suite struct ByteAnalysisTests {
    private func expectTheSame(_ text: String) {
        let words = Analyzer(["en": WordAnalysis(stopWords: StopWords("the caf\u{E9} n"))], unnamed: "en")
        #expect(words.terms(of: text) == ScalarAnalyzer(stops: ["the", "cafe", "n"]).terms(of: text))
    }

    @Test(arguments: [
        "", "The US's cat\u{2019}s O'Neil's' s's 's x'", "I'm 5G 3 \u{2019}s",
        "http://a.b/c)d https:/x HTTP://q\u{E9}z end",
        "https\u{E9}://x y",
        "cafe\u{301} CAF\u{C9} caf\u{E9}s the THE th\u{E9} \u{FF54}\u{FF48}\u{FF45} \u{301}\u{301} a\u{301}",
        "\u{4EBA}\u{8138}AI\u{6280}\u{672F}3\u{4E2D} \u{F900}\u{8C48}\u{304B}\u{3099}\u{304C} \u{0E19}\u{0E49}\u{0E33} \u{1025}\u{102E}\u{1026}",
        "\u{1F600}\u{20BB7}\u{20BB7}\u{1D400}bc \u{30FB}\u{30A2}\u{30FC}",
        "a\u{2013}b\u{2026}c\u{201C}d\u{201D}\u{2010}e\u{200D}f\u{2028}g",
    ])
    func oddTextsGiveTheSame(text: String) { expectTheSame(text) }

    @Test func longWordsGiveTheSame() {
        for length in [63, 64, 65, 255, 256, 257, 258, 400] {
            for letter in ["a", "\u{E9}", "\u{4EBA}"] {
                expectTheSame("x1 " + String(repeating: letter, count: length) + "\u{4EBA}'s b2\u{E9}")
            }
        }
    }

    /// Every mark, digit and invisible character by itself, between letters, twice, and behind an emoji: nothing fails, and
    /// no term is empty.
    @Test(arguments: ["en", "de", "th"])
    func noCharacterMakesAnEmptyTerm(language: String) {
        var text = ""
        for value in Array(0..<0x11800) + Array(0xE0000..<0xE0200) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark, .format, .modifierLetter, .decimalNumber:
                break
            default: continue
            }
            let character = Character(scalar)
            text += " \(character) a\(character)b \(character)\(character) \u{2764}\(character),"
        }
        #expect(!Analyzer.standard.terms(of: text, language: language).contains(""))
    }

    @Test func randomTextsGiveTheSame() {
        var random = SplitMix64(seed: 21)
        let pieces = [
            "a", "S", "the", "Word", " ", "'", "s", "\u{2019}", "://", "http", "https", "9", "-", "\u{E9}",
            "\u{301}", "\u{130}",
            "\u{4EBA}", "\u{3099}", "\u{304B}", "\u{F900}", "\u{0E33}", "\u{1E9E}", "\u{FB01}", "\u{2014}",
            ")", "\n",
            "\u{AD}", "\u{FE0F}", "\u{17B4}", "\u{E0100}", "\u{200C}", "\u{FEFF}", "\u{200B}", "\u{451}",
            "\u{439}", "\u{301}", "\u{3C2}",
            "\u{386}", "\u{64E}",
            "\u{640}", "\u{6CC}", "\u{623}", "\u{5B0}", "\u{5C3}", "\u{93C}", "\u{915}", "\u{967}", "\u{308}",
            "\u{3164}",
            "\u{1F468}\u{200D}\u{1F469}", "\u{0660}", "\u{AC00}", "\u{1100}\u{1161}", "\u{5E0}", "\u{3C3}",
        ]
        for _ in 0..<3000 {
            expectTheSame(
                (0..<Int(random.next() % 24)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                    .joined()
            )
        }
    }
}

private struct ScalarAnalyzer {
    let stops: Set<String>

    /// The terms of `text` in their order, repeated as often as they occur.
    ///
    /// - Parameter language: BCP 47 tag whose stop words are dropped; nil means English.
    /// - Complexity: O(bytes of text).
    func terms(of text: String) -> [String] {
        var terms: [String] = []
        var splitter = ScalarSplitter(text)
        while let word = splitter.next() {
            switch word {
            case .word(let term):
                if !stops.contains(term) { terms.append(term) }
            case .foreign(let raw):
                let term = ScalarFolding.fold(raw)
                let isLone =
                    term.unicodeScalars.count == 1 && "\u{7FF}" >= term && !"0123456789".contains(term)
                if term.isEmpty || isLone || term.unicodeScalars.count > ScalarSplitter.longestWord {
                    continue
                }
                if !stops.contains(term) { terms.append(term) }
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

/// Cuts text into words at everything that is neither letter, mark nor digit.
private struct ScalarSplitter {
    enum Word {
        /// Plain ASCII, already in lower case.
        case word(String)
        /// Has other characters and must be folded.
        case foreign(String)
        /// A run of a script that is written without spaces.
        case unspaced([Unicode.Scalar])
    }

    /// Words longer than this many characters are dropped: encoded data, not language.
    static let longestWord = 64

    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Unicode.Scalar?

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        pending = scalars.next()
    }

    /// What cannot be seen, but for the space of no width and the fillers of Hangul.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        let isKept = ["\u{200B}", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}"].contains(scalar)
        return scalar.properties.isDefaultIgnorableCodePoint && !isKept
    }

    private mutating func advance() { pending = scalars.next() }

    /// The next word, or nil at the end. Single ASCII letters are skipped.
    mutating func next() -> Word? {
        while let scalar = pending {
            if Self.isInvisible(scalar) {
                advance()
                continue
            }
            if Self.isUnspaced(scalar) { return .unspaced(unspacedRun()) }
            guard Self.isWordPart(scalar) else {
                advance()
                continue
            }
            if let word = spacedWord() { return word }
        }
        return nil
    }

    private mutating func unspacedRun() -> [Unicode.Scalar] {
        var run: [Unicode.Scalar] = []
        while let scalar = pending, Self.isUnspaced(scalar) || Self.isInvisible(scalar) {
            if !Self.isInvisible(scalar) { run.append(scalar) }
            advance()
        }
        return run
    }

    /// Reads one word; nil where it is to be skipped.
    private mutating func spacedWord() -> Word? {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(16)
        var foreign: String.UnicodeScalarView?
        var length = 0

        while let scalar = pending {
            if Self.isInvisible(scalar) {
                advance()
                continue
            }
            if scalar.value < 0x80 {
                guard Self.isWordPart(scalar) else { break }
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
                if foreign == nil { ascii.append(lower) } else { foreign?.append(Unicode.Scalar(lower)) }
            } else {
                guard Self.isWordPart(scalar), !Self.isUnspaced(scalar) else { break }
                if foreign == nil { foreign = String(decoding: ascii, as: UTF8.self).unicodeScalars }
                foreign?.append(scalar)
            }
            length += 1
            advance()
            // An endless word must not fill the memory; the rest of it is read and dropped.
            if length > 4 * Self.longestWord {
                while let rest = pending,
                    Self.isInvisible(rest) || Self.isWordPart(rest) && !Self.isUnspaced(rest)
                { advance() }
                return nil
            }
        }
        skipApostropheS()
        if skipAddress(after: ascii, isASCII: foreign == nil) { return nil }
        if let foreign { return .foreign(String(foreign)) }
        // A lone letter is what is left of "I'm" or "U.S."; a lone digit tells the third wave from the second.
        let isLoneLetter = ascii.count == 1 && ascii[0] >= UInt8(ascii: "a")
        guard !isLoneLetter, ascii.count <= Self.longestWord else { return nil }
        return .word(String(decoding: ascii, as: UTF8.self))
    }

    /// Drops a possessive: "Facebook's" and "Facebook’s" are the word "facebook".
    private mutating func skipApostropheS() {
        guard pending == "'" || pending == "\u{2019}" else { return }
        var ahead = scalars
        guard let s = ahead.next(), s == "s" || s == "S" else { return }
        let behind = ahead.next()
        if let behind, Self.isWordPart(behind) { return }
        scalars = ahead
        pending = behind
    }

    /// Drops a web address that starts with the word just read: its parts are no words of the text.
    private mutating func skipAddress(after word: [UInt8], isASCII: Bool) -> Bool {
        guard isASCII, pending == ":", word.elementsEqual("https".utf8) || word.elementsEqual("http".utf8)
        else { return false }
        var ahead = scalars
        guard ahead.next() == "/", ahead.next() == "/" else { return false }
        let ends: Set<Unicode.Scalar> = [" ", "\n", "\r", "\t", ")", "]", ">", "\"", "'", "<"]
        while let scalar = pending, !ends.contains(scalar) { advance() }
        return true
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 {
            return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10
        }
        let properties = scalar.properties
        if properties.isAlphabetic { return true }
        switch properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    /// Han, Hiragana, Katakana, Thai, Lao, Myanmar and Khmer (Unicode 16 block ranges).
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x0E00 else { return false }
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return isWordPart(scalar) && !isDigit(scalar)
        case 0x3005...0x3007, 0x3041...0x309F, 0x30A1...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x323AF:
            return value != 0x30FB
        default: return false
        }
    }
}

/// Folding of words beyond ASCII, scalar by scalar with what Unicode says of each.
private enum ScalarFolding {
    static func fold(_ word: String) -> String {
        var folded = ""
        var base: Unicode.Scalar = "\u{2028}"
        for scalar in word.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if scalar == "\u{0640}" { continue }
            let properties = scalar.properties
            let isAccent = (0x0300...0x036F).contains(scalar.value)
            if properties.canonicalCombiningClass == .notReordered { base = scalar }
            let isLatinOrGreek =
                base.value < 0x0250 || (0x1E00...0x1EFF).contains(base.value)
                || (0x0370...0x03FF).contains(base.value)
            if isAccent, isLatinOrGreek { continue }
            if scalar == "\u{0308}", base == "е" { continue }
            if scalar == "\u{0301}", (0x0400...0x04FF).contains(base.value) { continue }
            let isMark = properties.generalCategory == .nonspacingMark
            if isMark, (0x0590...0x06FF).contains(scalar.value) || scalar == "\u{093C}" { continue }
            if !scalar.isASCII, let digit = properties.numericValue,
                properties.generalCategory == .decimalNumber
            {
                folded += "\(Int(digit))"
            } else {
                folded += letters[scalar] ?? String(scalar)
            }
        }
        return folded.precomposedStringWithCanonicalMapping
    }

    private static let letters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ς": "σ",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ٱ": "ا",
    ]
}
