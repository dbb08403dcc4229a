import Foundation
import TestSupport
import Testing

@testable import Semantic

/// A text with the vector that the original software gives it.
struct ReferenceVector: Decodable, Sendable {
    let text: String
    let vector: [Float]

    static func load(_ path: String) throws -> [ReferenceVector] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference/" + path)
        return try JSONDecoder().decode([ReferenceVector].self, from: try Data(contentsOf: url))
    }
}

/// The cosine in double precision, so that what is measured is the vectors' error and not its own.
func exactCosine(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    func product(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
}

/// Models of a few kilobytes with random weights, made by Reference/make-tiny-models.py.
enum TinyModel: String, CaseIterable, Sendable {
    case mean = "mean-bf16"
    case firstToken = "cls-f16"
    case dense = "dense-prefixed"
    case prompted
    case roberta
    case token = "static"

    static let transformers: [TinyModel] = [.mean, .firstToken, .dense, .prompted, .roberta]

    var folder: String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Reference/tiny/" + rawValue).path
    }

    func references() throws -> [ReferenceVector] {
        try ReferenceVector.load("tiny/\(rawValue)/reference.json")
    }

    func load(_ precision: Precision = .float32) throws -> any EmbeddingModel {
        try ModelCatalogue.referenceModel(at: .init(name: rawValue, folder: folder), precision: precision)
    }

    /// A copy to damage.
    func copy() throws -> ModelCopy { try ModelCopy(of: folder) }
}

/// A model's folder that a test may change.
struct ModelCopy {
    let folder: TemporaryFolder

    init(of original: String) throws {
        folder = try TemporaryFolder()
        for path in try FileManager.default.subpathsOfDirectory(atPath: original) {
            let url = URL(filePath: original + "/" + path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile ?? false else {
                continue
            }
            try folder.write(path, try Data(contentsOf: url))
        }
    }

    func load(_ precision: Precision = .float32) throws -> any EmbeddingModel {
        try ModelCatalogue.referenceModel(at: .init(name: "copy", folder: folder.path), precision: precision)
    }

    /// What loading says is wrong; nil where it finds nothing.
    func problem(_ precision: Precision = .float32) throws -> ModelError? {
        do {
            _ = try load(precision)
            return nil
        } catch let error as ModelError { return error }
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path(name)) }

    /// Sets keys of a JSON file that holds an object; `NSNull` removes one.
    func set(_ values: [String: Any], in name: String = "config.json") throws {
        let old = (try? folder.bytes(name)).map { Data($0) }
        var object =
            try old.map { try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:] } ?? [:]
        for (key, value) in values { object[key] = value is NSNull ? nil : value }
        try folder.write(name, try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
    }
}

/// A safetensors file to take apart and put together, right or wrong.
struct TensorFile {
    /// By name: dtype, shape, data_offsets.
    var header: [String: Any]
    var data: [UInt8]

    init(_ bytes: [UInt8]) throws {
        let length = Int(bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        let object = try JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)]))
        header = try #require(object as? [String: Any])
        data = Array(bytes[(8 + length)...])
    }

    /// An empty file.
    init() {
        header = [:]
        data = []
    }

    mutating func append(_ name: String, _ dtype: String, _ shape: [Int], _ bytes: [UInt8]) {
        header[name] = [
            "dtype": dtype, "shape": shape, "data_offsets": [data.count, data.count + bytes.count],
        ]
        data += bytes
    }

    mutating func append(_ name: String, _ shape: [Int], _ values: [Float]) {
        append(name, "F32", shape, values.flatMap { littleEndian($0.bitPattern) })
    }

    /// Changes one value of an array's entry.
    mutating func set(_ key: String, of name: String, _ value: Any) throws {
        var entry = try #require(header[name] as? [String: Any])
        entry[key] = value
        header[name] = entry
    }

    func offsets(of name: String) throws -> Range<Int> {
        let entry = try #require(header[name] as? [String: Any])
        let offsets = try #require(entry["data_offsets"] as? [Int])
        return offsets[0]..<offsets[1]
    }

    var bytes: [UInt8] {
        get throws {
            let json = Array(try JSONSerialization.data(withJSONObject: header, options: .sortedKeys))
            return littleEndian(UInt64(json.count)) + json + data
        }
    }
}

func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}
