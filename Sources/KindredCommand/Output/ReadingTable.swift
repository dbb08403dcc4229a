import Evaluation
import Experiments
import Foundation
import Platform

extension ExperimentOutcome {
    /// What the lists of the judged queries are worth to readers, and what they would be with other cut-offs.
    func readingRows(_ reading: ListReading, _ style: Style) -> [String] {
        let figures = reading.figures
        var rows = [
            style.dim(
                "lists as readers see them (\(figures.queries.counted("judged query", "judged queries")), "
                    + "--limit \(reading.limit)):"
            ),
            style.dim(header),
            row("\(listMinimumProbability.short) (now)", figures),
        ]
        let intervals = [("right", reading.intervals.right), ("filled", reading.intervals.filled)]
            .compactMap { name, interval in interval.map { "\(name) [\($0.low.figure), \($0.high.figure)]" } }
        if !intervals.isEmpty {
            let drawn = reading.drawsStories ? "stories" : "queries, as one story has most of them"
            rows.append(style.dim("  95 % intervals: \(intervals.joined(separator: ", ")), by \(drawn)"))
        }
        for (wanted, point) in reading.fullest {
            let name = "right ≥ \(wanted.figure.dropLast())"
            guard let point else {
                rows.append(style.dim("\(name): with no cut-off"))
                continue
            }
            rows.append(row("\(point.cut.short), \(name)", point.figures))
        }
        if !reading.tellsWrong {
            rows.append(style.dim("No entry is judged wrong, so that \"right\" says nothing here."))
        }
        return rows
    }

    private static let columns = ["entries", "judged", "right", "same", "twin", "copy", "filled", "empty"]
    private static let nameWidth = 20

    private var header: String {
        "cut-off".padded(to: Self.nameWidth)
            + Self.columns.map { "  " + $0.padded(to: max(5, $0.count)) }.joined()
            + " (though related exist)"
    }

    private func row(_ name: String, _ figures: ListFigures) -> String {
        let shares = [
            figures.judgedShare, figures.rightShare, figures.sameShare, figures.twinShare, figures.copyShare,
            figures.filledShare,
        ]
        let texts =
            [figures.entries.grouped] + shares.map { $0?.figure ?? "–" }
            + ["\(figures.empty.grouped) (\(figures.missed.grouped))"]
        return name.padded(to: Self.nameWidth)
            + zip(Self.columns, texts).map { "  " + $1.padded(to: max(5, $0.count)) }.joined()
    }
}

extension Double {
    /// A probability as people write it, with three places at most.
    var short: String {
        let text = String(format: "%.3f", self)
        return text.contains(".") ? text.replacing(/\.?0+$/, with: "") : text
    }
}
