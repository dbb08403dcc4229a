import Foundation
import Kernels
import TestSupport
import Testing

@testable import Semantic

/// What tokenizer.json may and may not say of a unigram tokenizer.
@Suite struct UnigramFileTests {
    private let folder: TemporaryFolder
    private let whole: [String: Any]

    init() throws {
        folder = try TemporaryFolder()
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Reference/unigram/like-xlmr/tokenizer.json")
        whole = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    }

    /// Writes the file with one value, such as that of "model.unk_id", replaced or removed.
    private func write(_ key: String, _ value: Any?) throws {
        func replaced(_ object: Any?, _ path: ArraySlice<String>) -> Any? {
            guard let first = path.first else { return value }
            var object = object as? [String: Any] ?? [:]
            object[first] = replaced(object[first], path.dropFirst())
            return object
        }
        let changed = replaced(whole, key.split(separator: ".").map(String.init)[...]) ?? [:]
        try folder.write("tokenizer.json", try JSONSerialization.data(withJSONObject: changed))
    }

    private func failure() -> TokenizerError? {
        do {
            _ = try TokenizerFile(folder: folder.path).tokenizer()
            return nil
        } catch { return error }
    }

    private func entries(_ text: String) throws -> [String] {
        let tokenizer = try TokenizerFile(folder: folder.path).tokenizer()
        return tokenizer.ids(of: text, limit: 100).map(tokenizer.vocabularyEntry)
    }

    /// A file of nothing but a list of pieces, as it stands in JSON.
    private func write(vocabulary: String, unknown: Int = 0) throws {
        try folder.write(
            "tokenizer.json",
            #"{"model": {"type": "Unigram", "unk_id": \#(unknown), "vocab": \#(vocabulary)}, "#
                + #""post_processor": {"type": "BertProcessing", "cls": ["<s>", 0], "sep": ["</s>", 0]}}"#
        )
    }

    @Test func whatIsNotKnownIsRefusedByItsKey() throws {
        func sequence(_ types: String...) -> [String: Any] {
            ["type": "Sequence", "pretokenizers": types.map { ["type": $0, "replacement": "▁"] }]
        }
        let replace: [String: Any] = ["type": "Replace", "pattern": ["Regex": "a+"], "content": ""]
        let scheme: [String: Any] = ["type": "Metaspace", "replacement": "▁", "prepend_scheme": "sometimes"]
        let contradiction: [String: Any] = [
            "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "add_prefix_space": false,
        ]
        let cases: [(key: String, value: Any?, named: String, found: String)] = [
            ("normalizer", ["type": "ByteLevel"], "normalizer.type", "ByteLevel"),
            ("normalizer", replace, "normalizer.pattern", "a+"),
            (
                "normalizer", ["type": "Sequence", "normalizers": [["type": "BertNormalizer"]]],
                "normalizer.type", "BertNormalizer"
            ),
            ("pre_tokenizer", ["type": "Whitespace"], "pre_tokenizer.type", "Whitespace"),
            (
                "pre_tokenizer", sequence("Metaspace", "WhitespaceSplit"), "pre_tokenizer.type",
                "Metaspace, WhitespaceSplit"
            ),
            (
                "pre_tokenizer", ["type": "Metaspace", "replacement": "ab"], "pre_tokenizer.replacement",
                "\"ab\""
            ),
            ("pre_tokenizer", scheme, "pre_tokenizer.prepend_scheme", "sometimes"),
            ("pre_tokenizer", contradiction, "pre_tokenizer.prepend_scheme", "always"),
            ("post_processor", nil, "post_processor.type", "missing"),
            ("post_processor", ["type": "ByteLevel"], "post_processor.type", "ByteLevel"),
            ("post_processor.special_tokens", ["<s>": ["ids": [0]]], "post_processor", "another"),
            (
                "post_processor.special_tokens", ["<s>": ["ids": [0]], "</s>": ["ids": [9999]]],
                "post_processor", "another"
            ),
            ("post_processor.single", [], "post_processor.single", "another template"),
            ("model.unk_id", nil, "model.unk_id", "missing"), ("model.unk_id", -1, "model.unk_id", "-1"),
            ("model.unk_id", 351, "model.unk_id", "351"), ("model.type", "BPE", "model.type", "BPE"),
            ("added_tokens", [["id": 0, "content": ""]], "added_tokens.content", "of 0 bytes"),
        ]
        for (key, value, named, found) in cases {
            try write(key, value)
            guard case .unsupported(_, named, found, _) = failure() else {
                Issue.record("\(key): \(failure()?.description ?? "was taken")")
                continue
            }
        }
    }

    @Test func olderFilesAreRead() throws {
        try write("model.type", nil)
        #expect(failure() == nil)
        try write("pre_tokenizer", ["type": "Metaspace", "replacement": "▁", "add_prefix_space": true])
        #expect(try entries("а") == ["<s>", "▁", "а", "</s>"])
        try write("pre_tokenizer", ["type": "Metaspace", "replacement": "▁", "add_prefix_space": false])
        #expect(try entries("а") == ["<s>", "а", "</s>"])
        try write("post_processor", ["type": "BertProcessing", "cls": ["</s>", 2], "sep": ["<s>", 0]])
        #expect(try entries("а") == ["</s>", "▁", "а", "<s>"])
    }

    @Test func damagedVocabulariesAreRefused() throws {
        for (vocabulary, reason) in [
            (#"[["a", 1], "b"]"#, "model.vocab[1] is no list of a piece and its score"),
            (#"[["a"]]"#, "model.vocab[0] is no list of a piece and its score"),
            (#"[["a", 1, 2]]"#, "model.vocab[0] is no list of a piece and its score"),
            (#"[["a", NaN]]"#, "model.vocab[0] has a score that is no number, or too large"),
            (#"[["a", -Infinity]]"#, "model.vocab[0] has a score that is no number, or too large"),
            (#"[["a", 1e999]]"#, "model.vocab[0] has a score that is no number, or too large"),
            (#"[["a", "1"]]"#, "model.vocab[0] has a score that is no number, or too large"),
            (#"[["a", 1], ["b", null]]"#, "model.vocab[1] has a score that is no number, or too large"),
            (#"[["\ud800", 1]]"#, "model.vocab[0] has a piece that is damaged"),
            (#"[["\ud800\u0041", 1]]"#, "model.vocab[0] has a piece that is damaged"),
            (#"[["\x", 1]]"#, "model.vocab[0] has a piece that is damaged"),
            (#"[["\u12", 1]]"#, "model.vocab[0] has a piece that is damaged"),
            (#"[["a", 1] ["b", 2]]"#, "model.vocab[1] is followed by neither a comma nor the list's end"),
            (
                "[[\"\(String(repeating: "a", count: 257))\", 1]]",
                "model.vocab[0] has a piece of more than 256 bytes"
            ),
            ("{}", "model.vocab is no list of pieces with their scores"),
        ] {
            try write(vocabulary: vocabulary)
            #expect(failure() == .damaged(file: folder.path("tokenizer.json"), line: nil, reason: reason))
        }
        try write(vocabulary: "[]")
        #expect(failure() == .emptyVocabulary)
        try write(vocabulary: "[\(String(repeating: "[\"a\",0],", count: 3))[\"a\", 0]]", unknown: 3)
        #expect(failure() == nil)
        try folder.write(
            "tokenizer.json",
            Array(#"{"model": {"vocab": [[""#.utf8) + [0xFF] + Array(#"", 1]]}}"#.utf8)
        )
        #expect(failure()?.description.contains("not UTF-8") == true)
    }

    @Test func escapesAreRead() throws {
        try write(
            vocabulary: #"[["<unk>", 0], [ "\u2581\uD83D\uDE00\"\\\/\n\t\b\f\r" , -1.5e0 ], ["é", -2]]"#
        )
        let tokenizer = try TokenizerFile(folder: folder.path).tokenizer()
        #expect(Array(tokenizer.vocabularyEntry(1).utf8) == Array("▁😀\"\\/\n\t\u{8}\u{C}\r".utf8))
        #expect(tokenizer.ids(of: "é▁😀\"\\/\n\t\u{8}\u{C}\ré", limit: 9) == [0, 2, 1, 2, 0])
    }

    @Test func damagedAddedTokensAreRefused() throws {
        for token in [
            ["id": 0, "content": "<pad>"], ["id": 352, "content": "new"], ["id": -1, "content": "new"],
            ["content": "new"],
        ] as [[String: Any]] {
            try write("added_tokens", [token])
            guard case .damaged = failure() else {
                Issue.record("\(token) was taken")
                continue
            }
        }
        try write(
            "added_tokens",
            [["id": 351, "content": "new"], ["id": 352, "content": "newer", "normalized": true]]
        )
        #expect(try entries("new newer") == ["<s>", "new", "▁", "newer", "</s>"] || failure() == nil)
    }

    @Test func damagedRulesAreRefused() throws {
        for rules in ["", "!", "AAAA", "AAAAAAAAAAA=", "/////wAAAAA=", "BAAAAAAAAAD/"] {
            try write("normalizer.precompiled_charsmap", rules)
            let reason = "normalizer.precompiled_charsmap is damaged"
            #expect(
                failure() == .damaged(file: folder.path("tokenizer.json"), line: nil, reason: reason),
                "\(rules)"
            )
        }
        try write("normalizer.precompiled_charsmap", nil)
        #expect(failure() != nil)
    }

    @Test func normalizersThatGrowTextsWithoutBoundAreRefused() throws {
        let double: [String: Any] = ["type": "Replace", "pattern": ["String": "a"], "content": "aa"]
        for (count, isTaken) in [(9, true), (10, false), (31, false)] {
            try write(
                "normalizer",
                ["type": "Sequence", "normalizers": Array(repeating: double, count: count)]
            )
            #expect((failure() == nil) == isTaken, "\(count)")
        }
        try write(
            "normalizer",
            ["type": "Sequence", "normalizers": Array(repeating: ["type": "NFC"], count: 33)]
        )
        #expect(failure() != nil)
    }

    @Test(arguments: [50, 400, 100_000]) func deepSequencesNeverCrash(depth: Int) throws {
        let open = String(repeating: #"{"type": "Sequence", "normalizers": ["#, count: depth)
        let json =
            #"{"normalizer": "# + open + String(repeating: "]}", count: depth)
            + #", "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0]]}, "#
            + #""post_processor": {"type": "BertProcessing", "cls": ["a", 0], "sep": ["a", 0]}}"#
        try folder.write("tokenizer.json", json)
        if depth > 1000 { #expect(failure() != nil) } else { _ = failure() }
    }

    /// Of the file, and of the rules in it.
    @Test func flippedBytesNeverCrash() throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Reference/unigram/like-xlmr/tokenizer.json")
        let original = Array(try Data(contentsOf: url))
        let normalizer = try #require(whole["normalizer"] as? [String: Any])
        let rules = try #require(Data(base64Encoded: normalizer["precompiled_charsmap"] as? String ?? ""))
        let text = Array("a Ａ\u{301} ｶﾞ ﷺ … \r\n абв 日本 \u{1112}\u{1161}\u{11AB} ☃".utf8)
        var generator = SplitMix64(seed: 99)
        var loaded = 0
        for _ in 0..<150 {
            var bytes = original
            // Letters and digits by others, mostly: the file is to be read as far as it can be.
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: bytes.indices, using: &generator)
                let isPlain = (bytes[position] | 0x20) &- 0x61 < 26 || bytes[position] &- 0x30 < 10
                bytes[position] = UInt8.random(in: isPlain ? 0x30...0x7A : 0...255, using: &generator)
            }
            try folder.write("tokenizer.json", bytes)
            guard let tokenizer = try? TokenizerFile(folder: folder.path).tokenizer() else { continue }
            loaded += 1
            #expect(tokenizer.ids(of: String(decoding: text, as: UTF8.self), limit: 50).count <= 50)
        }
        #expect(loaded > 5)
        for _ in 0..<400 {
            var bytes = rules
            for _ in 0..<8 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
            guard let map = CharacterMap(bytes) else { continue }
            #expect(String(validating: map.apply(text), as: UTF8.self) != nil)
        }
    }

    /// Scores are off by a bit where serde_json's are, and only there.
    @Test func numbersAreReadAsSerdeReadsThem() {
        func read(_ text: String) -> Double? {
            var number = DecimalNumber()
            for byte in text.utf8 where !number.append(byte) { return nil }
            return number.value
        }
        for text in [
            "0", "-0.0", "1", "-1.5", "10", "123456789.25", "1e3", "-2.5E-3", "1e-320", "1e308", "0e999",
        ] {
            #expect(read(text) == Double(text), "\(text)")
        }
        #expect(read("-7.4715776443481445") == -7.471577644348144)
        #expect(read("-20.3647518157959") == -20.3647518157959)
        #expect(read("123456789012345678901234567890") != nil)
        for text in [
            "", "-", "1.", ".5", "1e", "1e+", "abc", "0x10", "1e309", "-1e400", "--1", "1-", "1.5.5",
        ] {
            #expect(read(text) == nil, "\(text)")
        }
    }
}
