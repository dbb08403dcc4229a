import Evaluation
import Experiments
import Foundation
import Platform
import Recommendation

/// What tuning brought, as JSON and for a terminal.
extension Tuning {
    private struct Record: Encodable {
        struct Weights: Encodable {
            var bias: Double
            var minimumProbability: Double
            var weights: [String: Double]
        }
        struct Side: Encodable {
            var measures: [String: Double]
            var calibrationError: Double
            var model: Weights
        }
        var corpora: [String]
        var queries, stories: Int
        var before, after: Side
        var difference, p: Double?
        var isBetter: Bool
    }

    func record() -> some Encodable {
        func side(_ method: EvaluationResult.Method, _ model: RelatednessModel, _ error: Double)
            -> Record.Side
        {
            let means = zip(result.measures, method.means).map { ($0.description, $1) }
            let weights = Signal.allCases.map { ($0.name, Double(model[$0])) }
            return Record.Side(
                measures: Dictionary(uniqueKeysWithValues: means),
                calibrationError: error,
                model: Record.Weights(
                    bias: Double(model.bias),
                    minimumProbability: model.minimumProbability,
                    weights: Dictionary(uniqueKeysWithValues: weights)
                )
            )
        }
        return Record(
            corpora: material.corpora,
            queries: result.queries.count,
            stories: result.stories,
            before: side(result.methods[1], before, calibrations.before.error),
            after: side(result.methods[0], after, calibrations.after.error),
            difference: result.comparisons.first?.difference,
            p: result.comparisons.first?.p,
            isBetter: isBetter
        )
    }

    /// Before and after for a terminal, and the weights.
    func table() -> String {
        let style = Style.output
        var rows = [
            style.bold(material.corpora.joined(separator: ", ").singleLine)
                + ": \(result.queries.count.counted("query", "queries")) in "
                + result.stories.counted("story", "stories")
                + ", each ranked by weights that did not learn from it", "",
        ]
        let names = result.measures.map(\.description)
        rows.append(
            style.dim(
                "weights".padded(to: 8) + names[0].padded(to: 19)
                    + names.dropFirst().map { $0.padded(to: max(4, $0.count)) + "  " }.joined() + "ECE"
            )
        )
        for (number, calibration) in [(1, calibrations.before), (0, calibrations.after)] {
            let method = result.methods[number]
            let interval = method.intervals[0].map { " [\($0.low.figure), \($0.high.figure)]" } ?? ""
            var row = method.name.padded(to: 8) + (method.means[0].figure + interval).padded(to: 19)
            for (name, mean) in zip(names, method.means).dropFirst() {
                row += mean.figure.padded(to: max(4, name.count)) + "  "
            }
            rows.append(row + calibration.error.figure)
        }
        if let comparison = result.comparisons.first {
            let interval =
                comparison.interval.map { " [\($0.low.signedFigure), \($0.high.signedFigure)]" } ?? ""
            rows += [
                "",
                "after − before  \(comparison.difference.signedFigure)\(interval), "
                    + String(format: "p %.4f", comparison.p) + " by randomisation",
            ]
        }
        rows += ["", style.dim("signal            before     after")]
        for signal in Signal.allCases where before[signal] != 0 || after[signal] != 0 {
            rows.append(weightRow(signal.name, before[signal], after[signal]))
        }
        rows.append(weightRow("base", before.bias, after.bias))
        rows.append(
            weightRow(
                "min-probability",
                Float(before.minimumProbability),
                Float(after.minimumProbability)
            )
        )
        return rows.map { $0 + "\n" }.joined()
    }

    private func weightRow(_ name: String, _ before: Float, _ after: Float) -> String {
        name.padded(to: 16) + String(format: "  %8.2f  %8.2f", before, after)
    }
}
