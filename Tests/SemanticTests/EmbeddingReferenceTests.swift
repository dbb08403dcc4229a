import Foundation
import Kernels
import TestSupport
import Testing

@testable import Semantic

/// Vectors of all-MiniLM-L6-v2 from sentence-transformers, made by Reference/make-embeddings.py.
@Suite struct EmbeddingReferenceTests {
    static let folder = SharedData.packageFolder + "/models/all-MiniLM-L6-v2"
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/model.safetensors") }
    static let absence: Comment = "models/all-MiniLM-L6-v2 is not there: scripts/fetch-model fetches it"

    @Test(
        .enabled(if: isPresent, absence),
        arguments: [
            (Precision.float32, 0.9999, 0.9999), (.int8, 0.995, 0.988),
        ]
    )
    func realModelHasTheReferencesVectors(precision: Precision, floor: Double, wordless: Double) throws {
        let references = try ReferenceVector.load("embeddings.json")
        #expect(references.count == 40)
        let model = try TransformerModel(folder: Self.folder, name: "MiniLM", precision: precision)
        #expect(model.dimension == 384)
        #expect(model.tokenLimit == 256)
        let tokenizer = try TokenizerFile(folder: Self.folder).tokenizer()
        let vectors = model.embed(references.map(\.text))
        var worst: [Bool: Double] = [:]
        for (row, reference) in references.enumerated() {
            let vector = vectors[(row * 384)..<((row + 1) * 384)]
            let cosine = exactCosine(vector, reference.vector)
            // Of a text without a known word only [CLS] and [SEP] are left, whose numbers are the model's most
            // extreme.
            let words = tokenizer.pieces(of: reference.text, limit: 256).map(tokenizer.vocabularyEntry)
            let isEmpty = !words.contains { $0.contains(where: \.isLetter) && !$0.hasPrefix("[") }
            #expect(cosine >= (isEmpty ? wordless : floor), "\(reference.text.prefix(60))")
            #expect(abs(exactLength(vector) - 1) < 1e-5)
            worst[isEmpty] = min(worst[isEmpty] ?? 1, cosine)
        }
        print("\(precision): worst cosine \(worst[false] ?? 0) with words, \(worst[true] ?? 0) without")
    }
}

func exactLength(_ vector: some Collection<Float>) -> Double {
    vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

/// The tiny models, which exercise what the real one does not have.
@Suite struct TinyModelTests {
    @Test(arguments: TinyModel.allCases)
    func tinyModelHasTheReferencesVectors(tiny: TinyModel) throws {
        let model = try tiny.load()
        let references = try tiny.references()
        #expect(references.count == 12)
        let vectors = model.embed(references.map(\.text))
        for (row, reference) in references.enumerated() {
            let vector = vectors[(row * model.dimension)..<((row + 1) * model.dimension)]
            #expect(vector.count == reference.vector.count)
            if reference.vector.allSatisfy({ $0 == 0 }) {
                #expect(vector.allSatisfy { $0 == 0 }, "\(reference.text)")
            } else {
                #expect(exactCosine(vector, reference.vector) >= 0.99999, "\(reference.text)")
            }
            let difference = zip(vector, reference.vector).map { abs($0 - $1) }.max() ?? 1
            #expect(difference < 1e-5, "\(reference.text)")
        }
    }

    /// The references tell the models apart: without that, equality with them would say little.
    @Test func referencesDifferFromTextToText() throws {
        for tiny in TinyModel.transformers {
            let references = try tiny.references()
            let cosines = references.dropFirst().map { exactCosine($0.vector, references[0].vector) }
            #expect(cosines.allSatisfy { $0 < 0.998 })
        }
    }

    @Test(arguments: TinyModel.transformers)
    func roundingToBytesTurnsTinyVectorsLittle(tiny: TinyModel) throws {
        let references = try tiny.references()
        let model = try tiny.load(.int8)
        let vectors = model.embed(references.map(\.text))
        for (row, reference) in references.enumerated() {
            let vector = vectors[(row * model.dimension)..<((row + 1) * model.dimension)]
            #expect(exactCosine(vector, reference.vector) >= 0.99, "\(reference.text)")
        }
    }

    /// Where texts lie in a batch decides which rows share a block of a matrix product, and which thread
    /// computes them; none of that may reach a bit of the result.
    @Test(arguments: TinyModel.allCases, Precision.allCases)
    func vectorDoesNotDependOnTheTextsAround(tiny: TinyModel, precision: Precision) throws {
        let model = try tiny.load(precision)
        let width = model.dimension
        var generator = SplitMix64(seed: 500)
        let words = "the river bank rain garden ship zzyzx über 雨 baker running ! storm and 1200".split(
            separator: " "
        )
        let texts = (0..<501).map { _ in
            (0..<Int.random(in: 0...14, using: &generator))
                .map { _ in String(words.randomElement(using: &generator)!) }.joined(separator: " ")
        }
        let together = model.embed(texts).map(\.bitPattern)
        for row in stride(from: 0, to: texts.count, by: 10) {
            let alone = model.embed([texts[row]]).map(\.bitPattern)
            #expect(alone == Array(together[(row * width)..<((row + 1) * width)]), "\(texts[row])")
        }
        let order = Array(texts.indices).shuffled(using: &generator)
        let shuffled = model.embed(order.map { texts[$0] }).map(\.bitPattern)
        for (place, row) in order.enumerated() {
            let found = shuffled[(place * width)..<((place + 1) * width)]
            #expect(found == together[(row * width)..<((row + 1) * width)], "\(texts[row])")
        }
    }

    @Test func noTextsHaveNoVectors() throws {
        for tiny in TinyModel.allCases { #expect(try tiny.load().embed([]) == []) }
    }

    @Test func textIsReadUpToTheLimit() throws {
        let model = try TransformerModel(folder: TinyModel.dense.folder, name: "", precision: .float32)
        #expect(model.tokenLimit == 12)
        let ten = String(repeating: "rain ", count: 10)
        #expect(model.embed([ten]) == model.embed([ten + "storm on the sea"]))
        #expect(model.embed([ten]) != model.embed([String(repeating: "rain ", count: 9) + "storm"]))
    }

    @Test func summaryAndNameAreForPeople() throws {
        let model = try TinyModel.dense.load(.int8)
        #expect(model.name == "dense-prefixed")
        #expect(model.summary == "transformer, 2 layers of 18, 10 numbers, 12 tokens, int8")
        #expect(try TinyModel.token.load().summary == "static, 67 token vectors of 14 numbers")
    }
}
