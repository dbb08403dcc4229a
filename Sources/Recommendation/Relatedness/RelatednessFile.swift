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
        struct Curve: Codable {
            var above: [Float]
            var adds: [Float]
        }

        struct Model: Codable {
            var bias: Float
            var minimumProbability: Double
            var weights: [String: Float]?
            var curves: [String: Curve]?
            /// What holds instead in collections of a kind, by ``CollectionKind``.
            var variants: [String: Model]?
        }
        var format: String
        var models: [String: Model]
        var origin: String
    }

    /// Raised when signals change their meaning. What an older version wrote has weights alone, which still hold.
    private static let (format, olderFormat) = ("kindred relatedness 2", "kindred relatedness 1")
    /// Curves of a dozen models take some hundred kilobytes.
    public static let longestFile = 1 << 20
    /// Steps of a curve: more are no help to anybody.
    private static let mostSteps = 256

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
        guard [Self.format, Self.olderFormat].contains(record.format) else {
            throw FileProblem(path: path, reason: "its format is not \"\(Self.format)\"")
        }
        self.init(origin: record.origin)
        for (name, stored) in record.models {
            var model = try Self.model(stored, named: name, path)
            for (key, stored) in stored.variants ?? [:] {
                guard let kind = CollectionKind(rawValue: key), stored.variants == nil else {
                    throw FileProblem(path: path, reason: "\(key) is no kind of collection")
                }
                model = model.with(try Self.model(stored, named: name, path), for: kind)
            }
            self[model: name] = model
        }
    }

    private static func model(
        _ stored: Record.Model,
        named name: String,
        _ path: String
    ) throws(FileProblem) -> RelatednessModel {
        var model = RelatednessModel(bias: stored.bias, minimumProbability: stored.minimumProbability)
        guard stored.bias.isFinite, (0...1).contains(stored.minimumProbability) else {
            throw FileProblem(path: path, reason: "the numbers of \(name) are out of range")
        }
        func signal(_ key: String) throws(FileProblem) -> Signal {
            guard let signal = Signal(named: key) else {
                throw FileProblem(path: path, reason: "\(key) is no signal")
            }
            return signal
        }
        for (key, weight) in stored.weights ?? [:] {
            let signal = try signal(key)
            guard weight.isFinite, signal.bounds.contains(Double(weight)) else {
                throw FileProblem(path: path, reason: "the weight of \(key) for \(name) is out of range")
            }
            model[signal] = weight
        }
        for (key, curve) in stored.curves ?? [:] {
            let signal = try signal(key)
            let steps = zip(curve.adds, curve.adds.dropFirst()).map { Double($1 - $0) }
            guard (1...mostSteps).contains(curve.above.count), curve.adds.count == curve.above.count + 1,
                (curve.above + curve.adds).allSatisfy(\.isFinite),
                zip(curve.above, curve.above.dropFirst()).allSatisfy({ $0 < $1 }),
                steps.allSatisfy(signal.bounds.contains)
            else {
                throw FileProblem(path: path, reason: "the curve of \(key) for \(name) is out of range")
            }
            model[curve: signal] = SignalCurve(thresholds: curve.above, values: curve.adds)
        }
        return model
    }

    /// The file's bytes: the same for equal weights.
    public var json: [UInt8] {
        let record = Record(
            format: Self.format,
            models: models.mapValues { Self.record($0) },
            origin: origin
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Finite numbers and plain keys: encoding cannot fail.
        let pretty = Array((try? encoder.encode(record)) ?? Data())
        return Self.onOneLine(pretty) + [UInt8(ascii: "\n")]
    }

    private static func record(_ model: RelatednessModel) -> Record.Model {
        let weights = Signal.allCases.compactMap { signal in
            model[signal] == 0 ? nil : (signal.name, model[signal])
        }
        let curves = Signal.allCases.compactMap { signal in
            model[curve: signal].map { (signal.name, Record.Curve(above: $0.thresholds, adds: $0.values)) }
        }
        return Record.Model(
            bias: model.bias,
            minimumProbability: model.minimumProbability,
            weights: weights.isEmpty ? nil : Dictionary(uniqueKeysWithValues: weights),
            curves: curves.isEmpty ? nil : Dictionary(uniqueKeysWithValues: curves),
            variants: model.variants.isEmpty
                ? nil
                : Dictionary(uniqueKeysWithValues: model.variants.map { ($0.rawValue, record($1)) })
        )
    }

    /// JSON in which lists of numbers do not take a line a number.
    private static func onOneLine(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var isInString = false
        var isInNumbers = false
        for (position, byte) in json.enumerated() {
            if byte == UInt8(ascii: "\""), json[max(0, position - 1)] != UInt8(ascii: "\\") {
                isInString.toggle()
            }
            if !isInString {
                if byte == UInt8(ascii: "[") {
                    let next = json[(position + 1)...].first { $0 > 0x20 }
                    isInNumbers = next != UInt8(ascii: "{")
                } else if byte == UInt8(ascii: "]") {
                    isInNumbers = false
                } else if isInNumbers, byte <= 0x20 {
                    if json[position - 1] == UInt8(ascii: ",") { result.append(0x20) }
                    continue
                }
            }
            result.append(byte)
        }
        return result
    }
}
