import Foundation
import Kernels
import Platform

/// A vector for each token; a text is the sum of its tokens' vectors, scaled to length 1.
///
/// Reads the models that `kindred train` makes and those of Model2Vec (https://github.com/MinishLab/model2vec).
/// Words count by the length of their vectors, which training sets.
package struct StaticModel: EmbeddingModel {
    package let name: String
    package let dimension: Int
    package let fingerprint: UInt64
    private let tokenLimit: Int
    let tokenizer: any Tokenizer
    private let table: TokenTable

    package var summary: String { "static, \(tokenizer.count) token vectors of \(dimension) numbers" }

    private struct Settings: Decodable {
        var modelType: String
        var tokenLimit: Int?
        /// What model2vec calls it, from 0.10 on.
        var longestText: Int?

        enum CodingKeys: String, CodingKey {
            case modelType = "model_type"
            case tokenLimit = "max_tokens"
            case longestText = "max_length"
        }
    }

    /// Values of `model_type` in `config.json` that are read by this type.
    static let modelTypes: Set<String> = ["kindred-static", "model2vec"]

    /// Tokens that are read where `config.json` says nothing: Model2Vec's own default.
    private static let standardTokenLimit = 512

    /// - Throws: ``ModelError`` that names the file and what was expected.
    package init(folder: String, name: String) throws(ModelError) {
        let path = folder + "/config.json"
        let settings = try readJSON(Settings.self, at: path)
        guard Self.modelTypes.contains(settings.modelType) else {
            throw ModelError(
                path,
                "model_type is \(settings.modelType), expected kindred-static or model2vec"
            )
        }
        tokenLimit = settings.tokenLimit ?? settings.longestText ?? Self.standardTokenLimit
        guard (1...65_536).contains(tokenLimit) else {
            let key = settings.tokenLimit == nil ? "max_length" : "max_tokens"
            throw ModelError(path, "\(key) is \(tokenLimit), expected 1 to 65536")
        }
        tokenizer = try TokenizerFile.tokenizer(ofModel: folder)
        let tensors = try SafeTensors(folder + "/model.safetensors")
        guard !tensors.contains("mapping"), !tensors.contains("weights") else {
            throw ModelError(
                tensors.file.path,
                "vectors shared between tokens are not implemented",
                remedy: "choose a model without vocabulary quantization"
            )
        }
        let shape = try tensors.tensor("embeddings").shape
        guard shape.count == 2, shape[0] >= tokenizer.count, (1...8192).contains(shape[1]) else {
            throw ModelError(
                tensors.file.path,
                "embeddings has the shape \(shape), expected [\(tokenizer.count), 1...8192]"
            )
        }
        dimension = shape[1]
        table = try TokenTable(tensors, "embeddings", rows: shape[0], width: shape[1])
        fingerprint = try ModelFingerprint(folder: folder, modules: [], salt: "").value
        self.name = name
    }

    /// The table itself.
    var tokenVectors: TokenVectors {
        var vectors = [Float](repeating: 0, count: tokenizer.count * dimension)
        for token in 0..<tokenizer.count {
            var all = vectors.mutableSpan
            var row = all._mutatingExtracting((token * dimension)..<((token + 1) * dimension))
            table.add([Int32(token)], to: &row)
        }
        return TokenVectors(tokenizer: tokenizer, vectors: vectors, width: dimension, areWeighted: true)
    }

    package func embed(_ texts: [String]) -> [Float] {
        let block = 256
        let blocks = concurrentMap((texts.count + block - 1) / block, grain: 1) { number in
            let texts = texts[(number * block)..<min(texts.count, (number + 1) * block)]
            return vectors(of: texts)
        }
        return Array(blocks.joined())
    }

    private func vectors(of texts: ArraySlice<String>) -> [Float] {
        var vectors = [Float](repeating: 0, count: texts.count * dimension)
        for (row, text) in texts.enumerated() {
            let tokens = tokenizer.pieces(of: text, limit: tokenLimit)
            var all = vectors.mutableSpan
            var sum = all._mutatingExtracting((row * dimension)..<((row + 1) * dimension))
            table.add(tokens, to: &sum)
        }
        normalizeRows(&vectors, width: dimension)
        return vectors
    }
}
