import Foundation
import Kernels
import Semantic
import TestSupport
import Testing

@Suite struct TokenizerFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let entries = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a", "é", "e", "É", "!",
    ]

    private func tokenizer() throws(TokenizerError) -> any Tokenizer {
        try TokenizerFile(folder: folder.path).tokenizer()
    }

    private func failure() -> TokenizerError? {
        do {
            _ = try tokenizer()
            return nil
        } catch { return error }
    }

    private func writeLines(_ entries: [String] = entries) throws {
        try folder.write("vocab.txt", entries.map { $0 + "\n" }.joined())
    }

    /// tokenizer.json with one key, such as "model.type", replaced or removed.
    private func writeWhole(
        _ key: String? = nil,
        _ value: Any? = nil,
        addedTokens: [[String: Any]] = []
    ) throws {
        var whole: [String: [String: Any]] = [
            "normalizer": ["type": "BertNormalizer", "lowercase": true, "strip_accents": NSNull()],
            "pre_tokenizer": ["type": "BertPreTokenizer"],
            "post_processor": ["type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]],
            "model": [
                "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": Dictionary(uniqueKeysWithValues: zip(Self.entries, 0...)),
            ],
        ]
        if let parts = key?.split(separator: ".").map(String.init) { whole[parts[0]]?[parts[1]] = value }
        var top: [String: Any] = whole
        top["added_tokens"] = addedTokens
        try folder.write("tokenizer.json", try JSONSerialization.data(withJSONObject: top))
    }

    private func entries(_ text: String) throws -> [String] {
        let tokenizer = try tokenizer()
        return tokenizer.pieces(of: text, limit: 100).map(tokenizer.vocabularyEntry)
    }

    @Test func configurationDecides() throws {
        try writeLines()
        #expect(try entries("É aa!") == ["e", "a", "##a", "!"])
        try folder.write("sentence_bert_config.json", #"{"do_lower_case": false}"#)
        try folder.write("tokenizer_config.json", #"{"do_lower_case": true, "strip_accents": null}"#)
        #expect(try entries("É") == ["e"])
        try folder.write("tokenizer_config.json", #"{"do_lower_case": false}"#)
        #expect(try entries("É") == ["É"])
        try folder.write("tokenizer_config.json", #"{"do_lower_case": true, "strip_accents": false}"#)
        #expect(try entries("É") == ["é"])
        try folder.write("tokenizer_config.json", #"{"mask_token": {"content": "!", "lstrip": true}}"#)
        #expect(try entries("a!a") == ["a", "!", "a"])
    }

    @Test func wholeFileIsReadWhereNothingElseIs() throws {
        try writeWhole()
        #expect(try entries("É aa!") == ["e", "a", "##a", "!"])
        try writeWhole("normalizer.strip_accents", false)
        #expect(try entries("É") == ["é"])
        // Beside a vocabulary without configuration, its settings are the ones known.
        try writeLines()
        #expect(try entries("É") == ["é"])
    }

    /// "é" is also "e" with an accent, the Kelvin sign also K: one `String` each, but two entries.
    @Test func canonicallyEquivalentEntriesDiffer() throws {
        let entries = ["[UNK]", "[CLS]", "[SEP]", "é", "e\u{301}", "\u{212A}", "K", "\"", "\\"]
        let pairs = entries.enumerated().map { id, entry in
            let escaped = entry == "\"" || entry == "\\" ? "\\" + entry : entry
            return "\"\(escaped)\" : \(id)"
        }
        try writeWhole()
        let other = try folder.text("tokenizer.json")
        let start = try #require(other.range(of: #""vocab":{"#))
        let end = try #require(other.range(of: "}", range: start.upperBound..<other.endIndex))
        let whole = other.replacingCharacters(
            in: start.upperBound..<end.lowerBound,
            with: pairs.joined(separator: ", ")
        )
        try folder.write("tokenizer.json", whole)
        let tokenizer = try tokenizer()
        for (id, entry) in entries.enumerated() {
            #expect(tokenizer.vocabularyEntry(Int32(id)).unicodeScalars.elementsEqual(entry.unicodeScalars))
        }
    }

    @Test func addedTokensAreFoundAsTheirFlagsSay() throws {
        try writeWhole(addedTokens: [
            ["id": 11, "content": "Éa", "normalized": true, "single_word": false],
            ["id": 12, "content": "ee", "normalized": false, "single_word": true],
        ])
        #expect(try entries("éa eaa aE\u{301}Aa") == ["Éa", "Éa", "a", "a", "Éa", "a"])
        #expect(try entries("ee a-ee!") == ["ee", "a", "ee", "!"])
        #expect(try entries("EE eea") == ["e", "Éa"])
    }

    @Test func linesMayEndInCRLFOrNotAtAll() throws {
        try folder.write("vocab.txt", Self.entries.joined(separator: "\r\n"))
        let tokenizer = try tokenizer()
        #expect(tokenizer.count == Self.entries.count)
        #expect((0..<11).map { tokenizer.vocabularyEntry($0) } == Self.entries)
    }

    @Test func damagedVocabulariesAreRefused() throws {
        #expect(failure() == .noVocabulary(folder: folder.path))
        try folder.write("vocab.txt", "")
        #expect(failure() == .emptyVocabulary)
        for (missing, role) in [("[UNK]", "unk_token"), ("[CLS]", "cls_token"), ("[SEP]", "sep_token")] {
            try writeLines(Self.entries.filter { $0 != missing })
            #expect(failure() == .missingToken(missing, role: role))
        }
        try writeLines(Self.entries + ["a"])
        #expect(failure() == .duplicateEntry("a", 5, 11))
        #expect(failure()?.description == #"the vocabulary has "a" twice, as ids 5 and 11"#)
        try folder.write("vocab.txt", Array("[UNK]\n[CLS]\n".utf8) + [0xFF, 0x0A])
        #expect(failure() == .damaged(file: folder.path("vocab.txt"), line: 3, reason: "not UTF-8"))
        try folder.write("vocab.txt", String(repeating: "\n", count: 10_000_000))
        #expect(failure() == .tooManyEntries(limit: WordPiece.entryLimit))
        try FileManager.default.removeItem(atPath: folder.path("vocab.txt"))
        try FileManager.default.createDirectory(
            atPath: folder.path("vocab.txt"),
            withIntermediateDirectories: false
        )
        guard case .unreadable = failure() else {
            Issue.record("a folder was read")
            return
        }
    }

    @Test func damagedConfigurationsAreRefused() throws {
        try writeLines()
        let file = folder.path("tokenizer_config.json")
        for text in ["", "{", "[1", "\u{0}", String(repeating: "[", count: 100_000)] {
            try folder.write("tokenizer_config.json", text)
            #expect(failure() == .damaged(file: file, line: nil, reason: "not JSON"))
        }
        try folder.write("tokenizer_config.json", #"{"do_lower_case": "yes"}"#)
        #expect(
            failure() == .damaged(file: file, line: nil, reason: "do_lower_case is of the wrong type")
        )
        try folder.write("tokenizer_config.json", #"{"tokenizer_class": "T5TokenizerFast"}"#)
        #expect(
            failure()
                == .unsupported(
                    file: file,
                    key: "tokenizer_class",
                    found: "T5TokenizerFast",
                    supported: "BertTokenizer"
                )
        )
    }

    @Test(arguments: [
        ("model.type", "BPE", "WordPiece or Unigram"), ("normalizer.type", "NFC", "BertNormalizer"),
        ("pre_tokenizer.type", "ByteLevel", "BertPreTokenizer"),
        ("post_processor.type", "RobertaProcessing", "TemplateProcessing or BertProcessing"),
    ])
    func otherPipelinesAreRefused(key: String, found: String, supported: String) throws {
        try writeWhole(key, found)
        let file = folder.path("tokenizer.json")
        #expect(failure() == .unsupported(file: file, key: key, found: found, supported: supported))
        #expect(failure()?.description == "\(file): \(key) is \(found), but only \(supported) is supported")
    }

    @Test func oddNumbersAreRefused() throws {
        let file = folder.path("tokenizer.json")
        for id in [-1, 12, 4, Int.max] {
            try writeWhole("model.vocab", ["[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 4, "b": id])
            guard case .damaged(file, nil, _) = failure() else {
                Issue.record("\(id) was taken")
                return
            }
        }
        for length in [0, -1, 1_000_000] {
            try writeWhole("model.max_input_chars_per_word", length)
            guard case .unsupported(file, "model.max_input_chars_per_word", _, _) = failure() else {
                Issue.record("\(length) was taken")
                return
            }
        }
        try writeWhole("model.vocab", nil)
        #expect(
            failure()
                == .damaged(
                    file: file,
                    line: nil,
                    reason: "model.vocab does not map entries to whole numbers"
                )
        )
    }
}
