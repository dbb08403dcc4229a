import Archive
import Corpus
import Evaluation
import Experiments
import Foundation
import Platform
import Recommendation

extension ExperimentOutcome {
    /// What was measured, in one line.
    var summary: String {
        var text = "\(articles.count.counted("article")), \(result.queries.count.counted("query", "queries"))"
        text += " in \(result.stories.counted("story", "stories"))"
        if let split { text += " (\(split.rawValue))" }
        if undated > 0 { text += ", \(undated.counted("query", "queries")) without a date left out" }
        text += "; means over \(result.average == .story ? "stories" : "queries"), 95 % intervals"
        return text
    }

    /// The figures for a terminal: methods, comparisons, lists.
    func table() -> String {
        let style = Style.output
        var rows = [style.bold(corpora.joined(separator: ", ").singleLine) + ": " + summary, ""]
        rows += methodRows(style)
        let hopeless = result.queriesWithoutRelevant
        if hopeless > 0 {
            let subject = hopeless == 1 ? "1 query has" : "\(hopeless.grouped) queries have"
            rows.append(style.dim("\(subject) no related document, which counts as 0 (but for Judged)."))
        }
        if !result.comparisons.isEmpty { rows += [""] + comparisonRows(style) }
        if let lists { rows += [""] + readingRows(lists.reading, style) }
        if let quality = lists?.quality { rows += [""] + listRows(quality, style) }
        return rows.map { $0 + "\n" }.joined()
    }

    private func methodRows(_ style: Style) -> [String] {
        let width = max(6, result.methods.map { $0.label.printedWidth }.max() ?? 0)
        let names = result.measures.map(\.description)
        let firstWidth = max(17, names[0].count)
        var header = "method".padded(to: width) + "  " + names[0].padded(to: firstWidth)
        for name in names.dropFirst() { header += "  " + name.padded(to: 4) }
        let hasSeconds = runs.contains { $0.seconds != nil }
        var rows = [style.dim(header + (hasSeconds ? "  sec." : ""))]
        for (method, measured) in zip(result.methods, runs) {
            let interval = method.intervals[0].map { " [\($0.low.figure), \($0.high.figure)]" } ?? ""
            var row = method.label.padded(to: width) + "  " + style.green(method.means[0].figure)
            row += interval.padded(to: firstWidth - method.means[0].figure.count)
            for (name, mean) in zip(names, method.means).dropFirst() {
                row += "  " + mean.figure.padded(to: max(4, name.count))
            }
            if let seconds = measured.seconds { row += "  " + String(format: "%.2f", seconds) }
            rows.append(row)
        }
        for method in result.methods where method.unanswered > 0 {
            let count = method.unanswered.counted("query", "queries")
            rows.append(style.dim("\(method.label) gave no ranking for \(count)."))
        }
        return rows
    }

    private func comparisonRows(_ style: Style) -> [String] {
        let comparisons = result.comparisons
        let names = comparisons.map { "\($0.first.label) − \($0.second.label)" }
        let width = max(10, names.map(\.printedWidth).max() ?? 0)
        let tests = comparisons.count.counted("comparison")
        var rows = [
            style.dim("Paired tests of \(result.measures[0]) by randomisation, p corrected for \(tests):"),
            style.dim(
                "difference".padded(to: width + 2) + "of means".padded(to: 23) + "p".padded(to: 16)
                    + "won   tied  lost"
            ),
        ]
        for (name, comparison) in zip(names, comparisons) {
            let interval =
                comparison.interval.map { " [\($0.low.signedFigure), \($0.high.signedFigure)]" } ?? ""
            var row = name.padded(to: width) + "  "
            row += (comparison.difference.signedFigure + interval).padded(to: 21) + "  "
            row += String(format: "%.4f", comparison.correctedP) + "  "
            row += style.bold(comparison.verdict.padded(to: 8))
            for count in [comparison.wins, comparison.ties, comparison.losses] {
                row += count.grouped.padded(to: 5) + " "
            }
            while row.last == " " { row.removeLast() }
            rows.append(row)
        }
        if !result.canFindDifferences {
            let stories = result.stories.counted("story", "stories")
            rows.append(
                style.dim(
                    "\(stories) or so few samples cannot settle \(tests): judge more, or name fewer methods."
                )
            )
        }
        return rows
    }

    private func listRows(_ lists: ListQuality, _ style: Style) -> [String] {
        var rows = [
            style.dim(
                "all lists that relate makes (--limit \(listLimit) --min-probability \(listMinimumProbability.short)):"
            )
        ]
        for (name, value) in lists.rows { rows.append(name.padded(to: 24) + "  " + value.singleLine) }
        return rows
    }
}

extension EvaluationResult.Method {
    fileprivate var label: String { name.label }
}

extension String {
    /// A method's name, which in a run from elsewhere may be anything.
    fileprivate var label: String { singleLine.cut(to: 32) }
}

extension EvaluationResult.Comparison {
    /// In a word.
    var verdict: String { !isSignificant ? "unclear" : difference > 0 ? "better" : "worse" }
}

extension ListQuality {
    /// Names and values, for people.
    var rows: [(name: String, value: String)] {
        func share(_ count: Int, _ total: Int, _ what: String) -> String {
            "\(count.grouped) of \(total.grouped) \(what)"
                + (total > 0 ? " (\(String(format: "%.1f", 100 * Double(count) / Double(total))) %)" : "")
        }
        var unrelated = share(unrelated, judged, "judged entries")
        unrelated += "; \(unrelatedPairs.counted("judged pair has", "judged pairs have")) that grade"
        if unrelatedPairs == 0 { unrelated = "unknown: no judged pair has that grade" }
        let hub = mostListed.map { "\(mostListedCount.counted("time")): \($0)" } ?? "nothing is listed"
        return [
            ("graded 0", unrelated),
            ("entries judged", share(judged, entries, "entries")),
            (
                "fewer than \(Self.fewEntries) entries",
                share(shortLists, lists, "lists") + ", \(emptyLists.grouped) empty"
            ),
            ("duplicates in lists", duplicates.grouped),
            ("most listed article", hub),
            ("articles in any list", share(listed, lists, "articles")),
            ("articles in no list", share(orphans.count, listable, "that may be listed")),
        ]
    }
}

extension Double {
    /// A measure with three decimals and, as papers write it, no leading zero.
    var figure: String {
        let text = String(format: "%.3f", self)
        return text.hasPrefix("0") ? String(text.dropFirst()) : text
    }

    /// The same with a sign; what rounds to 0 has none.
    var signedFigure: String {
        let text = magnitude.figure
        return text == ".000" ? " .000" : (self > 0 ? "+" : "−") + text
    }
}
