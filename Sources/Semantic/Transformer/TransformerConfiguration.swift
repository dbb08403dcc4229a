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
    /// Vectors of positions that the file has.
    let positions: Int
    /// Which of them is the first token's.
    let firstPosition: Int
    /// The token that has the position before the first one's, wherever it stands, and is not counted; XLM-R's models have
    /// such a one.
    let uncountedToken: Int32?
    let vocabularySize: Int
    let segmentTypes: Int
    let layerNormEpsilon: Float
    let pooling: Pooling
    let denseHeads: [DenseHead]
    /// Folders of modules inside the model's.
    let modulePaths: [String]
    /// Tokens of a text that are read, `[CLS]` and `[SEP]` included.
    let tokenLimit: Int
    /// Put before every text, as some models were trained.
    let prefix: String

    private struct BERT: Decodable {
        var modelType: String
        var hiddenSize, numHiddenLayers, numAttentionHeads, intermediateSize: Int
        var maxPositionEmbeddings, vocabSize: Int
        var typeVocabSize: Int?
        var padTokenID: Int?
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
            case padTokenID = "pad_token_id"
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
        var usesResidual: Bool?
        var inputName: String?

        enum CodingKeys: String, CodingKey {
            case usesResidual = "use_residual"
            case inputName = "module_input_name"
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

    /// Where newer versions of sentence-transformers write the limit, 6.2 for one.
    private struct TokenizerLimits: Decodable {
        /// 1e30 where there is none.
        var modelMaxLength: Double?

        enum CodingKeys: String, CodingKey { case modelMaxLength = "model_max_length" }
    }

    /// - Throws: ``ModelError`` for what is missing, out of range, or not implemented here.
    init(folder: String) throws(ModelError) {
        let path = folder + "/config.json"
        let bert = try readJSON(BERT.self, at: path)
        guard ["bert", "xlm-roberta"].contains(bert.modelType) else {
            throw Self.unsupported(path, "model_type \(bert.modelType)", "bert and xlm-roberta")
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
            ("vocab_size", bert.vocabSize, 1...2_000_000),
            ("type_vocab_size", bert.typeVocabSize ?? 2, 1...64),
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
        if bert.modelType == "xlm-roberta" {
            let padding = bert.padTokenID ?? 1
            guard (0...(positions - 3)).contains(padding) else {
                throw ModelError(path, "pad_token_id is \(padding), expected 0 to \(positions - 3)")
            }
            uncountedToken = Int32(padding)
            firstPosition = padding + 1
        } else {
            uncountedToken = nil
            firstPosition = 0
        }
        vocabularySize = bert.vocabSize
        segmentTypes = bert.typeVocabSize ?? 2
        layerNormEpsilon = bert.layerNormEps ?? 1e-12
        guard (0...1).contains(layerNormEpsilon) else {
            throw ModelError(path, "layer_norm_eps is \(layerNormEpsilon), expected 0 to 1")
        }
        let prompts = try readJSONIfPresent(Prompts.self, at: folder + "/config_sentence_transformers.json")
        prefix = prompts?.defaultPromptName.flatMap { prompts?.prompts?[$0] } ?? ""
        (pooling, denseHeads, modulePaths) = try Self.modules(
            folder,
            hiddenSize: bert.hiddenSize,
            hasPrefix: !prefix.isEmpty
        )
        let room = positions - firstPosition
        tokenLimit = min(room, try Self.tokenLimit(folder) ?? room)
    }

    /// The longest text by the settings; nil where they say nothing.
    private static func tokenLimit(_ folder: String) throws(ModelError) -> Int? {
        let path = folder + "/sentence_bert_config.json"
        if let limit = try readJSONIfPresent(Limits.self, at: path)?.maxSeqLength {
            guard limit >= 3 else { throw ModelError(path, "max_seq_length is \(limit), expected 3 or more") }
            return limit
        }
        let file = folder + "/tokenizer_config.json"
        guard let limit = try readJSONIfPresent(TokenizerLimits.self, at: file)?.modelMaxLength else {
            return nil
        }
        guard limit >= 3 else { throw ModelError(file, "model_max_length is \(limit), expected 3 or more") }
        return Int(min(limit, 1e9))
    }

    /// What follows the transformer; mean pooling where nothing is said, as in sentence-transformers.
    private static func modules(
        _ folder: String,
        hiddenSize: Int,
        hasPrefix: Bool
    ) throws(ModelError) -> (Pooling, [DenseHead], paths: [String]) {
        let path = folder + "/modules.json"
        guard let modules = try readJSONIfPresent([Module].self, at: path) else {
            return (.mean, [], [])
        }
        var pooling = Pooling.mean
        var heads: [DenseHead] = []
        var width = hiddenSize
        var isNormalized = false
        for module in modules {
            guard !module.path.contains("..") && !module.path.hasPrefix("/") else {
                throw ModelError(path, "the path \(module.path) leads out of the folder")
            }
            switch module.kind {
            case "Transformer":
                guard module.path.isEmpty else {
                    throw unsupported(path, "a Transformer in \(module.path)", "one in the folder itself")
                }
            case "Normalize": isNormalized = true
            case "Pooling": pooling = try Self.pooling("\(folder)/\(module.path)/config.json", hasPrefix)
            case "Dense":
                guard !isNormalized else {
                    throw unsupported(path, "Dense behind Normalize", "Dense before it")
                }
                let head = try denseHead("\(folder)/\(module.path)", inputs: width)
                width = head.outputs
                heads.append(head)
            default:
                throw unsupported(path, "a module \(module.kind)", "Transformer, Pooling, Dense, Normalize")
            }
        }
        return (pooling, heads, modules.map(\.path).filter { !$0.isEmpty })
    }

    private static func pooling(_ path: String, _ hasPrefix: Bool) throws(ModelError) -> Pooling {
        /// Keys such as `pooling_mode_mean_tokens`, and newer files' single `pooling_mode`.
        struct Modes: Decodable {
            var chosen: Set<String> = []
            /// Whether the prefix's tokens count as the text's.
            var includesPrompt = true

            struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }

            init(from decoder: any Decoder) throws {
                let values = try decoder.container(keyedBy: Key.self)
                let prompt = Key(stringValue: "include_prompt")
                includesPrompt = try values.decodeIfPresent(Bool.self, forKey: prompt) ?? true
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
        guard modes.includesPrompt || !hasPrefix else {
            throw unsupported(path, "include_prompt false", "true where there is a default prompt")
        }
        switch modes.chosen {
        case ["mean_tokens"], ["mean"]: return .mean
        case ["cls_token"], ["cls"]: return .firstToken
        default:
            throw unsupported(
                path,
                "pooling by \(modes.chosen.sorted().joined(separator: ", "))",
                "mean or cls"
            )
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
        guard dense.usesResidual != true, dense.inputName ?? "sentence_embedding" == "sentence_embedding"
        else {
            throw unsupported(
                path,
                "use_residual or another module_input_name",
                "a map of sentence_embedding"
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
