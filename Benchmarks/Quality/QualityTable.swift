import Foundation

/// All corpora and methods in one Markdown table.
struct QualityTable {
    private let measured: [(name: String, evaluation: Evaluation)]

    init(_ measured: [(name: String, evaluation: Evaluation)]) { self.measured = measured }

    var markdown: String {
        // Corpora are measured by different models.
        var methods: [String] = []
        for name in measured.flatMap({ $0.evaluation.methods.map(\.name) }) where !methods.contains(name) {
            methods.append(name)
        }
        var rows = [["nDCG@10 [95 %]"] + measured.map(\.name)]
        rows.append(
            ["articles, queries, stories"]
                + measured.map {
                    "\($0.evaluation.articles), \($0.evaluation.queries), \($0.evaluation.stories)"
                }
        )
        for method in methods {
            rows.append(["`\(method)`"] + measured.map { cell(method, $0.evaluation) })
        }
        rows.append(
            ["lists: judged entries graded 0"] + measured.map { unrelated($0.evaluation.lists) }
        )
        rows.append(["lists: fewer than 3 entries"] + measured.map { share($0.evaluation.lists?.shortShare) })
        rows.append(
            ["lists: duplicate entries"]
                + measured.map { $0.evaluation.lists.map { "\($0.duplicateEntries)" } ?? "–" }
        )
        rows.append(
            ["lists: most listed article"]
                + measured.map { $0.evaluation.lists.map { "\($0.mostListedCount) times" } ?? "–" }
        )
        rows.append(["lists: articles in any"] + measured.map { share($0.evaluation.lists?.coverage) })

        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            "| "
                + zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
                .joined(separator: " | ") + " |"
        }
        lines.insert(
            "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|",
            at: 1
        )
        return lines.joined(separator: "\n")
    }

    private func cell(_ name: String, _ evaluation: Evaluation) -> String {
        guard let method = evaluation.methods.first(where: { $0.name == name }),
            let mean = method.measures["nDCG@10"]
        else { return "–" }
        guard let interval = method.interval["nDCG@10"] else { return short(mean) }
        return "\(short(mean)) [\(short(interval.low)), \(short(interval.high))]"
    }

    /// The share and of how many; a handful of pairs with grade 0 tells nothing.
    private func unrelated(_ lists: Evaluation.Lists?) -> String {
        guard let lists, lists.unrelatedPairs >= 10 else { return "–" }
        return "\(share(lists.unrelatedShare)) of \(lists.judgedEntries)"
    }

    private func share(_ value: Double?) -> String {
        value.map { String(format: "%.1f %%", 100 * $0) } ?? "–"
    }

    /// Three decimals without the leading zero, as papers write measures.
    private func short(_ value: Double) -> String {
        let text = String(format: "%.3f", value)
        return text.hasPrefix("0") ? String(text.dropFirst()) : text
    }
}
