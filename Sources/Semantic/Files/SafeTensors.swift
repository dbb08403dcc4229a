import Foundation
package import Kernels

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

    /// Larger files hold models for other machines than a laptop.
    private static let sizeLimit = 4 << 30
    /// The format's own limit is 100 MB; a model of ten thousand arrays needs 2.
    private static let headerLimit = 16 << 20

    private struct HeaderEntry: Decodable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]  // swift-format-ignore: AlwaysUseLowerCamelCase
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
        for (name, entry) in header.sorted(by: { $0.key < $1.key }) {
            guard case .tensor(let entry) = entry, let type = ElementType(rawValue: entry.dtype) else { continue }
            tensors[name] = try Self.tensor(name, entry, type, in: start..<file.count, of: path)
        }
        self.tensors = tensors
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
        guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
            entry.data_offsets[1] >= entry.data_offsets[0],
            entry.data_offsets[1] - entry.data_offsets[0] == size
        else { throw ModelError(path, "\(name) has other bytes than its shape needs") }
        guard entry.data_offsets[1] <= data.count else {
            throw ModelError(
                path,
                "cut short: \(name) ends at byte \(data.lowerBound + entry.data_offsets[1]), "
                    + "the file at \(data.upperBound)"
            )
        }
        let bytes = (data.lowerBound + entry.data_offsets[0])..<(data.lowerBound + entry.data_offsets[1])
        return Tensor(type: type, shape: entry.shape, bytes: bytes)
    }

    /// The array called `name`, which must have `shape`.
    ///
    /// - Throws: ``ModelError`` that says what was expected and what is there.
    package func tensor(_ name: String, shape: [Int]) throws(ModelError) -> Tensor {
        guard let tensor = tensors[name] else { throw ModelError(file.path, "\(name) is missing") }
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
