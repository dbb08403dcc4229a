import Archive
import Corpus
import Foundation
import Platform
import Recommendation

/// Why two articles are related, or not, as a table for people.
struct ExplanationTable {
    private let explanation: Explanation
    private let verdict: Verdict
    private let minimumProbability: Double
    private let articleCount: Int

    init(
        _ explanation: Explanation,
        _ verdict: Verdict,
        minimumProbability: Double,
        articleCount: Int
    ) {
        self.explanation = explanation
        self.verdict = verdict
        self.minimumProbability = minimumProbability
        self.articleCount = articleCount
    }

    func text() -> String {
        let style = Style.output
        var rows = [explanation.first, explanation.second].map { style.bold($0.title.singleLine) }
        if let days = explanation.daysApart { rows.append(String(format: "%.1f days apart", days)) }
        rows.append("In the list of the first: \(verdict.sentence(minimumProbability))")
        rows.append("")
        rows += reasonRows(style)
        rows.append("")
        rows += termRows(style)
        return rows.map { $0 + "\n" }.joined()
    }

    private func reasonRows(_ style: Style) -> [String] {
        let reasons = explanation.reasons
        let width = SignalKind.allCases.map(\.title.count).max() ?? 0
        let rows = SignalKind.allCases.compactMap { kind in
            reasons.contributions[kind].map { value in
                kind.title.padded(to: width) + String(format: "  %+7.2f", value)
            }
        }
        let sum = String(format: "  %+7.2f", explanation.logOdds)
        let percent = String(format: "%.1f %%", 100 * explanation.probability)
        return [style.dim("".padded(to: width) + "  log-odds")] + rows
            + [style.bold("together".padded(to: width)) + sum + "  " + style.green("probability \(percent)")]
    }

    /// The shared terms and what each adds to their cosine.
    private func termRows(_ style: Style) -> [String] {
        guard !explanation.terms.isEmpty else { return ["They share no word."] }
        let cosine = explanation.terms.reduce(0) { $0 + $1.contribution }
        let width = max(6, explanation.terms.map(\.term.printedWidth).max() ?? 0)
        return [style.dim("word".padded(to: width) + "    adds  share  in articles")]
            + explanation.terms.map { term in
                let share = cosine > 0 ? 100 * term.contribution / cosine : 0
                return term.term.singleLine.padded(to: width)
                    + String(format: "  %.4f  %4.0f%%  ", term.contribution, share)
                    + "\(term.documentFrequency.grouped) of \(articleCount.grouped)"
            }
    }
}
