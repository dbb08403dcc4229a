import Foundation
import Kernels
package import Platform

/// A file of named arrays of numbers, memory-mapped.
///
/// Format: https://huggingface.co/docs/safetensors — the length of a JSON header in 8 bytes, the header, the
/// numbers row-major and little-endian. Everything in the header is checked before it is believed.
package struct SafeTensors: Sendable {
    /// A kind of number that models are stored in.
    package enum ElementType: String, Sendable {
        case float32 = "F32"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int8 = "I8"

        /// Bytes a number.
        var size: Int {
            switch self {
            case .float32: 4
            case .float16, .bfloat16: 2
            case .int8: 1
            }
        }
    }

    /// An array in the file.
    package struct Tensor: Sendable {
        package let type: ElementType
        package let shape: [Int]
        /// Where its numbers lie in the file.
        let bytes: Range<Int>
    }

    package let file: MappedFile
    /// The arrays of the types known here; a file may hold others, such as position numbers.
    package let tensors: [String: Tensor]
    /// The types of the arrays that cannot be read.
    private let otherTypes: [String: String]

    /// Larger files hold models for other machines than a laptop.
    private static let sizeLimit = 4 << 30
    /// The format's own limit is 100 MB; a model of ten thousand arrays needs 2.
    private static let headerLimit = 16 << 20

    private struct HeaderEntry: Decodable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype
            case shape
            case offsets = "data_offsets"
        }
    }

    /// Reads the header of the file at `path`.
    ///
    /// - Throws: ``ModelError`` where it is no such file, or is cut short.
    package init(_ path: String) throws(ModelError) {
        do {
            file = try MappedFile(path, limit: Self.sizeLimit)
        } catch {
            throw ModelError(error, limit: Self.sizeLimit)
        }
        guard file.count >= 8 else { throw ModelError(path, "too short for a safetensors file") }
        let length = file.bytes(at: 0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Self.headerLimit) else { throw ModelError(path, "not a safetensors file") }
        let start = 8 + Int(length)
        guard start <= file.count else {
            throw ModelError(path, "cut short: the header needs \(start) bytes, the file has \(file.count)")
        }
        let header: [String: Entry]
        do {
            header = try JSONDecoder().decode([String: Entry].self, from: Data(file.bytes(at: 8..<start)))
        } catch {
            throw ModelError(path, "the header is no JSON of a safetensors file")
        }
        var tensors: [String: Tensor] = [:]
        var otherTypes: [String: String] = [:]
        for (name, entry) in header.sorted(by: { $0.key < $1.key }) where name != "__metadata__" {
            guard case .tensor(let entry) = entry else {
                throw ModelError(path, "the header says of \(name) other than dtype, shape and data_offsets")
            }
            guard let type = ElementType(rawValue: entry.dtype) else {
                otherTypes[name] = entry.dtype
                continue
            }
            tensors[name] = try Self.tensor(name, entry, type, in: start..<file.count, of: path)
        }
        let placed = tensors.sorted { $0.value.bytes.lowerBound < $1.value.bytes.lowerBound }
        for (earlier, later) in zip(placed, placed.dropFirst())
        where later.value.bytes.lowerBound < earlier.value.bytes.upperBound {
            throw ModelError(path, "\(earlier.key) and \(later.key) overlap, expected each in its own bytes")
        }
        self.tensors = tensors
        self.otherTypes = otherTypes
    }

    private enum Entry: Decodable {
        case tensor(HeaderEntry)
        case metadata

        init(from decoder: any Decoder) throws {
            self = (try? HeaderEntry(from: decoder)).map { .tensor($0) } ?? .metadata
        }
    }

    private static func tensor(
        _ name: String,
        _ entry: HeaderEntry,
        _ type: ElementType,
        in data: Range<Int>,
        of path: String
    ) throws(ModelError) -> Tensor {
        var size = type.size
        for extent in entry.shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflows else { throw ModelError(path, "\(name) has a wrong shape") }
            size = product
        }
        guard entry.offsets.count == 2, entry.offsets[0] >= 0,
            entry.offsets[1] >= entry.offsets[0],
            entry.offsets[1] - entry.offsets[0] == size
        else { throw ModelError(path, "\(name) has other bytes than its shape needs") }
        guard entry.offsets[1] <= data.count else {
            throw ModelError(
                path,
                "cut short: \(name) ends \(entry.offsets[1]) bytes behind the header, "
                    + "the file \(data.count)"
            )
        }
        let bytes = (data.lowerBound + entry.offsets[0])..<(data.lowerBound + entry.offsets[1])
        return Tensor(type: type, shape: entry.shape, bytes: bytes)
    }

    /// Whether there is an array called `name`, of whatever type.
    func contains(_ name: String) -> Bool { tensors[name] != nil || otherTypes[name] != nil }

    /// The array called `name`.
    ///
    /// - Throws: ``ModelError`` where it is missing, or of a type that is not read.
    func tensor(_ name: String) throws(ModelError) -> Tensor {
        if let tensor = tensors[name] { return tensor }
        guard let type = otherTypes[name] else { throw ModelError(file.path, "\(name) is missing") }
        throw ModelError(
            file.path,
            "\(name) is of type \(type.prefix(20)), expected F32, F16, BF16 or I8",
            remedy: "choose another model"
        )
    }

    /// The array called `name`, which must have `shape`.
    ///
    /// - Throws: ``ModelError`` that says what was expected and what is there.
    package func tensor(_ name: String, shape: [Int]) throws(ModelError) -> Tensor {
        let tensor = try tensor(name)
        guard tensor.shape == shape else {
            throw ModelError(
                file.path,
                "\(name) has the shape \(tensor.shape), expected \(shape) by config.json",
                remedy: "use weights and config.json of one model"
            )
        }
        return tensor
    }

    /// The numbers of an array, converted; int8 values as they are, without their scale.
    ///
    /// - Complexity: O(numbers).
    package func floats(_ tensor: Tensor) -> [Float] {
        switch tensor.type {
        case .float32 where tensor.bytes.lowerBound.isMultiple(of: 4):
            return file.withNumbers(Float.self, at: tensor.bytes) { numbers in
                numbers.indices.map { numbers[$0] }
            }
        case .float32:
            return words(tensor, size: 4).map { Float(bitPattern: $0) }
        case .float16:
            return words(tensor, size: 2).map { Self.float(half: $0) }
        case .bfloat16:
            return words(tensor, size: 2).map { Float(bitPattern: $0 << 16) }
        case .int8:
            return file.bytes(at: tensor.bytes).map { Float(Int8(bitPattern: $0)) }
        }
    }

    /// Refuses an array that holds an infinity or a NaN, which would spread to all vectors.
    ///
    /// - Complexity: O(numbers).
    func requireFinite(_ values: Span<Float>, _ name: String) throws(ModelError) {
        // Without a branch in it, the loop takes several numbers at a time.
        var isFinite = true
        for i in values.indices { isFinite = values[i].isFinite && isFinite }
        guard isFinite else { throw ModelError(file.path, "\(name) holds numbers that are not finite") }
    }

    /// Little-endian words of `size` bytes.
    private func words(_ tensor: Tensor, size: Int) -> [UInt32] {
        let bytes = file.bytes(at: tensor.bytes)
        return stride(from: 0, to: bytes.count, by: size).map { start in
            (0..<size).reversed().reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
        }
    }

    /// An IEEE 754 half-precision number.
    private static func float(half bits: UInt32) -> Float {
        let sign = (bits & 0x8000) << 16
        let exponent = (bits >> 10) & 0x1F
        let fraction = bits & 0x3FF
        switch exponent {
        case 0:
            let magnitude = Float(fraction) / 16_777_216
            return sign == 0 ? magnitude : -magnitude
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
