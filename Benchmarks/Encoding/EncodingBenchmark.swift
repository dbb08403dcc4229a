import Foundation
import Semantic

/// Times how fast models turn texts into vectors, in one process, on all cores.
///
///     swift run -c release EncodingBenchmark TEXTS MODEL...
///
/// `TEXTS` has one text a line; a model is a name or a folder, with `:float32` behind it for exact arithmetic.
/// Prints a line a model: name, texts, seconds to load it, seconds for all texts. `compare.py` beside this
/// file runs it in turn with other programs.
@main
enum EncodingBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first, arguments.count > 1 else {
            print("usage: EncodingBenchmark TEXTS MODEL[:float32]...")
            exit(EX_USAGE)
        }
        let texts = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        let clock = ContinuousClock()
        for name in arguments.dropFirst() {
            let parts = name.split(separator: ":")
            let precision = parts.count > 1 ? Precision(rawValue: String(parts[1])) ?? .int8 : .int8
            let start = clock.now
            let model = try ModelCatalogue().model(named: String(parts[0]), precision: precision)
            let loaded = clock.now
            // A first part warms the caches and is not counted.
            _ = model.embed(Array(texts.prefix(64)))
            let warm = clock.now
            _ = model.embed(texts)
            let seconds = [loaded - start, clock.now - warm].map { String(format: "%.4f", $0 / .seconds(1)) }
            print("\(name)\t\(texts.count)\t\(seconds.joined(separator: "\t"))")
        }
    }
}
