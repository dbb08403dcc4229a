import Foundation
import Kernels
package import Platform

/// Why a training cannot be continued.
package enum TrainingCheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(FileError)
    /// The file is not what was written.
    case damaged(path: String, reason: String)
    /// The file belongs to another training.
    case differs(path: String, what: String)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .damaged(let path, let reason):
            "\(path) is damaged (\(reason)); delete it to start from the beginning"
        case .differs(let path, let what):
            "\(path) belongs to a training with \(what); repeat that command, or delete the file to start anew"
        }
    }
}

/// A training between two steps, as a file.
///
/// Layout, little-endian: 8 bytes "KNDLTRN1"; length of the header, UInt64; header, JSON; token vectors and
/// moments, float32; FNV-1a of all before, UInt64.
package struct TrainingCheckpoint: Sendable {
    let origin: TrainingOrigin
    let step: Int
    let heldOutLosses: [Double]
    /// As in ``TrainedTokenTable``.
    let values: [Float]
    /// Where it was read from; empty for one made in memory.
    let path: String

    /// Its name in the folder of the model that is trained.
    package static let fileName = "training.checkpoint"

    private static let signature = Array("KNDLTRN1".utf8)
    /// A table of 1,000,000 tokens x 512 dimensions and its moments, with room for the header.
    private static let byteLimit = 6_200_000_000
    private static let headerLimit = 1 << 20

    private struct Header: Codable {
        var origin: TrainingOrigin
        var step: Int
        /// Bit patterns: decimal digits might not come back the same.
        var heldOutLosses: [UInt64]
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: ``TrainingCheckpointError``.
    package init(contentsOf path: String) throws(TrainingCheckpointError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readFile(path, limit: Self.byteLimit).bytes
        } catch {
            throw .unreadable(error)
        }
        guard bytes.starts(with: Self.signature) else {
            throw .damaged(path: path, reason: "it is no checkpoint of this version")
        }
        guard bytes.count >= 24, contentHash(Array(bytes.dropLast(8))) == Self.integer(bytes.suffix(8)) else {
            throw .damaged(path: path, reason: "its checksum is wrong")
        }
        let length = Self.integer(bytes[8..<16])
        guard length <= Self.headerLimit, 24 + Int(length) <= bytes.count,
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[16..<16 + Int(length)])),
            header.step >= 0
        else { throw .damaged(path: path, reason: "its header cannot be read") }
        origin = header.origin
        step = header.step
        heldOutLosses = header.heldOutLosses.map { Double(bitPattern: $0) }
        values = floats(littleEndian: bytes[(16 + Int(length))..<bytes.count - 8])
        self.path = path
    }

    /// Writes the checkpoint; the file there is whole at every instant.
    package func write(_ path: String) throws(FileError) {
        let header = Header(origin: origin, step: step, heldOutLosses: heldOutLosses.map(\.bitPattern))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Integers, strings and finite floats always encode.
        let json = (try? encoder.encode(header)) ?? Data()
        var bytes = Self.signature
        bytes.reserveCapacity(24 + json.count + 4 * values.count)
        bytes += Self.bytes(UInt64(json.count))
        bytes += json
        bytes += littleEndianBytes(values)
        bytes += Self.bytes(contentHash(bytes))
        try writeFile(path, bytes)
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
