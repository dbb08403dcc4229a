import Foundation
import Kernels
import Platform
import Semantic
import TestSupport
import Testing

/// Ids from Hugging Face's tokenizers, made by Reference/make-tokens.py.
struct TokenReference: Decodable {
    struct Text: Decodable {
        let text: String
        let ids: [Int32]
    }

    let limit: Int
    let texts: [Text]
    /// By the first scalar of a block of 0x1000, in hexadecimal.
    let scalars: [String: String]
    /// Of 100 titles each.
    let titles: [String]

    static func load() throws -> TokenReference {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Reference/tokens.json"))
        return try JSONDecoder().decode(TokenReference.self, from: data)
    }

    /// Hashes ids as the script does.
    static func hash(_ ids: [Int32]) -> String {
        let bytes = ids.flatMap { id in (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) } }
        let hash = String(contentHash(bytes), radix: 16)
        return String(repeating: "0", count: 16 - hash.count) + hash
    }
}

enum ShippedTokenizer {
    static let folder = SharedData.packageFolder + "/models/kindred-small"

    static func tokenizer() throws -> any Tokenizer { try TokenizerFile(folder: folder).tokenizer() }

    static let feed = SharedData.folder + "/corpora/feed-2022/articles.jsonl.gz"
    static var hasFeed: Bool { FileManager.default.fileExists(atPath: feed) }
}

@Suite struct WordPieceTests {
    @Test func nastyTextsHaveTheReferencesIDs() throws {
        let reference = try TokenReference.load()
        let tokenizer = try ShippedTokenizer.tokenizer()
        #expect(tokenizer.count == 30_522)
        #expect(reference.texts.count > 150)
        for text in reference.texts {
            #expect(tokenizer.ids(of: text.text, limit: reference.limit) == text.ids, "\(text.text)")
        }
    }

    @Test func allScalarsHaveTheReferencesIDs() throws {
        let reference = try TokenReference.load()
        let tokenizer = try ShippedTokenizer.tokenizer()
        for (block, expected) in reference.scalars {
            let start = try #require(UInt32(block, radix: 16))
            var ids: [Int32] = []
            for first in stride(from: start, to: start + 0x1000, by: 0x40) {
                var text = String.UnicodeScalarView()
                for scalar in (first..<first + 0x40).compactMap(Unicode.Scalar.init) {
                    text.append(contentsOf: ["a", scalar, "b", " ", scalar, " "])
                }
                ids += tokenizer.ids(of: String(text), limit: 1_000)
            }
            #expect(TokenReference.hash(ids) == expected, "block \(block)")
        }
    }

    @Test(.enabled(if: ShippedTokenizer.hasFeed, Comment(rawValue: SharedData.absence)))
    func titlesHaveTheReferencesIDs() throws {
        struct Titled: Decodable { let title: String }

        let reference = try TokenReference.load()
        let tokenizer = try ShippedTokenizer.tokenizer()
        let packed = try readFile(ShippedTokenizer.feed, limit: 1 << 30).bytes
        let lines = try gunzip(packed, limit: 1 << 30).split(separator: UInt8(ascii: "\n"), maxSplits: 10_000)
        var hashes: [String] = []
        var ids: [Int32] = []
        for (number, line) in lines.prefix(10_000).enumerated() {
            let title = try JSONDecoder().decode(Titled.self, from: Data(line)).title
            ids += tokenizer.ids(of: title, limit: reference.limit)
            if number % 100 == 99 {
                hashes.append(TokenReference.hash(ids))
                ids = []
            }
        }
        #expect(hashes == reference.titles)
    }

    @Test func piecesAreIDsWithoutOpeningClosingAndUnknown() throws {
        let reference = try TokenReference.load()
        let tokenizer = try ShippedTokenizer.tokenizer()
        for text in reference.texts {
            let all = tokenizer.ids(of: text.text, limit: 100_000)
            let inner = all.dropFirst().dropLast()
            for limit in [0, 1, 2, 3, 7, 100_000] {
                let known = inner.prefix(limit).filter { tokenizer.vocabularyEntry($0) != "[UNK]" }
                #expect(tokenizer.pieces(of: text.text, limit: limit) == Array(known))
                let cut = tokenizer.ids(of: text.text, limit: limit + 2)
                #expect(cut == Array(all.dropLast().prefix(limit + 1)) + [all[all.count - 1]])
            }
        }
    }

    @Test func endlessWordsAreOneUnknownToken() throws {
        let tokenizer = try ShippedTokenizer.tokenizer()
        for unit in ["a", "é", "\u{0301}a", "\u{302E}"] {
            let text = String(repeating: unit, count: 200_000)
            #expect(
                tokenizer.ids(of: text, limit: 10).map(tokenizer.vocabularyEntry) == [
                    "[CLS]", "[UNK]", "[SEP]",
                ]
            )
            #expect(tokenizer.pieces(of: text, limit: 10) == [])
        }
    }

    /// Seeded random texts: pieces of vocabulary and reference with bytes changed, read as UTF-8 with
    /// repairs.
    @Test(arguments: [true, false])
    func fastPathEqualsNaiveTwin(isUncased: Bool) throws {
        var settings = WordPieceSettings()
        settings.lowercases = isUncased
        settings.stripsAccents = isUncased
        let text = try String(contentsOfFile: ShippedTokenizer.folder + "/vocab.txt", encoding: .utf8)
        let vocabulary = text.split(separator: "\n").map(String.init)
        let tokenizer = try WordPiece(vocabulary: vocabulary, settings: settings)
        let twin = NaiveWordPiece(vocabulary, isUncased: isUncased)
        let nasty = try TokenReference.load().texts.map(\.text)

        var generator = SplitMix64(seed: 30_522)
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let source = Bool.random(using: &generator) ? nasty : vocabulary
                bytes += Array(source.randomElement(using: &generator)!.utf8.prefix(200))
                if Bool.random(using: &generator) { bytes.append(UInt8(ascii: " ")) }
            }
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: bytes.indices, using: &generator)
                bytes[position] = UInt8.random(in: 0...255, using: &generator)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(tokenizer.ids(of: text, limit: 1_000) == twin.ids(of: text), "\(text.debugDescription)")
        }
    }
}

/// WordPiece as its definition reads, one step after the other over whole texts.
private struct NaiveWordPiece {
    private let ids: [String: Int32]
    private let isUncased: Bool

    init(_ vocabulary: [String], isUncased: Bool) {
        ids = Dictionary(uniqueKeysWithValues: zip(vocabulary, 0...))
        self.isUncased = isUncased
    }

    func ids(of text: String) -> [Int32] {
        var tokens = ["[CLS]"]
        var rest = Array(text.unicodeScalars)
        var segment: [Unicode.Scalar] = []
        while !rest.isEmpty {
            let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].first {
                rest.starts(with: $0.unicodeScalars)
            }
            if let special {
                tokens += words(segment).flatMap(pieces) + [special]
                segment = []
                rest.removeFirst(special.unicodeScalars.count)
            } else {
                segment.append(rest.removeFirst())
            }
        }
        tokens += words(segment).flatMap(pieces) + ["[SEP]"]
        return tokens.map { ids[$0]! }
    }

    private func age(_ scalar: Unicode.Scalar) -> Int { scalar.properties.age?.major ?? .max }

    private func words(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var scalars: [Unicode.Scalar] = []
        for scalar in text where !isRemoved(scalar) {
            let value = scalar.value
            let isIdeograph =
                [
                    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
                    0x2B920...0x2CEAF, 0x2F800...0x2FA1F,
                ].contains { $0.contains(value) }
            let kept: Unicode.Scalar = scalar.properties.isWhitespace ? " " : scalar
            scalars += isIdeograph ? [" ", kept, " "] : [kept]
        }
        if isUncased {
            scalars = decomposed(scalars).filter { !isNonspacingMark($0) }
                .flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
        }
        var words: [[Unicode.Scalar]] = [[]]
        for scalar in scalars {
            if scalar.properties.isWhitespace {
                words.append([])
            } else if isPunctuation(scalar) {
                words += [[scalar], []]
            } else {
                words[words.count - 1].append(scalar)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    private func decomposed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = text.flatMap { scalar in
            age(scalar) > 9
                ? [scalar] : Array(String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
        }
        func rank(_ scalar: Unicode.Scalar) -> UInt8 {
            age(scalar) > 9 ? 0 : scalar.properties.canonicalCombiningClass.rawValue
        }
        // Bubbles, as the Unicode Standard defines canonical order (3.11, D108).
        var isSorted = scalars.count < 2
        while !isSorted {
            isSorted = true
            for index in 1..<scalars.count
            where rank(scalars[index]) > 0 && rank(scalars[index - 1]) > rank(scalars[index]) {
                scalars.swapAt(index - 1, index)
                isSorted = false
            }
        }
        return scalars
    }

    private func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
        if ["\t", "\n", "\r"].contains(scalar) { return false }
        let category = scalar.properties.generalCategory
        return scalar == "\u{FFFD}" || [.control, .privateUse].contains(category)
            || (category == .format && age(scalar) <= 8)
    }

    private func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
        if ["\u{1734}", "\u{1171E}"].contains(scalar) { return true }
        if ["\u{1885}", "\u{1886}", "\u{A9BD}", "\u{111C9}"].contains(scalar) { return false }
        return scalar.properties.generalCategory == .nonspacingMark && age(scalar) <= 8
    }

    private func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if ["\u{166D}", "\u{111C9}"].contains(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return age(scalar) <= 8
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return scalar.value < 0x80
        default: return false
        }
    }

    private func pieces(_ word: [Unicode.Scalar]) -> [String] {
        guard word.count <= 100 else { return ["[UNK]"] }
        var pieces: [String] = []
        var start = 0
        while start < word.count {
            let piece = (start + 1...word.count).reversed().lazy.map { end in
                var view = String.UnicodeScalarView()
                if start > 0 { view.append(contentsOf: "##".unicodeScalars) }
                view.append(contentsOf: word[start..<end])
                return (text: String(view), end: end)
            }.first { isEntry($0.text) }
            guard let piece else { return ["[UNK]"] }
            pieces.append(piece.text)
            start = piece.end
        }
        return pieces
    }

    /// Strings are equal where they are canonically equivalent; entries are only where their scalars are.
    private func isEntry(_ text: String) -> Bool {
        guard let index = ids.index(forKey: text) else { return false }
        return ids[index].key.unicodeScalars.elementsEqual(text.unicodeScalars)
    }
}
