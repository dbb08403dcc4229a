import Foundation
import TestSupport
import Testing

@testable import Semantic

@Suite struct ModelCatalogueTests {
    private let top: TemporaryFolder
    private let catalogue: ModelCatalogue

    init() throws {
        top = try TemporaryFolder()
        catalogue = ModelCatalogue(folders: [top.path("first"), top.path("second"), top.path("none")])
    }

    private func install(_ tiny: TinyModel, _ path: String) throws {
        let folder = top.path(path)
        try FileManager.default.createDirectory(
            atPath: (folder as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(atPath: tiny.folder, toPath: folder)
    }

    private func problem(_ name: String) throws -> ModelError {
        let error = #expect(throws: ModelError.self) { try catalogue.entry(named: name) }
        return try #require(error)
    }

    @Test func firstFolderWins() throws {
        try install(.dense, "second/a")
        try install(.mean, "second/b")
        #expect(try catalogue.entry(named: "a").folder == top.path("second/a"))
        try install(.prompted, "first/a")
        try install(.dense, "first/.7-7.kindred-tmp")
        #expect(try catalogue.entry(named: "a").folder == top.path("first/a"))
        #expect(catalogue.entries.map(\.name) == ["a", "b"])
        #expect(catalogue.entries.map(\.folder) == [top.path("first/a"), top.path("second/b")])
        #expect(try catalogue.model(named: "a").dimension == 16)
        #expect(try catalogue.model(named: "a").name == "a")
    }

    /// Half a download is no model: an older whole one further on is better.
    @Test func foldersWithoutWeightsAreNoModels() throws {
        try install(.dense, "second/a")
        try top.write("first/a/config.json", "{}")
        try top.write("first/notes.txt", "")
        #expect(try catalogue.entry(named: "a").folder == top.path("second/a"))
        #expect(catalogue.entries.map(\.name) == ["a"])
    }

    @Test func automaticChoiceTakesTheBest() throws {
        #expect(try problem("auto").description.contains("KINDRED_MODELS"))
        for name in ModelCatalogue.preferred.reversed() {
            // Better wins even from a folder further on.
            try install(.dense, "second/" + name)
            #expect(try catalogue.entry(named: "auto").name == name)
        }
        try install(.mean, "first/" + ModelCatalogue.shipped)
        #expect(try catalogue.entry(named: "auto").name == ModelCatalogue.preferred[0])
    }

    @Test func automaticChoiceGoesByLanguage() throws {
        try install(.mean, "first/" + ModelCatalogue.shipped)
        // Better than none, though it knows English alone.
        #expect(try catalogue.entry(named: "auto", isEnglish: false).name == ModelCatalogue.shipped)
        for name in ModelCatalogue.preferredMultilingual.prefix(2).reversed() {
            try install(.dense, "second/" + name)
            #expect(try catalogue.entry(named: "auto", isEnglish: false).name == name)
        }
        #expect(try catalogue.entry(named: "auto").name == ModelCatalogue.shipped)
        let named = try catalogue.entry(named: ModelCatalogue.shipped, isEnglish: false)
        #expect(named.name == ModelCatalogue.shipped)
    }

    @Test func staticIsTheShippedOne() throws {
        try install(.token, "first/" + ModelCatalogue.shippedStatic)
        let entry = try catalogue.entry(named: "static")
        #expect(entry.name == ModelCatalogue.shippedStatic)
        #expect(try ModelCatalogue.model(at: entry).summary.hasPrefix("static, "))
        try install(.dense, "first/other")
        #expect(try !catalogue.model(named: "other").summary.hasPrefix("static, "))
    }

    @Test func pathsNameModels() throws {
        try install(.dense, "elsewhere/mine")
        let entry = try catalogue.entry(named: top.path("elsewhere/mine"))
        #expect(entry.name == "mine")
        #expect(entry.folder == top.path("elsewhere/mine"))
        #expect(try catalogue.entry(named: top.path("elsewhere/../elsewhere/mine/")).name == "mine")
        #expect(try catalogue.model(named: top.path("elsewhere/mine")).dimension == 10)
        let error = #expect(throws: ModelError.self) {
            try catalogue.model(named: top.path("elsewhere/yours"))
        }
        #expect(error?.path == top.path("elsewhere/yours/config.json"))
        #expect(error?.problem == "the file is missing")
    }

    @Test func unknownNamesAreToldWhatThereIs() throws {
        #expect(try problem("gone").remedy.contains("KINDRED_MODELS"))
        try install(.dense, "second/beta")
        try install(.mean, "first/alpha")
        let error = try problem("gone")
        #expect(error.path == "gone")
        #expect(error.problem == "no model of that name is installed")
        #expect(error.remedy == "there are: alpha, beta; or name a folder")
        #expect(error.description.hasPrefix("gone: "))
    }
}

@Suite struct ModelFingerprintTests {
    @Test func copyHasTheSame() throws {
        for tiny in TinyModel.allCases {
            #expect(try tiny.load().fingerprint == tiny.copy().load().fingerprint)
        }
    }

    @Test func modelsAndPrecisionsDiffer() throws {
        var found = Set(try TinyModel.allCases.map { try $0.load(.float32).fingerprint })
        #expect(found.count == 6)
        for tiny in TinyModel.transformers { found.insert(try tiny.load(.int8).fingerprint) }
        #expect(found.count == 11)
    }

    /// Whatever changes vectors makes another model of it: stale vectors in an index would be compared.
    @Test(arguments: [
        "weights", "vocabulary", "settings", "tokenizer", "limit", "prompt", "pooling", "head", "activation",
    ])
    func changeOfAnyPartShows(part: String) throws {
        let copy = try TinyModel.dense.copy()
        let before = try copy.load()
        switch part {
        case "weights", "head":
            let name = part == "head" ? "2_Dense/model.safetensors" : "model.safetensors"
            var bytes = try copy.folder.bytes(name)
            bytes[bytes.count - 1] ^= 0x80
            try copy.folder.write(name, bytes)
        case "vocabulary":
            let words = try copy.folder.text("vocab.txt").replacing("\nriver\n", with: "\nstream\n")
            try copy.folder.write("vocab.txt", words)
        case "settings": try copy.set(["layer_norm_eps": 0.5])
        case "tokenizer": try copy.set(["do_lower_case": false], in: "tokenizer_config.json")
        case "limit": try copy.set(["max_seq_length": 3], in: "sentence_bert_config.json")
        case "prompt":
            try copy.set(
                ["prompts": ["p": "rain"], "default_prompt_name": "p"],
                in: "config_sentence_transformers.json"
            )
        case "pooling": try copy.folder.write("1_Pooling/config.json", #"{"pooling_mode": "cls"}"#)
        default: try copy.set(["activation_function": "torch.nn.Identity"], in: "2_Dense/config.json")
        }
        let after = try copy.load()
        let text = "The river Rain and the old ship"
        if part != "weights" { #expect(after.embed([text]) != before.embed([text])) }
        #expect(after.fingerprint != before.fingerprint)
    }

    @Test func staticModelsDifferByTheirVectors() throws {
        let copy = try TinyModel.token.copy()
        let before = try copy.load().fingerprint
        var bytes = try copy.folder.bytes("model.safetensors")
        bytes[bytes.count - 1] ^= 1
        try copy.folder.write("model.safetensors", bytes)
        #expect(try copy.load().fingerprint != before)
    }
}
