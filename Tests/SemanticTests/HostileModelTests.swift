import Foundation
import Kernels
import Testing

@testable import Semantic

/// One way to damage a model, with what the error must say.
struct ModelDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: TinyModel
    /// The name of the file that the error is about.
    let file: String
    /// What its description must hold.
    let words: [String]
    let apply: @Sendable (ModelCopy) throws -> Void

    init(
        _ description: String,
        _ model: TinyModel = .dense,
        file: String = "config.json",
        says words: String...,
        apply: @escaping @Sendable (ModelCopy) throws -> Void
    ) {
        testDescription = description
        self.model = model
        self.file = file
        self.words = words
        self.apply = apply
    }

    /// A change to the file of weights.
    static func weights(
        _ description: String,
        _ model: TinyModel = .dense,
        file: String = "model.safetensors",
        says words: String...,
        change: @escaping @Sendable (inout TensorFile) throws -> Void
    ) -> ModelDamage {
        var damage = ModelDamage(description, model, file: file) { copy in
            var tensors = try TensorFile(try copy.folder.bytes(file))
            try change(&tensors)
            try copy.folder.write(file, try tensors.bytes)
        }
        damage = ModelDamage(damage, words)
        return damage
    }

    private init(_ other: ModelDamage, _ words: [String]) {
        testDescription = other.testDescription
        model = other.model
        file = other.file
        self.words = words
        apply = other.apply
    }

    /// Keys of a JSON file, as JSON: the damage is Sendable, `Any` is not.
    static func keys(
        _ json: String,
        _ model: TinyModel = .dense,
        in file: String = "config.json",
        about: String? = nil,
        says words: String...
    ) -> ModelDamage {
        let damage = ModelDamage("\(file) \(json)", model, file: about ?? file) { copy in
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
            try copy.set(object as? [String: Any] ?? [:], in: file)
        }
        return ModelDamage(damage, words)
    }

    static func text(_ file: String, _ text: String, _ model: TinyModel = .dense, says words: String...)
        -> ModelDamage
    {
        ModelDamage(
            ModelDamage("\(file) is \(text.prefix(40))", model, file: file) {
                try $0.folder.write(file, text)
            },
            words
        )
    }
}

private let query = "bert.encoder.layer.1.attention.self.query.weight"

@Suite struct HostileModelTests {
    static let files: [ModelDamage] =
        [TinyModel.dense, .token].flatMap { model in
            [
                ModelDamage("no config.json", model, says: "missing") { try $0.remove("config.json") },
                ModelDamage("no weights", model, file: "model.safetensors", says: "missing") {
                    try $0.remove("model.safetensors")
                },
                ModelDamage("config.json is a folder", model, says: "cannot be read") {
                    try $0.remove("config.json")
                    try $0.folder.write("config.json/inside", "")
                },
                ModelDamage("weights are a folder", model, file: "model.safetensors", says: "cannot be read")
                {
                    try $0.remove("model.safetensors")
                    try $0.folder.write("model.safetensors/inside", "")
                },
                .text("config.json", "", model, says: "JSON"),
                .text("config.json", "[]", model, says: "top"),
                .text("config.json", "{\"model_type\":", model, says: "JSON"),
                .text("config.json", "\u{FFFD}\0", model, says: "JSON"),
                .text("config.json", String(repeating: "[", count: 1_000_000), model, says: "JSON"),
                .text(
                    "config.json",
                    "{\"a\":" + String(repeating: "{\"a\":", count: 100_000),
                    model,
                    says: "JSON"
                ),
                ModelDamage("config.json of 100 MB", model, says: "larger than 64 MB") { copy in
                    // Its length alone: nothing is written.
                    try FileHandle(forWritingTo: URL(filePath: copy.folder.path("config.json")))
                        .truncate(atOffset: 100 << 20)
                },
            ]
        } + [
            ModelDamage("no vocabulary", file: "", says: "neither vocab.txt nor tokenizer.json") {
                try $0.remove("vocab.txt")
            },
            ModelDamage("no tokenizer.json", .mean, file: "", says: "neither vocab.txt nor tokenizer.json") {
                try $0.remove("tokenizer.json")
            },
            ModelDamage("vocabulary is a folder", file: "vocab.txt", says: "cannot be read") {
                try $0.remove("vocab.txt")
                try $0.folder.write("vocab.txt/inside", "")
            },
            ModelDamage("vocabulary without [CLS]", file: "", says: "vocabulary", "[CLS]") {
                try $0.folder.write("vocab.txt", "[PAD]\n[UNK]\n")
            },
            ModelDamage("vocabulary with an entry twice", file: "", says: "vocabulary", "\"a\" twice") {
                try $0.folder.write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\na\na\n")
            },
            ModelDamage("vocabulary too large", file: "", says: "68 entries", "67") { copy in
                try copy.folder.write("vocab.txt", try copy.folder.text("vocab.txt") + "more\n")
            },
            ModelDamage(
                "vocabulary too large",
                .token,
                file: "model.safetensors",
                says: "[67, 14]",
                "[68, 1...8192]"
            ) {
                let json = try $0.folder.text("tokenizer.json")
                try $0.folder.write(
                    "tokenizer.json",
                    json.replacing("\"[PAD]\":0", with: "\"[PAD]\":0,\"more\":67")
                        .replacing("\"[PAD]\": 0", with: "\"[PAD]\": 0, \"more\": 67")
                )
            },
            ModelDamage("no settings of pooling", file: "1_Pooling/config.json", says: "missing") {
                try $0.remove("1_Pooling/config.json")
            },
            ModelDamage("no settings of the head", file: "2_Dense/config.json", says: "missing") {
                try $0.remove("2_Dense/config.json")
            },
            ModelDamage("no weights of the head", file: "2_Dense/model.safetensors", says: "missing") {
                try $0.remove("2_Dense/model.safetensors")
            },
        ]

    static let settings: [ModelDamage] = [
        .keys(#"{"model_type": "roberta"}"#, says: "model_type roberta", "bert"),
        .keys(#"{"model_type": null}"#, says: "model_type"),
        .keys(#"{"hidden_act": "relu"}"#, says: "hidden_act relu", "gelu"),
        .keys(#"{"position_embedding_type": "relative_key"}"#, says: "relative_key", "absolute"),
        .keys(#"{"num_attention_heads": 4}"#, says: "hidden_size 18", "multiple of num_attention_heads"),
        .keys(#"{"num_attention_heads": 0}"#, says: "num_attention_heads is 0", "1 to"),
        .keys(#"{"hidden_size": -18}"#, says: "hidden_size is -18", "1 to"),
        .keys(#"{"hidden_size": 9223372036854775807}"#, says: "hidden_size is 9223372036854775807"),
        .keys(#"{"hidden_size": 1e300}"#, says: "number"),
        .keys(#"{"hidden_size": 1.5}"#, says: "number"),
        .keys(#"{"hidden_size": "18"}"#, says: "hidden_size"),
        .keys(#"{"num_hidden_layers": 1000000}"#, says: "num_hidden_layers is 1000000"),
        .keys(
            #"{"num_hidden_layers": 3}"#,
            about: "model.safetensors",
            says: "bert.encoder.layer.2.",
            "missing"
        ),
        .keys(#"{"intermediate_size": 4611686018427387904}"#, says: "intermediate_size"),
        .keys(#"{"max_position_embeddings": -1}"#, says: "max_position_embeddings is -1"),
        .keys(#"{"max_position_embeddings": 17}"#, about: "model.safetensors", says: "[16, 18]", "[17, 18]"),
        .keys(#"{"vocab_size": 1000000000000}"#, says: "vocab_size is 1000000000000"),
        .keys(#"{"type_vocab_size": 0}"#, says: "type_vocab_size is 0"),
        .keys(#"{"layer_norm_eps": -1}"#, says: "layer_norm_eps is -1"),
        .keys(#"{"layer_norm_eps": 1e300}"#, says: "number"),
        .keys(
            #"{"max_seq_length": -5}"#,
            in: "sentence_bert_config.json",
            says: "max_seq_length is -5",
            "3 or more"
        ),
        .keys(#"{"model_max_length": 0}"#, in: "tokenizer_config.json", says: "model_max_length is 0.0"),
        .keys(
            #"{"pooling_mode": "max"}"#,
            in: "1_Pooling/config.json",
            says: "pooling by max",
            "mean or cls"
        ),
        .keys(#"{"pooling_mode_max_tokens": true}"#, in: "1_Pooling/config.json", says: "max_tokens"),
        .keys(
            #"{"include_prompt": false}"#,
            .prompted,
            in: "1_Pooling/config.json",
            says: "include_prompt false"
        ),
        .keys(#"{"pad_token_id": 14}"#, .roberta, says: "pad_token_id is 14", "0 to 13"),
        .keys(#"{"pad_token_id": -1}"#, .roberta, says: "pad_token_id is -1"),
        .keys(#"{"model_type": "roberta"}"#, .roberta, says: "model_type roberta", "bert and xlm-roberta"),
        .keys(#"{"in_features": 17}"#, in: "2_Dense/config.json", says: "maps 17 to 10", "expected 18"),
        .keys(#"{"out_features": 0}"#, in: "2_Dense/config.json", says: "maps 18 to 0"),
        .keys(#"{"out_features": 4611686018427387904}"#, in: "2_Dense/config.json", says: "1...8192"),
        .keys(
            #"{"out_features": 11}"#,
            in: "2_Dense/config.json",
            about: "2_Dense/model.safetensors",
            says: "linear.weight",
            "[10, 18]",
            "[11, 18]"
        ),
        .keys(#"{"use_residual": true}"#, in: "2_Dense/config.json", says: "use_residual"),
        .keys(#"{"activation_function": "torch.nn.ReLU"}"#, in: "2_Dense/config.json", says: "ReLU", "Tanh"),
        .text(
            "modules.json",
            #"[{"path": "../x", "type": "models.Pooling"}]"#,
            says: "../x",
            "out of the folder"
        ),
        .text(
            "modules.json",
            #"[{"path": "/x", "type": "models.Pooling"}]"#,
            says: "/x",
            "out of the folder"
        ),
        .text("modules.json", #"[{"path": "", "type": "models.LSTM"}]"#, says: "LSTM", "Pooling"),
        .text("modules.json", #"[{"path": "x", "type": "models.Transformer"}]"#, says: "Transformer in x"),
        .text("modules.json", #"[{"path": ""}]"#, says: "has no type"),
        .text("modules.json", "{}", says: "top"),
        .text(
            "modules.json",
            #"[{"path": "n", "type": "a.Normalize"}, {"path": "2_Dense", "type": "a.Dense"}]"#,
            says: "Dense behind Normalize"
        ),
        .keys(#"{"max_tokens": -1}"#, .token, says: "max_tokens is -1"),
        .keys(#"{"max_length": 0}"#, .token, says: "max_length is 0"),
        .keys(#"{"max_length": 99999999999}"#, .token, says: "max_length is 99999999999"),
    ]

    static let weights: [ModelDamage] = [
        .weights("array missing", says: query, "missing") { $0.header[query] = nil },
        .weights("array of another shape", says: query, "[9, 36]", "expected [18, 18]") {
            try $0.set("shape", of: query, [9, 36])
        },
        .weights("array of one axis", says: query, "[324]", "expected [18, 18]") {
            try $0.set("shape", of: query, [324])
        },
        .weights("unknown type", says: query, "F64", "F32, F16, BF16 or I8") {
            try $0.set("dtype", of: query, "F64")
        },
        .weights("half the bytes", says: query, "bytes") { try $0.set("dtype", of: query, "F16") },
        .weights("negative extent", says: query, "shape") { try $0.set("shape", of: query, [-18, -18]) },
        .weights("product of extents overflows", says: query, "shape") {
            try $0.set("shape", of: query, [1 << 32, 1 << 32])
        },
        .weights("bytes of the product overflow", says: query, "shape") {
            try $0.set("shape", of: query, [1 << 61, 1])
        },
        .weights("offsets beyond the end", says: query, "cut short") {
            let offsets = try $0.offsets(of: query)
            let end = $0.data.count + 8
            try $0.set("data_offsets", of: query, [end - offsets.count, end])
        },
        .weights("offsets at the end of numbers", says: query, "cut short") {
            try $0.set("dtype", of: query, "I8")
            try $0.set("shape", of: query, [Int.max])
            try $0.set("data_offsets", of: query, [0, Int.max])
        },
        .weights("negative offsets", says: query, "bytes") {
            try $0.set("data_offsets", of: query, [-1296, 0])
        },
        .weights("most negative offsets", says: query, "bytes") {
            try $0.set("data_offsets", of: query, [Int.min, Int.max])
        },
        .weights("offsets backwards", says: query, "bytes") {
            let offsets = try $0.offsets(of: query)
            try $0.set("data_offsets", of: query, [offsets.upperBound, offsets.lowerBound])
        },
        .weights("one offset", says: query, "bytes") { try $0.set("data_offsets", of: query, [0]) },
        .weights("offsets too large for numbers", says: query, "data_offsets") {
            try $0.set("data_offsets", of: query, [0, 1e30])
        },
        .weights("overlapping", says: query, "overlap") {
            let key = query.replacing("query", with: "key")
            let offsets = try $0.offsets(of: key)
            try $0.set("data_offsets", of: query, [offsets.lowerBound, offsets.upperBound])
        },
        .weights("no object", says: query, "dtype, shape and data_offsets") { $0.header[query] = 1 },
        .weights("NaN", says: query, "not finite") {
            let offsets = try $0.offsets(of: query)
            $0.data.replaceSubrange(
                (offsets.upperBound - 4)..<offsets.upperBound,
                with: littleEndian(Float.nan.bitPattern)
            )
        },
        .weights("infinity", .firstToken, says: "embeddings.LayerNorm.bias", "not finite") {
            let offsets = try $0.offsets(of: "embeddings.LayerNorm.bias")
            $0.data.replaceSubrange(offsets.prefix(2), with: [0x00, 0x7C])
        },
        .weights("NaN in the last token", says: "word_embeddings", "not finite") {
            let offsets = try $0.offsets(of: "bert.embeddings.word_embeddings.weight")
            $0.data.replaceSubrange(
                (offsets.upperBound - 4)..<offsets.upperBound,
                with: littleEndian(Float.nan.bitPattern)
            )
        },
        .weights("NaN in bfloat16", .mean, says: "word_embeddings", "not finite") {
            let offsets = try $0.offsets(of: "embeddings.word_embeddings.weight")
            $0.data.replaceSubrange(offsets.prefix(2), with: [0xC0, 0x7F])
        },
        .weights("NaN in a head", file: "2_Dense/model.safetensors", says: "linear.bias", "not finite") {
            let offsets = try $0.offsets(of: "linear.bias")
            $0.data.replaceSubrange(offsets.prefix(4), with: littleEndian(Float.nan.bitPattern))
        },
        .weights("head without bias", file: "2_Dense/model.safetensors", says: "linear.bias", "missing") {
            $0.header["linear.bias"] = nil
        },
        .weights("NaN", .token, says: "embeddings", "not finite") {
            $0.data.replaceSubrange(0..<4, with: littleEndian(Float.nan.bitPattern))
        },
        .weights("bytes without scales", .token, says: "embeddings.scale", "missing") {
            $0 = TensorFile()
            $0.append("embeddings", "I8", [67, 3], [UInt8](repeating: 1, count: 201))
        },
        .weights("NaN scale", .token, says: "embeddings.scale", "not finite") {
            $0 = TensorFile()
            $0.append("embeddings", "I8", [67, 4], [UInt8](repeating: 1, count: 268))
            $0.append("embeddings.scale", [67], [Float](repeating: .nan, count: 67))
        },
        .weights("too few scales", .token, says: "embeddings.scale", "[66]", "[67]") {
            $0 = TensorFile()
            $0.append("embeddings", "I8", [67, 4], [UInt8](repeating: 1, count: 268))
            $0.append("embeddings.scale", [66], [Float](repeating: 1, count: 66))
        },
        .weights("no vectors", .token, says: "embeddings", "missing") { $0.header["embeddings"] = nil },
        .weights("vectors of no number", .token, says: "[67, 0]") {
            $0 = TensorFile()
            $0.append("embeddings", [67, 0], [])
        },
        .weights("vectors of another type", .token, says: "embeddings", "F64", "F32, F16, BF16 or I8") {
            try $0.set("dtype", of: "embeddings", "F64")
        },
        .weights("shared vectors", .token, says: "shared between tokens") {
            $0.append("mapping", "I64", [1], [0, 0, 0, 0, 0, 0, 0, 0])
        },
    ]

    @Test(arguments: files + settings + weights)
    func damagedModelIsRefusedByNameAndExpectation(damage: ModelDamage) throws {
        let copy = try damage.model.copy()
        try damage.apply(copy)
        for precision in Precision.allCases {
            let error = try #require(try copy.problem(precision))
            let path = damage.file.isEmpty ? copy.folder.path : copy.folder.path(damage.file)
            #expect(error.description.contains(path), "\(error)")
            for word in damage.words { #expect(error.description.contains(word), "\(error)") }
            #expect(!error.remedy.isEmpty)
        }
    }

    @Test func undamagedCopyLoads() throws {
        for tiny in TinyModel.allCases { #expect(try tiny.copy().problem() == nil) }
    }

    /// A download that stopped, at every kind of place: in the length, the header, the arrays, near the end.
    @Test(arguments: TinyModel.allCases)
    func weightsCutShortAreRefused(tiny: TinyModel) throws {
        let copy = try tiny.copy()
        let whole = try copy.folder.bytes("model.safetensors")
        let start = 8 + Int(whole[0]) + Int(whole[1]) << 8
        for length in [
            0, 1, 7, 8, 9, start / 2, start - 1, start, start + 1, whole.count / 2, whole.count - 1,
        ] {
            try copy.folder.write("model.safetensors", whole.prefix(length))
            let error = try #require(try copy.problem(), "\(length) bytes of \(whole.count)")
            #expect(error.path == copy.folder.path("model.safetensors"))
            #expect(error.problem.contains(length < 8 ? "too short" : "cut short"), "\(length): \(error)")
        }
    }

    @Test func absurdHeadersAreRefused() throws {
        let copy = try TinyModel.dense.copy()
        for (length, header, word) in [
            (UInt64.max, "{}", "not a safetensors file"), (UInt64(Int.max), "{}", "not a safetensors file"),
            (17 << 20, "{}", "not a safetensors file"), (16 << 20, "{}", "cut short"), (3, "{}", "cut short"),
            (0, "", "header"), (2, "[]", "header"), (2, "\u{7}\u{7}", "header"), (1, "{", "header"),
            (4, "null", "header"), (2, "{}", "missing"),
            (100_000, String(repeating: "[", count: 100_000), "header"),
            (11, #"{"a":{"b":1"#, "header"),
        ] {
            try copy.folder.write("model.safetensors", littleEndian(length) + Array(header.utf8))
            let error = try #require(try copy.problem(), "\(length) \(header.prefix(20))")
            #expect(error.path == copy.folder.path("model.safetensors"))
            #expect(error.problem.contains(word), "\(length) \(header.prefix(20)): \(error)")
        }
    }

    /// Weights that are finite, but so large that sums are not.
    @Test func overflowGivesZerosRatherThanNaN() throws {
        let copy = try TinyModel.dense.copy()
        var head = try TensorFile(try copy.folder.bytes("2_Dense/model.safetensors"))
        for start in stride(from: 0, to: head.data.count, by: 4) {
            head.data.replaceSubrange(start..<(start + 4), with: littleEndian(Float(3e38).bitPattern))
        }
        try copy.folder.write("2_Dense/model.safetensors", try head.bytes)
        try copy.set(["activation_function": "torch.nn.Identity"], in: "2_Dense/config.json")
        let vector = try copy.load().embed(["rain on the sea"])
        #expect(vector.allSatisfy { $0 == 0 })
    }

    /// Whatever a byte is changed to, a model loads and gives finite numbers, or it says what is wrong.
    @Test(arguments: [TinyModel.dense, .token], ["model.safetensors", "config.json"])
    func flippedBytesNeverCrash(tiny: TinyModel, file: String) throws {
        let copy = try tiny.copy()
        let whole = try copy.folder.bytes(file)
        let end = file == "config.json" ? whole.count : 8 + Int(whole[0]) + Int(whole[1]) << 8
        var generator = SplitMix64(seed: 2_000)
        var refused = 0
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let position = Int.random(in: 0..<end, using: &generator)
                // Digits and punctuation reach further into the reading than bytes that are no JSON.
                let marks = Array("0123456789-.,:[]{}\"eE".utf8)
                bytes[position] =
                    Bool.random(using: &generator)
                    ? marks.randomElement(using: &generator)! : UInt8.random(in: 0...255, using: &generator)
            }
            try copy.folder.write(file, bytes)
            do {
                let vector = try copy.load(.int8).embed(["the old bank on the river"])
                #expect(vector.allSatisfy { $0.isFinite })
            } catch let error as ModelError {
                refused += 1
                #expect(error.description.contains(copy.folder.path))
            }
        }
        #expect((1..<500).contains(refused))
    }
}
