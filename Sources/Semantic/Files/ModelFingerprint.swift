import Foundation
import Kernels
import Platform

/// A hash that tells one model's files from another's.
///
/// Settings and vocabulary count whole; of the weights, which may be large, evenly spread samples: training
/// changes all of them.
struct ModelFingerprint {
    let value: UInt64

    private static let samples = 1024
    private static let sampleBytes = 64

    /// - Parameters:
    ///   - modules: folders inside `folder` with settings and weights of their own.
    ///   - salt: what else the vectors depend on.
    init(folder: String, modules: [String], salt: String) throws(ModelError) {
        var hashed = Array(salt.utf8)
        let settings =
            [
                "config.json", "modules.json", "sentence_bert_config.json",
                "config_sentence_transformers.json",
                "vocab.txt", "tokenizer.json", "tokenizer_config.json",
            ] + modules.flatMap { ["\($0)/config.json", "\($0)/model.safetensors"] }
        let limit = 64 << 20
        for name in settings where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            do {
                let bytes = try readFile("\(folder)/\(name)", limit: limit).bytes
                hashed += contentHash(bytes).littleEndianBytes
            } catch {
                throw ModelError(error, limit: limit)
            }
        }
        do {
            let weights = try MappedFile(folder + "/model.safetensors", limit: 4 << 30)
            let step = max(Self.sampleBytes, weights.count / Self.samples)
            for start in stride(from: 0, to: weights.count, by: step) {
                hashed += weights.bytes(at: start..<min(weights.count, start + Self.sampleBytes))
            }
            hashed += UInt64(weights.count).littleEndianBytes
        } catch {
            throw ModelError(error, limit: 4 << 30)
        }
        value = contentHash(hashed)
    }
}

extension UInt64 {
    var littleEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
