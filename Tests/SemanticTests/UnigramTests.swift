import Foundation
import Kernels
import Platform
import TestSupport
import Testing

@testable import Semantic

/// Ids from Hugging Face's tokenizers, made by Reference/make-unigram.py.
private struct UnigramReference: Decodable {
    struct Text: Decodable {
        let text: String
        let ids: [Int32]
    }

    /// A text of one unit many times over.
    struct Long: Decodable {
        let unit: String
        let count: Int
        let hash: String
    }

    let limit: Int
    let texts: [Text]
    /// By the first scalar of a block of 0x1000, in hexadecimal.
    let scalars: [String: String]
    let long: [Long]
    /// Of 100 texts each: every twelfth of ../shared/corpora/multilingual.
    let corpus: [String]?

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Reference/unigram"
    )

    static func load(_ path: String) throws -> UnigramReference {
        try JSONDecoder().decode(
            UnigramReference.self,
            from: try Data(contentsOf: folder.appending(path: path))
        )
    }

    func check(_ tokenizer: any Tokenizer) throws {
        #expect(texts.count > 250)
        for text in texts {
            #expect(tokenizer.ids(of: text.text, limit: limit) == text.ids, "\(text.text.debugDescription)")
        }
        for long in long {
            let ids = tokenizer.ids(of: String(repeating: long.unit, count: long.count), limit: 1_000_000)
            #expect(TokenReference.hash(ids) == long.hash, "\(long.unit.debugDescription)")
        }
    }

    func checkScalars(_ tokenizer: any Tokenizer) throws {
        #if DEBUG
        // All of them take most of a minute.
        let blocks = ["0", "3000", "f000", "1f000"]
        #else
        let blocks = scalars.keys.sorted()
        #endif
        for block in blocks {
            let expected = try #require(scalars[block])
            let start = try #require(UInt32(block, radix: 16))
            var ids: [Int32] = []
            for first in stride(from: start, to: start + 0x1000, by: 0x40) {
                var text = String.UnicodeScalarView()
                for scalar in (first..<first + 0x40).compactMap(Unicode.Scalar.init) {
                    text.append(contentsOf: ["a", scalar, "b", " ", scalar, " ", "Ａ", scalar])
                }
                ids += tokenizer.ids(of: String(text), limit: 1_000)
            }
            #expect(TokenReference.hash(ids) == expected, "block \(block)")
        }
    }
}

@Suite struct UnigramTests {
    /// Both kinds of tokenizer that Reference/make-unigram.py makes.
    static let kinds = ["like-xlmr", "spelled"]

    private func tokenizer(_ kind: String) throws -> any Tokenizer {
        try TokenizerFile(folder: UnigramReference.folder.appending(path: kind).path).tokenizer()
    }

    @Test(arguments: kinds)
    func nastyTextsHaveTheReferencesIDs(kind: String) throws {
        let tokenizer = try tokenizer(kind)
        #expect(tokenizer is Unigram)
        try UnigramReference.load(kind + "/reference.json").check(tokenizer)
    }

    @Test(arguments: kinds)
    func allScalarsHaveTheReferencesIDs(kind: String) throws {
        try UnigramReference.load(kind + "/reference.json").checkScalars(try tokenizer(kind))
    }

    @Test(arguments: kinds)
    func limitCutsAndPiecesAreKnown(kind: String) throws {
        let tokenizer = try tokenizer(kind)
        for text in try UnigramReference.load(kind + "/reference.json").texts.suffix(100) {
            let all = tokenizer.ids(of: text.text, limit: 100_000)
            for limit in [0, 1, 2, 3, 7, 100_000] {
                let known = all.dropFirst().dropLast().prefix(limit).filter {
                    tokenizer.vocabularyEntry($0) != "<unk>"
                }
                #expect(tokenizer.pieces(of: text.text, limit: limit) == Array(known))
                let cut = tokenizer.ids(of: text.text, limit: limit + 2)
                #expect(cut == Array(all.dropLast().prefix(limit + 1)) + [all[all.count - 1]])
            }
        }
    }

    @Test func entriesAreThoseOfTheFile() throws {
        let tokenizer = try tokenizer("spelled")
        #expect(tokenizer.count == 613)
        let ends = [0, 1, 2, 3, 258, 609, 610, 611, 612].map { tokenizer.vocabularyEntry($0) }
        #expect(ends.prefix(5) == ["<unk>", "<s>", "</s>", "<0x00>", "<0xFF>"])
        #expect(ends.suffix(4) == ["<mask>", "Day", "&", "<mask"])
    }

    /// Seeded vocabularies of three letters and words of four, the last of which is unknown; many scores are equal.
    @Test func bestPathEqualsNaiveTwin() throws {
        var generator = SplitMix64(seed: 42)
        for _ in 0..<40 {
            var entries = [("<unk>", 0.0)]
            var seen: Set<String> = []
            for _ in 0..<12 {
                let piece = String(
                    (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                        "abc".randomElement(using: &generator) ?? "a"
                    }
                )
                if seen.insert(piece).inserted {
                    entries.append((piece, -Double(Int.random(in: 1...6, using: &generator)) / 4))
                }
            }
            let json =
                "{\"model\": {\"vocab\": [" + entries.map { "[\"\($0.0)\", \($0.1)]" }.joined(separator: ",")
                + "]}}"
            let pieces = try #require(try ScoredPieces(json: Array(json.utf8), file: "vocabulary"))
            let tokenizer = Unigram(
                pieces,
                addedEntries: [],
                unknown: 0,
                spellsUnknown: false,
                settings: UnigramSettings(start: 0, end: 0)
            )
            for _ in 0..<50 {
                let word = String(
                    (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                        "abcd".randomElement(using: &generator) ?? "a"
                    }
                )
                let ids = tokenizer.ids(of: word, limit: 100).dropFirst().dropLast()
                let scores = Dictionary(uniqueKeysWithValues: entries.map { ($0.0, $0.1) })
                let lowest = (entries.map(\.1).min() ?? 0) - 10
                // An unknown run is one token, whatever its length, and costs as much as it has characters.
                let known = ids.filter { $0 != 0 }.reduce(0.0) { $0 + entries[Int($1)].1 }
                let letters = ids.filter { $0 != 0 }.reduce(0) { $0 + entries[Int($1)].0.count }
                let sum = known + lowest * Double(word.count - letters)
                #expect(abs(sum - Self.best(Array(word), scores, lowest)) < 1e-9, "\(word) by \(entries)")
            }
        }
    }

    /// The largest sum of scores of all ways to cut a word, by trying them.
    private static func best(_ word: [Character], _ scores: [String: Double], _ unknown: Double) -> Double {
        guard !word.isEmpty else { return 0 }
        return (1...word.count).reduce(-Double.infinity) { best, length in
            guard let score = scores[String(word[..<length])] ?? (length == 1 ? unknown : nil) else {
                return best
            }
            return max(best, score + Self.best(Array(word[length...]), scores, unknown))
        }
    }

    @Test func endlessWordsTakeTimeInProportion() throws {
        // Would take minutes if each place looked at all that follows.
        for unit in ["a", "é", "\u{0301}", "☃", " ", "\u{FF21}\u{0301}", "<mas", "\r"] {
            let text = String(repeating: unit, count: 10_000)
            for kind in Self.kinds { #expect(try tokenizer(kind).ids(of: text, limit: 10).count <= 10) }
        }
    }
}

/// multilingual-e5-small, where it is installed.
@Suite struct RealUnigramTests {
    static let folder = SharedData.packageFolder + "/models/multilingual-e5-small"
    static let corpus = SharedData.folder + "/corpora/multilingual/texts.jsonl.gz"
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/tokenizer.json") }
    static var hasCorpus: Bool { isPresent && FileManager.default.fileExists(atPath: corpus) }
    static let absence: Comment =
        "models/multilingual-e5-small is not there (make model NAME=multilingual-e5-small), or no texts are"

    @Test(.enabled(if: isPresent, absence)) func nastyTextsHaveTheReferencesIDs() throws {
        let tokenizer = try TokenizerFile(folder: Self.folder).tokenizer()
        #expect(tokenizer.count == 250_002)
        let reference = try UnigramReference.load("e5.json")
        try reference.check(tokenizer)
        try reference.checkScalars(tokenizer)
    }

    /// 20,000 texts of 28 languages; 1,000 of them in a debug build, which is slow.
    @Test(.enabled(if: hasCorpus, absence)) func textsOfManyLanguagesHaveTheReferencesIDs() throws {
        struct Record: Decodable {
            let title: String
            let excerpt: String
        }

        let tokenizer = try TokenizerFile(folder: Self.folder).tokenizer()
        let expected = try #require(try UnigramReference.load("e5.json").corpus)
        let lines = Data(try gunzip(try readFile(Self.corpus, limit: 1 << 30).bytes, limit: 1 << 30))
        #if DEBUG
        let checked = 10
        #else
        let checked = expected.count
        #endif
        var (position, number) = (lines.startIndex, 0)
        var hashes: [String] = []
        var ids: [Int32] = []
        var texts = 0
        while hashes.count < checked, let end = lines[position...].firstIndex(of: 0x0A) {
            if number % 12 == 0 {
                let record = try JSONDecoder().decode(Record.self, from: lines[position..<end])
                ids += tokenizer.ids(of: "\(record.title) \(record.excerpt)", limit: 512)
                texts += 1
                if texts % 100 == 0 {
                    hashes.append(TokenReference.hash(ids))
                    ids = []
                }
            }
            (position, number) = (end + 1, number + 1)
        }
        #expect(hashes == Array(expected.prefix(checked)))
    }
}
