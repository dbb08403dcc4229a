import Foundation
import FuzzSupport

@testable import Semantic

/// Folders of models, of which one file is another: the model is refused, or makes finite vectors of length 1.
///
/// The first byte says which file: of the tests' models, or of those in the folder that KINDRED_FUZZ_MODELS names.
enum ModelsFuzzing {
    private static let copy = InputFile("models").path

    /// The files of a copy of all models, which are written over and put back.
    private static let targets: [(model: String, file: String, bytes: [UInt8])] = {
        let source =
            ProcessInfo.processInfo.environment["KINDRED_FUZZ_MODELS"] ?? "Tests/SemanticTests/Reference/tiny"
        let files = FileManager.default
        try? files.removeItem(atPath: copy)
        guard (try? files.copyItem(atPath: source, toPath: copy)) != nil else {
            fatalError("no models in \(source)")
        }
        return (files.subpaths(atPath: copy) ?? []).sorted().compactMap { path in
            guard let bytes = files.contents(atPath: "\(copy)/\(path)"), !path.hasSuffix("reference.json"),
                let model = path.split(separator: "/").first
            else { return nil }
            return (String(model), "\(copy)/\(path)", [UInt8](bytes))
        }
    }()

    static func check(_ bytes: [UInt8]) throws {
        guard let first = bytes.first, bytes.count > 3 else { return }
        let target = targets[Int(first) % targets.count]
        // All of the file, or some bytes of it from a place on: most of a file of weights are numbers.
        var content = Array(bytes.dropFirst(3))
        if bytes[1] >= 128 {
            let start = (Int(bytes[1] & 127) * 256 + Int(bytes[2])) % max(1, target.bytes.count)
            var old = target.bytes
            for (offset, byte) in content.enumerated() where start + offset < old.count {
                old[start + offset] = byte
            }
            content = old
        }
        let written = InputFile("unused")
        written.write(content, to: target.file)
        defer { written.write(target.bytes, to: target.file) }
        let entry = ModelCatalogue.Entry(name: target.model, folder: "\(copy)/\(target.model)")
        let model = try ModelCatalogue.model(at: entry)
        let vectors = model.embed(["the quick fox", "", "Überraschung 7"])
        must(vectors.count == 3 * model.dimension, "\(vectors.count) numbers")
        must(vectors.allSatisfy(\.isFinite), "a number of a vector is none")
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: ModelsFuzzing.check)
}
