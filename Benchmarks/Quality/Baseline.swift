import Foundation

/// The committed figures that quality must not fall below.
struct Baseline: Codable {
    struct Corpus: Codable {
        /// What half a story is worth. The rankings are deterministic, so nothing should change by chance but a
        /// tie that falls otherwise on another machine; all else is a change that somebody made.
        var noise: Double
        /// Value by measure by method.
        var methods: [String: [String: Double]]

        init(_ evaluation: Evaluation) {
            noise = Self.rounded(0.5 / Double(max(1, evaluation.stories)))
            methods = [:]
            for method in evaluation.methods {
                methods[method.name] = method.measures.mapValues(Self.rounded)
            }
            if let lists = evaluation.lists { methods["lists"] = Self.figures(of: lists) }
        }

        /// What lists are like, turned so that more is better.
        private static func figures(of lists: Evaluation.Lists) -> [String: Double] {
            var figures = ["articles in any list": rounded(lists.coverage)]
            figures["three entries or more"] = rounded(1 - lists.shortShare)
            figures["no duplicates"] = rounded(
                1 - Double(lists.duplicateEntries) / Double(max(1, lists.entries))
            )
            if let share = lists.unrelatedShare { figures["not graded 0"] = rounded(1 - share) }
            return figures
        }

        private static func rounded(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
    }

    var corpora: [String: Corpus] = [:]

    /// Reads the file; there may be none yet.
    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        self = try JSONDecoder().decode(Baseline.self, from: Data(contentsOf: URL(filePath: path)))
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(filePath: path))
    }

    /// What changed against the baseline, a line each, and whether anything fell by more than its noise.
    func comparison(with measured: [(name: String, evaluation: Evaluation)]) -> ([String], hasFailed: Bool) {
        var lines: [String] = []
        var hasFailed = false
        var count = 0
        for (corpus, evaluation) in measured {
            guard let expected = corpora[corpus] else {
                lines.append("FAILED \(corpus): no baseline; make one by `make quality-baseline`")
                hasFailed = true
                continue
            }
            let now = Corpus(evaluation).methods
            for (method, figures) in expected.methods.sorted(by: { $0.key < $1.key }) {
                for (measure, before) in figures.sorted(by: { $0.key < $1.key }) {
                    count += 1
                    guard let value = now[method]?[measure] else {
                        lines.append("FAILED \(corpus), \(method), \(measure): not measured any more")
                        hasFailed = true
                        continue
                    }
                    let isLoss = value < before - expected.noise
                    hasFailed = hasFailed || isLoss
                    // Half a unit in the last figure of the table is no change to speak of.
                    guard isLoss || abs(value - before) >= 0.0005 else { continue }
                    lines.append(
                        (isLoss ? "FAILED " : "       ") + "\(corpus), \(method), \(measure): "
                            + String(format: "%.4f, was %.4f (noise %.4f)", value, before, expected.noise)
                    )
                }
            }
        }
        lines.append(
            hasFailed
                ? "Quality fell below the baseline."
                : "\(count) figures, none below its baseline by more than its noise."
        )
        return (lines, hasFailed)
    }
}
