import Evaluation
import Experiments
import Foundation
import Platform
import Recommendation

/// What tuning brought, for a terminal.
extension Tuning {
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
                "weights".padded(to: 8) + names[0].padded(to: 22)
                    + names.dropFirst().map { $0.padded(to: max(4, $0.count)) + "  " }.joined() + "ECE"
            )
        )
        for (number, calibration) in [(1, calibrations.before), (0, calibrations.after)] {
            let method = result.methods[number]
            let interval = method.intervals[0].map { " [\($0.low.figure), \($0.high.figure)]" } ?? ""
            var row = method.name.padded(to: 8) + (method.means[0].figure + interval).padded(to: 22)
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
        rows += [
            "",
            style.dim(
                "how much a signal moves the log-odds from its lowest to its highest step, or its weight"
            ),
        ]
        rows.append(style.dim("signal                  before     after"))
        for signal in Signal.allCases {
            let (old, new) = (before.reach(of: signal), after.reach(of: signal))
            if old != 0 || new != 0 { rows.append(weightRow(signal.name, old, new)) }
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
        name.padded(to: 22) + String(format: "  %8.2f  %8.2f", before, after)
    }
}
