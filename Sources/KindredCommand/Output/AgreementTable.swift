import Evaluation
import Experiments
import Foundation
import Platform

/// The agreement of two judges, for a terminal.
extension JudgeAgreement {
    /// Shares and kappas, who said what how often, and the first pairs on which they differ.
    func table() -> String {
        let style = Style.output
        func row(_ name: String, _ figure: Agreement.Figure) -> String {
            name.padded(to: 20) + String(format: "%5.1f %%  ", 100 * figure.share)
                + (figure.kappa.map { String(format: "%6.3f", $0) } ?? "     –")
        }
        var rows = [
            "\(agreement.pairs.counted("pair")) judged by both; \(agreement.onlyFirst.grouped) only in "
                + "\(first.singleLine), \(agreement.onlySecond.grouped) only in \(second.singleLine)",
            "", style.dim("".padded(to: 20) + "   same   kappa"),
            row("label (2 1 0 t c)", agreement.labels), row("related or not", agreement.verdict), "",
            style.dim("first \\ second" + Label.allCases.map { $0.rawValue.leftPadded(to: 6) }.joined()),
        ]
        for label in Label.allCases {
            let counts = Label.allCases.map { String(agreement.count(label, $0)).leftPadded(to: 6) }
            rows.append(label.rawValue.padded(to: 14) + counts.joined())
        }
        if !agreement.differences.isEmpty { rows += ["", style.dim("where they differ:")] }
        for difference in agreement.differences.prefix(Self.mostDifferences) {
            rows.append(
                "\(difference.first.rawValue) \(difference.second.rawValue)  "
                    + "\(difference.query)  \(difference.document)".singleLine
            )
        }
        let rest = agreement.differences.count - Self.mostDifferences
        if rest > 0 { rows.append(style.dim("and \(rest.grouped) more; --json has all")) }
        return rows.map { $0 + "\n" }.joined()
    }

    private static let mostDifferences = 20
}

extension String {
    fileprivate func leftPadded(to columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - printedWidth)) + self
    }
}
