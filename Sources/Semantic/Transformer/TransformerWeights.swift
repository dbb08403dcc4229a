import Kernels

/// Everything a transformer multiplies by, packed for it.
struct TransformerWeights: Sendable {
    /// One encoder layer.
    struct Layer: Sendable {
        /// Query, key and value in one product.
        let attention: LinearLayer
        let attentionOutput: LinearLayer
        let attentionNorm: Norm
        let feedForward: LinearLayer
        let feedForwardOutput: LinearLayer
        let outputNorm: Norm
    }

    /// Weight and bias of a LayerNorm.
    struct Norm: Sendable {
        let weight: [Float]
        let bias: [Float]
    }

    let tokens: TokenTable
    /// Position and segment vectors together, positions x hidden size; texts have one segment.
    let positions: [Float]
    let embeddingNorm: Norm
    let layers: [Layer]
    let heads: [LinearLayer]

    /// - Throws: ``ModelError`` for arrays that are missing or have other shapes than the configuration.
    init(folder: String, _ configuration: TransformerConfiguration, _ precision: Precision) throws(ModelError)
    {
        let tensors = try SafeTensors(folder + "/model.safetensors")
        // Saved alone, the encoder's arrays have no prefix; saved inside a larger model, they have.
        let prefix =
            ["bert.", "roberta."].first { tensors.tensors[$0 + "embeddings.word_embeddings.weight"] != nil }
            ?? ""
        let reader = LayerReader(tensors: tensors, prefix: prefix, precision: precision)
        let hidden = configuration.hiddenSize
        let wide = configuration.feedForwardSize

        tokens = try TokenTable(
            tensors,
            prefix + "embeddings.word_embeddings.weight",
            rows: configuration.vocabularySize,
            width: hidden
        )
        var positions = try reader.values(
            "embeddings.position_embeddings.weight",
            shape: [configuration.positions, hidden]
        )
        let segments = try reader.values(
            "embeddings.token_type_embeddings.weight",
            shape: [configuration.segmentTypes, hidden]
        )
        for i in positions.indices { positions[i] += segments[i % hidden] }
        self.positions = positions
        embeddingNorm = try reader.norm("embeddings.LayerNorm", hidden)

        var layers: [Layer] = []
        var inputNorm = embeddingNorm
        for number in 0..<configuration.layers {
            let name = "encoder.layer.\(number)."
            let attentionNorm = try reader.norm(name + "attention.output.LayerNorm", hidden)
            let outputNorm = try reader.norm(name + "output.LayerNorm", hidden)
            layers.append(
                Layer(
                    attention: try reader.linear(
                        ["query", "key", "value"].map { name + "attention.self.\($0)" },
                        inputs: hidden,
                        outputs: hidden,
                        after: inputNorm
                    ),
                    attentionOutput: try reader.linear(
                        [name + "attention.output.dense"],
                        inputs: hidden,
                        outputs: hidden
                    ),
                    attentionNorm: attentionNorm,
                    feedForward: try reader.linear(
                        [name + "intermediate.dense"],
                        inputs: hidden,
                        outputs: wide,
                        after: attentionNorm
                    ),
                    feedForwardOutput: try reader.linear(
                        [name + "output.dense"],
                        inputs: wide,
                        outputs: hidden
                    ),
                    outputNorm: outputNorm
                )
            )
            inputNorm = outputNorm
        }
        self.layers = layers

        var heads: [LinearLayer] = []
        for head in configuration.denseHeads {
            let reader = LayerReader(
                tensors: try SafeTensors(head.path + "/model.safetensors"),
                prefix: "",
                // One row a text: nothing to gain from fewer bits.
                precision: .float32
            )
            heads.append(
                try reader.linear(
                    ["linear"],
                    inputs: head.inputs,
                    outputs: head.outputs,
                    hasBias: head.hasBias
                )
            )
        }
        self.heads = heads
    }
}

/// Takes layers out of a file.
private struct LayerReader {
    let tensors: SafeTensors
    let prefix: String
    let precision: Precision

    func values(_ name: String, shape: [Int]) throws(ModelError) -> [Float] {
        let tensor = try tensors.tensor(prefix + name, shape: shape)
        var values = tensors.floats(tensor)
        if tensor.type == .int8 {
            let scales = tensors.floats(try tensors.tensor(prefix + name + ".scale", shape: [shape[0]]))
            let width = shape.dropFirst().reduce(1, *)
            for i in values.indices { values[i] *= scales[i / width] }
        }
        try tensors.requireFinite(values.span, prefix + name)
        return values
    }

    func norm(_ name: String, _ width: Int) throws(ModelError) -> TransformerWeights.Norm {
        TransformerWeights.Norm(
            weight: try values(name + ".weight", shape: [width]),
            bias: try values(name + ".bias", shape: [width])
        )
    }

    /// Layers with the same input as one, their outputs side by side.
    ///
    /// - Parameter norm: the LayerNorm that the input comes from, which tells how large its numbers are.
    func linear(
        _ names: [String],
        inputs: Int,
        outputs: Int,
        hasBias: Bool = true,
        after norm: TransformerWeights.Norm? = nil
    ) throws(ModelError) -> LinearLayer {
        var bias: [Float] = []
        var weights: [Float] = []
        for name in names {
            weights += try values(name + ".weight", shape: [outputs, inputs])
            bias +=
                hasBias
                ? try values(name + ".bias", shape: [outputs]) : [Float](repeating: 0, count: outputs)
        }
        let isRounded = names.contains { tensors.tensors["\(prefix)\($0).weight"]?.type == .int8 }
        if precision == .int8, let norm, !isRounded {
            // A LayerNorm gives weight x z + bias, where z is seldom beyond 3.
            let magnitudes = zip(norm.weight, norm.bias).map { 3 * abs($0) + abs($1) }
            return LinearLayer(
                quantizing: weights.span,
                bias: bias.span,
                magnitudes: magnitudes.span,
                // Of query, key and value it is the value, the last, that goes into the result as it is:
                // balanced by it, all-MiniLM-L6-v2 keeps a cosine of .995, by all three .98.
                decisive: (bias.count - outputs)..<bias.count
            )
        }
        // Rounding what was int8 in the file finds the very numbers again: each row's largest is 127.
        return precision == .int8
            ? LinearLayer(quantizing: weights.span, bias: bias.span, inputs: inputs)
            : LinearLayer(weights: weights.span, bias: bias.span, inputs: inputs)
    }
}
