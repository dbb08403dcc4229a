import Kernels
import Platform

/// A sentence transformer of the BERT family: all-MiniLM, bge, e5, gte and Kindred's own small one.
///
/// Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", NAACL 2019; Reimers and Gurevych,
/// "Sentence-BERT", EMNLP 2019. The texts of a batch lie end to end without padding, so that what a text
/// costs, and its vector's very bits, do not depend on the texts beside it.
package struct TransformerModel: EmbeddingModel {
    package let name: String
    package let dimension: Int
    package let fingerprint: UInt64
    package let precision: Precision
    /// Tokens of a text that are read; the rest is left out.
    package var tokenLimit: Int { configuration.tokenLimit }
    private let configuration: TransformerConfiguration
    private let weights: TransformerWeights
    let tokenizer: any Tokenizer

    /// Loads a folder in the layout of sentence-transformers.
    ///
    /// - Throws: ``ModelError`` that names the file and what was expected.
    package init(folder: String, name: String, precision: Precision) throws(ModelError) {
        configuration = try TransformerConfiguration(folder: folder)
        weights = try TransformerWeights(folder: folder, configuration, precision)
        tokenizer = try TokenizerFile.tokenizer(ofModel: folder)
        guard tokenizer.count <= configuration.vocabularySize else {
            throw ModelError(
                folder,
                "the vocabulary has \(tokenizer.count) entries, config.json says \(configuration.vocabularySize)"
            )
        }
        dimension = configuration.denseHeads.last?.outputs ?? configuration.hiddenSize
        fingerprint = try ModelFingerprint(
            folder: folder,
            modules: configuration.modulePaths,
            salt: precision.rawValue
        ).value
        self.name = name
        self.precision = precision
    }

    package var summary: String {
        "transformer, \(configuration.layers) layers of \(configuration.hiddenSize), "
            + "\(dimension) numbers, \(tokenLimit) tokens, \(precision.rawValue)"
    }

    package func embed(_ texts: [String]) -> [Float] {
        let prefix = configuration.prefix
        let tokens = concurrentMap(texts.count, grain: 64) { index in
            tokenizer.ids(of: prefix + texts[index], limit: tokenLimit)
        }
        return embed(tokens: tokens)
    }

    /// What the model makes of each entry of its vocabulary alone, between the marks of beginning and end.
    var tokenVectors: TokenVectors {
        let marks = tokenizer.ids(of: "", limit: 2)
        let tokens = (0..<tokenizer.count).map { [marks[0], Int32($0), marks[1]] }
        return TokenVectors(
            tokenizer: tokenizer,
            vectors: embed(tokens: tokens),
            width: dimension,
            areWeighted: false
        )
    }

    private func embed(tokens: [[Int32]]) -> [Float] {
        let batches = Self.batches(tokens.map(\.count))
        let results = concurrentMap(batches.count, grain: 1) { vectors(of: tokens[batches[$0]]) }
        return Array(results.joined())
    }

    /// Tokens that are multiplied at a time: enough rows to use a layer's weights well while they are in the
    /// cache, few enough for the intermediate rows to stay there.
    private static let tokensInBatch = 256

    /// Consecutive texts of about `tokensInBatch` tokens together.
    private static func batches(_ lengths: [Int]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var (start, tokens) = (0, 0)
        for (text, length) in lengths.enumerated() {
            if tokens > 0, tokens + length > tokensInBatch {
                batches.append(start..<text)
                (start, tokens) = (text, 0)
            }
            tokens += length
        }
        if start < lengths.count { batches.append(start..<lengths.count) }
        return batches
    }
}

extension TransformerModel {
    /// The vectors of a batch of texts, row-major, texts x dimension.
    private func vectors(of texts: ArraySlice<[Int32]>) -> [Float] {
        let width = configuration.hiddenSize
        let lengths = texts.map(\.count)
        let rows = lengths.reduce(0, +)
        // Each row-major, tokens x width.
        var hiddenRows = [Float](repeating: 0, count: rows * width)
        var attentionRows = [Float](repeating: 0, count: 3 * rows * width)
        var contextRows = [Float](repeating: 0, count: rows * width)
        var projectedRows = [Float](repeating: 0, count: rows * width)
        var wideRows = [Float](repeating: 0, count: rows * configuration.feedForwardSize)
        var hidden = hiddenRows.mutableSpan
        var attention = attentionRows.mutableSpan
        var context = contextRows.mutableSpan
        var projected = projectedRows.mutableSpan
        var wide = wideRows.mutableSpan

        lookUp(texts, into: &hidden)
        for layer in weights.layers {
            layer.attention.apply(hidden.span, into: &attention)
            var row = 0
            for length in lengths {
                let range = (row * width)..<((row + length) * width)
                var part = context._mutatingExtracting(range)
                Kernels.attention(
                    attention.span.extracting((3 * range.lowerBound)..<(3 * range.upperBound)),
                    heads: configuration.heads,
                    length: length,
                    into: &part
                )
                row += length
            }
            layer.attentionOutput.apply(context.span, into: &projected)
            normalize(&projected, adding: hidden.span, layer.attentionNorm)
            layer.feedForward.apply(projected.span, into: &wide)
            gelu(&wide)
            layer.feedForwardOutput.apply(wide.span, into: &hidden)
            normalize(&hidden, adding: projected.span, layer.outputNorm)
        }
        return pooled(hidden.span, lengths)
    }

    /// Token, position and segment vectors added up, and normalised.
    private func lookUp(_ texts: ArraySlice<[Int32]>, into hidden: inout MutableSpan<Float>) {
        let width = configuration.hiddenSize
        var row = 0
        for text in texts {
            var next = configuration.firstPosition
            for token in text {
                let isCounted = token != configuration.uncountedToken
                let position = isCounted ? next : configuration.firstPosition - 1
                if isCounted { next += 1 }
                var sum = hidden._mutatingExtracting((row * width)..<((row + 1) * width))
                for i in 0..<width { sum[i] = weights.positions[position * width + i] }
                weights.tokens.add(Int(token), to: &sum)
                row += 1
            }
        }
        Kernels.normalize(
            &hidden,
            weight: weights.embeddingNorm.weight.span,
            bias: weights.embeddingNorm.bias.span,
            epsilon: configuration.layerNormEpsilon
        )
    }

    @_lifetime(rows: copy rows)
    private func normalize(
        _ rows: inout MutableSpan<Float>,
        adding residual: Span<Float>,
        _ norm: TransformerWeights.Norm
    ) {
        addAndNormalize(
            &rows,
            adding: residual,
            weight: norm.weight.span,
            bias: norm.bias.span,
            epsilon: configuration.layerNormEpsilon
        )
    }

    /// One vector a text: pooled, mapped by the heads, of length 1.
    private func pooled(_ hidden: Span<Float>, _ lengths: [Int]) -> [Float] {
        let width = configuration.hiddenSize
        var vectors = [Float](repeating: 0, count: lengths.count * width)
        var row = 0
        for (text, length) in lengths.enumerated() {
            let taken = configuration.pooling == .mean ? length : 1
            for token in row..<(row + taken) {
                for i in 0..<width { vectors[text * width + i] += hidden[token * width + i] }
            }
            for i in 0..<width { vectors[text * width + i] /= Float(taken) }
            row += length
        }
        for (head, layer) in zip(configuration.denseHeads, weights.heads) {
            var mapped = [Float](repeating: 0, count: lengths.count * head.outputs)
            var span = mapped.mutableSpan
            layer.apply(vectors.span, into: &span)
            if head.activation == .tanh { hyperbolicTangent(&span) }
            vectors = mapped
        }
        normalizeRows(&vectors, width: dimension)
        return vectors
    }
}

/// Scales each row to length 1; rows of zeros stay, and rows that overflowed become such.
func normalizeRows(_ rows: inout [Float], width: Int) {
    for start in stride(from: 0, to: rows.count, by: width) {
        var square: Float = 0
        for i in start..<(start + width) { square += rows[i] * rows[i] }
        guard square > 0, square.isFinite else {
            for i in start..<(start + width) { rows[i] = 0 }
            continue
        }
        let factor = 1 / square.squareRoot()
        for i in start..<(start + width) { rows[i] *= factor }
    }
}
