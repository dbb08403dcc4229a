import Foundation

extension RelatednessWeights {
    /// A file of weights that cannot be used.
    public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
        public var path: String
        public var reason: String

        public var description: String {
            "\(path): \(reason); `kindred tune` writes such a file, and without it the shipped weights hold"
        }
    }

    private struct Record: Codable {
        struct Model: Codable {
            var bias: Float
            var minimumProbability: Double
            var weights: [String: Float]
        }
        var format: String
        var models: [String: Model]
        var origin: String
    }

    /// Raised when signals change their meaning.
    private static let format = "kindred relatedness 1"
    /// Weights of a dozen models take a few kilobytes.
    public static let longestFile = 1 << 20

    /// Reads the JSON of a file.
    ///
    /// - Throws: ``FileProblem`` where it is no such JSON, names unknown signals or holds impossible numbers.
    public init(json: [UInt8], path: String) throws(FileProblem) {
        let record: Record
        do {
            record = try JSONDecoder().decode(Record.self, from: Data(json))
        } catch {
            throw FileProblem(path: path, reason: "it is no JSON with weights")
        }
        guard record.format == Self.format else {
            throw FileProblem(path: path, reason: "its format is not \"\(Self.format)\"")
        }
        self.init(origin: record.origin)
        for (name, stored) in record.models {
            var model = RelatednessModel(
                bias: stored.bias,
                minimumProbability: stored.minimumProbability
            )
            guard stored.bias.isFinite, (0...1).contains(stored.minimumProbability) else {
                throw FileProblem(path: path, reason: "the numbers of \(name) are out of range")
            }
            for (key, weight) in stored.weights {
                guard let signal = Signal(named: key) else {
                    throw FileProblem(path: path, reason: "\(key) is no signal")
                }
                guard weight.isFinite, signal.bounds.contains(Double(weight)) else {
                    throw FileProblem(path: path, reason: "the weight of \(key) for \(name) is out of range")
                }
                model[signal] = weight
            }
            self[model: name] = model
        }
    }

    /// The file's bytes: the same for equal weights.
    public var json: [UInt8] {
        let record = Record(
            format: Self.format,
            models: models.mapValues { model in
                let weights = Signal.allCases.compactMap { signal in
                    model[signal] == 0 ? nil : (signal.name, model[signal])
                }
                return Record.Model(
                    bias: model.bias,
                    minimumProbability: model.minimumProbability,
                    weights: Dictionary(uniqueKeysWithValues: weights)
                )
            },
            origin: origin
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Finite numbers and plain keys: encoding cannot fail.
        return Array((try? encoder.encode(record)) ?? Data()) + [UInt8(ascii: "\n")]
    }
}
