import Foundation

/// What a folder in the layout of sentence-transformers says about a model of the BERT family.
///
/// Read from `config.json` (sizes), `modules.json` with the modules' own `config.json` (pooling, dense
/// heads), `sentence_bert_config.json` (longest text) and `config_sentence_transformers.json` (prefix).
struct TransformerConfiguration: Sendable {
    enum Pooling: Sendable { case mean, firstToken }

    /// A linear map after pooling.
    struct DenseHead: Sendable {
        enum Activation: Sendable { case identity, tanh }

        var path: String
        var inputs: Int
        var outputs: Int
        var hasBias: Bool
        var activation: Activation
    }

    let hiddenSize: Int
    let layers: Int
    let heads: Int
    let feedForwardSize: Int
    let positions: Int
    let vocabularySize: Int
    let segmentTypes: Int
    let layerNormEpsilon: Float
    let pooling: Pooling
    let denseHeads: [DenseHead]
    /// Tokens of a text that are read, `[CLS]` and `[SEP]` included.
    let tokenLimit: Int
    /// Put before every text, as some models were trained.
    let prefix: String

    private struct BERT: Decodable {
        var modelType: String
        var hiddenSize, numHiddenLayers, numAttentionHeads, intermediateSize: Int
        var maxPositionEmbeddings, vocabSize: Int
        var typeVocabSize: Int?
        var hiddenAct: String?
        var layerNormEps: Float?
        var positionEmbeddingType: String?

        enum CodingKeys: String, CodingKey {
            case modelType = "model_type"
            case hiddenSize = "hidden_size"
            case numHiddenLayers = "num_hidden_layers"
            case numAttentionHeads = "num_attention_heads"
            case intermediateSize = "intermediate_size"
            case maxPositionEmbeddings = "max_position_embeddings"
            case vocabSize = "vocab_size"
            case typeVocabSize = "type_vocab_size"
            case hiddenAct = "hidden_act"
            case layerNormEps = "layer_norm_eps"
            case positionEmbeddingType = "position_embedding_type"
        }
    }

    private struct Module: Decodable {
        var path: String
        var type: String

        /// The class without its package, which moved between versions of sentence-transformers.
        var kind: Substring { type.split(separator: ".").last ?? "" }
    }

    private struct Dense: Decodable {
        var inFeatures, outFeatures: Int
        var bias: Bool?
        var activationFunction: String?

        enum CodingKeys: String, CodingKey {
            case inFeatures = "in_features"
            case outFeatures = "out_features"
            case bias
            case activationFunction = "activation_function"
        }
    }

    private struct Prompts: Decodable {
        var prompts: [String: String]?
        var defaultPromptName: String?

        enum CodingKeys: String, CodingKey {
            case prompts
            case defaultPromptName = "default_prompt_name"
        }
    }

    private struct Limits: Decodable {
        var maxSeqLength: Int?

        enum CodingKeys: String, CodingKey { case maxSeqLength = "max_seq_length" }
    }

    /// - Throws: ``ModelError`` for what is missing, out of range, or not implemented here.
    init(folder: String) throws(ModelError) {
        let path = folder + "/config.json"
        let bert = try readJSON(BERT.self, at: path)
        guard bert.modelType == "bert" else {
            throw Self.unsupported(path, "model_type \(bert.modelType)", "bert")
        }
        let activation = bert.hiddenAct ?? "gelu"
        guard activation == "gelu" else {
            throw Self.unsupported(path, "hidden_act \(activation)", "gelu")
        }
        let position = bert.positionEmbeddingType ?? "absolute"
        guard position == "absolute" else {
            throw Self.unsupported(path, "position_embedding_type \(position)", "absolute")
        }
        // Bounds that no BERT comes near, so that no product of sizes overflows or fills the memory.
        for (key, value, range) in [
            ("hidden_size", bert.hiddenSize, 1...8192), ("num_hidden_layers", bert.numHiddenLayers, 1...100),
            ("num_attention_heads", bert.numAttentionHeads, 1...256),
            ("intermediate_size", bert.intermediateSize, 1...65_536),
            ("max_position_embeddings", bert.maxPositionEmbeddings, 3...65_536),
            ("vocab_size", bert.vocabSize, 1...2_000_000), ("type_vocab_size", bert.typeVocabSize ?? 2, 1...64),
        ] where !range.contains(value) {
            throw ModelError(path, "\(key) is \(value), expected \(range.lowerBound) to \(range.upperBound)")
        }
        guard bert.hiddenSize.isMultiple(of: bert.numAttentionHeads) else {
            throw ModelError(path, "hidden_size \(bert.hiddenSize) is no multiple of num_attention_heads")
        }
        hiddenSize = bert.hiddenSize
        layers = bert.numHiddenLayers
        heads = bert.numAttentionHeads
        feedForwardSize = bert.intermediateSize
        positions = bert.maxPositionEmbeddings
        vocabularySize = bert.vocabSize
        segmentTypes = bert.typeVocabSize ?? 2
        layerNormEpsilon = bert.layerNormEps ?? 1e-12
        (pooling, denseHeads) = try Self.modules(folder, hiddenSize: bert.hiddenSize)
        let limits = try readJSONIfPresent(Limits.self, at: folder + "/sentence_bert_config.json")
        tokenLimit = max(3, min(positions, limits?.maxSeqLength ?? positions))
        let prompts = try readJSONIfPresent(Prompts.self, at: folder + "/config_sentence_transformers.json")
        prefix = prompts?.defaultPromptName.flatMap { prompts?.prompts?[$0] } ?? ""
    }

    /// What follows the transformer; mean pooling where nothing is said, as in sentence-transformers.
    private static func modules(
        _ folder: String,
        hiddenSize: Int
    ) throws(ModelError) -> (Pooling, [DenseHead]) {
        let path = folder + "/modules.json"
        guard let modules = try readJSONIfPresent([Module].self, at: path) else { return (.mean, []) }
        var pooling = Pooling.mean
        var heads: [DenseHead] = []
        var width = hiddenSize
        for module in modules {
            guard !module.path.contains("..") && !module.path.hasPrefix("/") else {
                throw ModelError(path, "the path \(module.path) leads out of the folder")
            }
            switch module.kind {
            case "Transformer":
                guard module.path.isEmpty else {
                    throw unsupported(path, "a Transformer in \(module.path)", "one in the folder itself")
                }
            case "Normalize": break
            case "Pooling": pooling = try Self.pooling("\(folder)/\(module.path)/config.json")
            case "Dense":
                let head = try denseHead("\(folder)/\(module.path)", inputs: width)
                width = head.outputs
                heads.append(head)
            default: throw unsupported(path, "a module \(module.kind)", "Transformer, Pooling, Dense, Normalize")
            }
        }
        return (pooling, heads)
    }

    private static func pooling(_ path: String) throws(ModelError) -> Pooling {
        /// Keys such as `pooling_mode_mean_tokens`, and newer files' single `pooling_mode`.
        struct Modes: Decodable {
            var chosen: Set<String> = []

            struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: Key.self)
                for key in values.allKeys where key.stringValue.hasPrefix("pooling_mode") {
                    if (try? values.decode(Bool.self, forKey: key)) == true {
                        chosen.insert(String(key.stringValue.dropFirst("pooling_mode_".count)))
                    } else if let name = try? values.decode(String.self, forKey: key) {
                        chosen.insert(name)
                    }
                }
            }
        }
        let modes = try readJSON(Modes.self, at: path)
        switch modes.chosen {
        case ["mean_tokens"], ["mean"]: return .mean
        case ["cls_token"], ["cls"]: return .firstToken
        default:
            throw unsupported(path, "pooling by \(modes.chosen.sorted().joined(separator: ", "))", "mean or cls")
        }
    }

    private static func denseHead(_ folder: String, inputs: Int) throws(ModelError) -> DenseHead {
        let path = folder + "/config.json"
        let dense = try readJSON(Dense.self, at: path)
        guard dense.inFeatures == inputs, (1...8192).contains(dense.outFeatures) else {
            throw ModelError(
                path,
                "maps \(dense.inFeatures) to \(dense.outFeatures) numbers, expected \(inputs) to 1...8192"
            )
        }
        let activation: DenseHead.Activation
        switch dense.activationFunction?.split(separator: ".").last ?? "Tanh" {
        case "Identity": activation = .identity
        case "Tanh": activation = .tanh
        case let other: throw unsupported(path, "activation_function \(other)", "Identity or Tanh")
        }
        return DenseHead(
            path: folder,
            inputs: inputs,
            outputs: dense.outFeatures,
            hasBias: dense.bias ?? true,
            activation: activation
        )
    }

    private static func unsupported(_ path: String, _ found: String, _ known: String) -> ModelError {
        ModelError(path, "\(found) is not implemented, only \(known)", remedy: "choose another model")
    }
}
