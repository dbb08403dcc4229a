import Foundation
import Kernels
import Testing

@testable import Semantic

/// Static models with vectors made here, against sums as they are defined.
@Suite struct StaticModelTests {
    private static let words = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "sea", "ship", "##s", ".",
    ]
    private static let width = 21

    private static func model(
        _ change: (inout TensorFile) -> Void
    ) throws -> any EmbeddingModel {
        let copy = try TinyModel.token.copy()
        try copy.remove("tokenizer.json")
        try copy.folder.write("vocab.txt", words.map { $0 + "\n" }.joined())
        var file = TensorFile()
        change(&file)
        try copy.folder.write("model.safetensors", try file.bytes)
        return try copy.load()
    }

    /// Tokens of each text as anyone would cut it.
    private static let texts: [(text: String, tokens: [Int])] = [
        ("", []), ("zzz", []), ("rain", [5]), ("Rain ships.", [5, 7, 8, 9]), ("sea zzz sea", [6, 6]),
        ("ship\nrain\tsea ships", [7, 5, 6, 7, 8]),
    ]

    private static func expected(_ rows: [[Double]], _ tokens: [Int]) -> [Double] {
        let sum = (0..<width).map { column in tokens.reduce(0) { $0 + rows[$1][column] } }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length == 0 ? sum : sum.map { $0 / length }
    }

    private static func check(_ model: any EmbeddingModel, _ rows: [[Double]]) {
        #expect(model.dimension == width)
        let vectors = model.embed(texts.map(\.text))
        for (number, text) in texts.enumerated() {
            let vector = vectors[(number * width)..<((number + 1) * width)]
            for (found, expected) in zip(vector, expected(rows, text.tokens)) {
                #expect(abs(Double(found) - expected) < 1e-6, "\(text.text)")
            }
        }
    }

    @Test func bytesWithScalesAddUpAsDefined() throws {
        var generator = SplitMix64(seed: 21)
        let bytes = Self.words.map { _ in
            (0..<Self.width).map { _ in Int8.random(in: -127...127, using: &generator) }
        }
        let scales = Self.words.map { _ in Float.random(in: 0.001...0.1, using: &generator) }
        let model = try Self.model { file in
            file.append("embeddings", "I8", [10, Self.width], bytes.joined().map { UInt8(bitPattern: $0) })
            // Three bytes in between: numbers of four bytes then begin at no multiple of four.
            file.append("other", "U8", [3], [0, 0, 0])
            file.append("embeddings.scale", [10], scales)
        }
        Self.check(model, zip(bytes, scales).map { row, scale in row.map { Double($0) * Double(scale) } })
    }

    @Test(arguments: ["F32", "F16", "BF16"], [0, 1])
    func floatsOfAllTypesAddUpAsDefined(type: String, padding: Int) throws {
        var generator = SplitMix64(seed: 22)
        // Sixteenths up to 8 are exact in all three types.
        let rows = Self.words.map { _ in
            (0..<Self.width).map { _ in Float(Int.random(in: -127...127, using: &generator)) / 16 }
        }
        let bytes = rows.joined().flatMap { value -> [UInt8] in
            switch type {
            case "F32": littleEndian(value.bitPattern)
            case "F16": Self.half(value)
            default: Array(littleEndian(value.bitPattern)[2...])
            }
        }
        let model = try Self.model { file in
            file.append("a", "U8", [padding], [UInt8](repeating: 0, count: padding))
            file.append("embeddings", type, [10, Self.width], bytes)
        }
        Self.check(model, rows.map { $0.map(Double.init) })
    }

    /// Half precision of a normal number that has at most 11 bits.
    private static func half(_ value: Float) -> [UInt8] {
        guard value != 0 else { return [0, 0] }
        let bits = value.bitPattern
        let exponent = (bits >> 23) & 0xFF - 112
        return littleEndian(UInt16((bits >> 16) & 0x8000 | exponent << 10 | (bits >> 13) & 0x3FF))
    }

    @Test func limitCutsTokens() throws {
        let model = try TinyModel.token.load()
        let sixteen = String(repeating: "rain ", count: 15) + "sea"
        #expect(model.embed([sixteen]) == model.embed([sixteen + " ship"]))
        #expect(model.embed([sixteen]) != model.embed([String(repeating: "rain ", count: 15) + "ship"]))
    }
}
