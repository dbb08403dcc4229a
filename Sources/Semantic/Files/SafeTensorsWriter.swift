import Foundation
import Kernels
package import Platform

/// Writes named arrays of numbers as a safetensors file.
///
/// Format: https://huggingface.co/docs/safetensors — the length of a JSON header in 8 bytes, the header, the
/// numbers row-major and little-endian. The header ends in spaces so that the numbers begin at a multiple of
/// 64 bytes, where any instruction can read them from a mapped file.
package struct SafeTensorsWriter: Sendable {
    private struct Entry: Encodable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    private enum Content: Encodable {
        case tensor(Entry)
        case metadata([String: String])

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .tensor(let entry): try entry.encode(to: encoder)
            case .metadata(let texts): try texts.encode(to: encoder)
            }
        }
    }

    private static let alignment = 64
    private var header: [String: Content] = [:]
    private var data: [UInt8] = []

    /// - Parameter metadata: texts about the file, for people.
    package init(metadata: [String: String]) {
        if !metadata.isEmpty { header["__metadata__"] = .metadata(metadata) }
    }

    /// Adds an array of 8-bit integers; `shape` names as many as `values` has.
    package mutating func add(_ name: String, _ values: [Int8], shape: [Int]) {
        precondition(shape.reduce(1, *) == values.count, "the shape has another number of elements")
        add(name, "I8", shape, values.map { UInt8(bitPattern: $0) })
    }

    /// Adds an array of float32; `shape` names as many as `values` has.
    package mutating func add(_ name: String, _ values: [Float], shape: [Int]) {
        precondition(shape.reduce(1, *) == values.count, "the shape has another number of elements")
        add(name, "F32", shape, littleEndianBytes(values))
    }

    private mutating func add(_ name: String, _ type: String, _ shape: [Int], _ bytes: [UInt8]) {
        precondition(header[name] == nil && name != "__metadata__", "each array has its own name")
        while !data.count.isMultiple(of: Self.alignment) { data.append(0) }
        let offsets = [data.count, data.count + bytes.count]
        header[name] = .tensor(Entry(dtype: type, shape: shape, offsets: offsets))
        data += bytes
    }

    /// The file's bytes; the same arrays and metadata give the same.
    package var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and integers always encode.
        var json = Array((try? encoder.encode(header)) ?? Data())
        while !(8 + json.count).isMultiple(of: Self.alignment) { json.append(0x20) }
        let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
        return length + json + data
    }

    /// Writes the file; the one there is whole at every instant.
    package func write(to path: String) throws(FileError) { try writeFile(path, bytes) }
}
