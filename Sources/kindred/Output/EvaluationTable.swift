import Corpus
import Evaluation
import Foundation

extension Evaluated {
    /// What was measured, in one line.
    var summary: String {
        var text = "\(articles.count.counted("article")), \(result.queries.count.counted("query", "queries"))"
        text += " in \(result.stories.counted("story", "stories"))"
        if let split { text += " (\(split.rawValue))" }
        text += "; means over \(result.average == .story ? "stories" : "queries"), 95 % intervals"
        return text
    }

    /// The figures for a terminal: methods, comparisons, lists.
    func table() -> String {
        let style = Style.output
        var rows = [style.bold(corpora.joined(separator: ", ").singleLine) + ": " + summary, ""]
        rows += methodRows(style)
        if result.queriesWithoutRelevant > 0 {
            rows.append(
                style.dim(
                    "\(result.queriesWithoutRelevant.counted("query has", "queries have")) no related document "
                        + "and count as 0 for every method."
                )
            )
        }
        if !result.comparisons.isEmpty { rows += [""] + comparisonRows(style) }
        if let lists { rows += [""] + listRows(lists, style) }
        return rows.map { $0 + "\n" }.joined()
    }

    private func methodRows(_ style: Style) -> [String] {
        let width = max(6, result.methods.map { $0.name.singleLine.printedWidth }.max() ?? 0)
        let names = result.measures.map(\.description)
        var header = "method".padded(to: width) + "  " + names[0].padded(to: 16)
        for name in names.dropFirst() { header += "  " + name.padded(to: 5) }
        let hasSeconds = entries.contains { $0.seconds != nil }
        var rows = [style.dim(header + (hasSeconds ? "  seconds" : ""))]
        for (method, entry) in zip(result.methods, entries) {
            var row = method.name.singleLine.padded(to: width) + "  "
            row += style.green(method.means[0].decimals(3))
            let interval =
                method.intervals[0].map { " [\($0.low.decimals(3)), \($0.high.decimals(3))]" } ?? ""
            row += interval.padded(to: max(12, names[0].count - 4))
            for (name, mean) in zip(names, method.means).dropFirst() {
                row += "  " + mean.decimals(3).padded(to: max(5, name.count))
            }
            if let seconds = entry.seconds { row += "  " + String(format: "%7.2f", seconds) }
            rows.append(row)
        }
        for method in result.methods where method.unanswered > 0 {
            rows.append(
                style.dim(
                    "\(method.name.singleLine) gave no ranking for \(method.unanswered.counted("query", "queries"))."
                )
            )
        }
        return rows
    }

    private func comparisonRows(_ style: Style) -> [String] {
        let comparisons = result.comparisons
        let names = comparisons.map { "\($0.first.singleLine) − \($0.second.singleLine)" }
        let width = names.map(\.printedWidth).max() ?? 0
        let tests = comparisons.count.counted("comparison")
        var rows = [
            style.dim("\(result.measures[0]), paired test by randomisation, p corrected for \(tests):")
        ]
        for (name, comparison) in zip(names, comparisons) {
            var row = name.padded(to: width) + "  " + comparison.difference.signed(3)
            if let interval = comparison.interval {
                row += " [\(interval.low.signed(3)), \(interval.high.signed(3))]"
            }
            row += "  p " + comparison.correctedP.decimals(4)
            row += "  " + style.bold(comparison.verdict.padded(to: 11))
            row += "  \(comparison.wins.grouped) won, \(comparison.ties.grouped) tied, "
            row += "\(comparison.losses.grouped) lost"
            rows.append(row)
        }
        return rows
    }

    private func listRows(_ lists: ListQuality, _ style: Style) -> [String] {
        var rows = [
            style.dim(
                "lists that relate makes (--limit \(listOptions.limit) --min-score \(listOptions.minScore)):"
            )
        ]
        for (name, value) in lists.rows { rows.append(name.padded(to: 24) + "  " + value.singleLine) }
        return rows
    }
}

extension EvaluationResult.Comparison {
    /// In a word.
    var verdict: String { !isSignificant ? "no evidence" : difference > 0 ? "better" : "worse" }
}

extension ListQuality {
    /// Names and values, for people.
    var rows: [(name: String, value: String)] {
        func share(_ count: Int, _ total: Int, _ what: String) -> String {
            "\(count.grouped) of \(total.grouped) \(what)"
                + (total > 0 ? " (\((100 * Double(count) / Double(total)).decimals(1)) %)" : "")
        }
        var unrelated = share(unrelated, judged, "judged entries")
        if !hasUnrelatedJudgements { unrelated = "unknown: no pair is graded 0" }
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
        ]
    }
}

extension Double {
    /// With so many decimals; a leading zero is kept.
    func decimals(_ places: Int) -> String { String(format: "%.\(places)f", self) }

    /// The same with a sign; what rounds to 0 has none.
    func signed(_ places: Int) -> String {
        let text = decimals(places)
        if Double(text) == 0 { return " " + 0.0.decimals(places) }
        return self > 0 ? "+" + text : "−" + text.dropFirst()
    }
}
