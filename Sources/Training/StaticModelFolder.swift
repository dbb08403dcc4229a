import Foundation
import Kernels
package import Platform
import Semantic

/// A trained table and all that goes into the model's folder beside it.
package struct StaticModelFolder: Sendable {
    /// How the model was made; written into `config.json` for people.
    package struct Provenance: Hashable, Codable, Sendable {
        package var version: String
        package var pairs: Int
        package var initial: String?
        package var options: TrainingOptions
        package var heldOutLossBefore: Double
        package var heldOutLossAfter: Double

        package init(version: String, initial: String?, _ training: ContrastiveTraining) {
            self.version = version
            self.initial = initial
            pairs = training.pairs.count
            options = training.options
            heldOutLossBefore = training.heldOutLosses.first ?? .nan
            heldOutLossAfter = training.heldOutLosses.last ?? .nan
        }

        enum CodingKeys: String, CodingKey {
            case version, pairs, initial, options
            case heldOutLossBefore = "held_out_loss_before"
            case heldOutLossAfter = "held_out_loss_after"
        }
    }

    private struct SavedSettings: Codable {
        var modelType: String
        var dimension: Int
        var tokenLimit: Int
        var normalize: Bool
        var training: Provenance

        enum CodingKeys: String, CodingKey {
            case dimension, normalize, training
            case modelType = "model_type"
            case tokenLimit = "max_tokens"
        }
    }

    /// The value of `model_type`, by which a folder is known to be one that may be replaced.
    package static let modelType = "kindred-static"
    /// Bytes of a model's files: what a repository or an app can carry without a thought.
    package static let sizeLimit = 8_000_000
    /// Tokens of a text that count, when the model is used: title and excerpt have 60 on average.
    private static let tokenLimit = 512
    /// Room for the three small parts: `config.json`, `tokenizer_config.json`, the header of the weights.
    private static let roomForRest = 4096

    package let vocabulary: [String]
    package let lowercases: Bool
    /// Row-major, vocabulary x `dimension`.
    private let vectors: [Float]
    private let dimension: Int
    private let provenance: Provenance

    /// - Parameters:
    ///   - vocabulary: the entry of each row of the table.
    ///   - counts: how often each occurs in the training's texts. Entries never seen, apart from BERT's special
    ///     ones, are left out where the model would exceed ``sizeLimit``: the last ones first, which are the
    ///     rarest, but entries in brackets before all others, since no text has them.
    package init(
        _ table: TrainedTokenTable,
        vocabulary: [String],
        counts: [Int],
        lowercases: Bool,
        provenance: Provenance
    ) {
        precondition(vocabulary.count == table.count && counts.count == table.count, "a row for each entry")
        let dropped = Self.dropped(vocabulary, counts, table.dimension)
        let kept = vocabulary.indices.filter { !dropped.contains($0) }
        let all = table.vectors
        dimension = table.dimension
        self.vocabulary = kept.map { vocabulary[$0] }
        let special = Set(VocabularyLearning.specialEntries)
        vectors = kept.flatMap { row -> [Float] in
            let start = row * table.dimension
            // A text never has these by itself; where it does, they mean nothing.
            if special.contains(vocabulary[row]) { return Array(repeating: 0, count: table.dimension) }
            return Array(all[start..<start + table.dimension])
        }
        self.lowercases = lowercases
        self.provenance = provenance
    }

    private static func dropped(_ vocabulary: [String], _ counts: [Int], _ dimension: Int) -> Set<Int> {
        // One byte a number, a scale, and a line of vocab.txt.
        func size(_ row: Int) -> Int { dimension + 4 + vocabulary[row].utf8.count + 1 }
        var excess = vocabulary.indices.reduce(roomForRest) { $0 + size($1) } - sizeLimit
        let special = Set(VocabularyLearning.specialEntries)
        let unseen = vocabulary.indices.reversed()
            .filter { counts[$0] == 0 && !special.contains(vocabulary[$0]) }
        func isPlaceholder(_ row: Int) -> Bool {
            vocabulary[row].hasPrefix("[") && vocabulary[row].hasSuffix("]")
        }
        var dropped: Set<Int> = []
        for row in unseen.filter(isPlaceholder) + unseen.filter({ !isPlaceholder($0) }) {
            if excess <= 0 { break }
            dropped.insert(row)
            excess -= size(row)
        }
        return dropped
    }

    /// What a model's folder holds; one that holds something else too cannot be replaced as a whole.
    private static let names: Set = [
        "model.safetensors", "vocab.txt", "tokenizer_config.json", "config.json", TrainingCheckpoint.fileName,
    ]

    /// Writes the model's four files, all at once where that is possible, and takes away what training left beside them.
    ///
    /// - Parameter folder: it exists.
    /// - Throws: ``FileError``.
    package func write(to folder: String) throws(FileError) {
        try replaceFolder(folder, holding: Self.names) { folder throws(FileError) in
            try writeFiles(to: folder)
        }
        let checkpoint = folder + "/" + TrainingCheckpoint.fileName
        try? FileManager.default.removeItem(atPath: checkpoint)
    }

    /// `config.json`, by which a folder is one of a model, comes last.
    private func writeFiles(to folder: String) throws(FileError) {
        let (numbers, scales) = quantized()
        var weights = SafeTensorsWriter(metadata: ["format": "kindred-static", "version": provenance.version])
        weights.add("embeddings", numbers, shape: [vocabulary.count, dimension])
        weights.add("embeddings.scale", scales, shape: [vocabulary.count])
        try weights.write(to: folder + "/model.safetensors")
        try writeFile(folder + "/vocab.txt", vocabulary.flatMap { Array($0.utf8) + [0x0A] })
        try writeJSON(["do_lower_case": lowercases], folder + "/tokenizer_config.json")
        let configuration = SavedSettings(
            modelType: Self.modelType,
            dimension: dimension,
            tokenLimit: Self.tokenLimit,
            normalize: true,
            training: provenance
        )
        try writeJSON(configuration, folder + "/config.json")
    }

    /// Each row as 8-bit integers and the factor that gives its numbers back: the largest becomes 127.
    private func quantized() -> (numbers: [Int8], scales: [Float]) {
        var numbers: [Int8] = []
        var scales: [Float] = []
        numbers.reserveCapacity(vectors.count)
        for start in stride(from: 0, to: vectors.count, by: dimension) {
            let row = vectors[start..<start + dimension]
            let scale = row.reduce(0) { max($0, abs($1)) } / 127
            scales.append(scale)
            for value in row {
                numbers.append(scale > 0 ? Int8(max(-127, min(127, (value / scale).rounded()))) : 0)
            }
        }
        return (numbers, scales)
    }

    private func writeJSON(_ content: some Encodable, _ path: String) throws(FileError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // The losses are finite: a title's own excerpt always keeps a part of the softmax.
        let bytes = (try? encoder.encode(content)) ?? Data()
        try writeFile(path, Array(bytes) + [0x0A])
    }

    /// Whether a folder holds a model that `kindred train` made.
    package static func isModel(_ folder: String) -> Bool {
        guard let bytes = try? readFile(folder + "/config.json", limit: 1 << 20).bytes,
            let configuration = try? JSONDecoder().decode(SavedSettings.self, from: Data(bytes))
        else { return false }
        return configuration.modelType == modelType
    }
}
