/// Every pair of methods with its difference and test.
struct ComparisonTable {
    private let result: EvaluationResult

    init(_ result: EvaluationResult) { self.result = result }

    func html() -> String {
        // Each row is told from the winner's side.
        let rows = result.comparisons.map { $0.difference < 0 ? $0.reversed : $0 }.map { comparison in
            let interval = comparison.interval.map { "<small>\($0.signedFigures)</small>" } ?? ""
            return """
                <tr class="\(comparison.isSignificant ? "sure" : "")"><td>\(comparison.sentence.html)</td>\
                <td>\(comparison.difference.signedFigure) \(interval)</td><td>\(comparison.correctedP.probability)</td>\
                <td>\(comparison.wins)</td><td>\(comparison.ties)</td><td>\(comparison.losses)</td></tr>
                """
        }
        let hint =
            result.canFindDifferences
            ? "" : "\n<p class=\"hint\">So few stories or samples cannot settle so many comparisons.</p>"
        return """
            <p class="hint">By \(result.measures[0]). p is the probability of such a difference by chance \
            (paired randomisation over stories, corrected for \(result.comparisons.count) comparisons).</p>
            <div class="scroll"><table>
            <thead><tr><th>Finding</th><th>Difference</th><th>p</th><th>Won</th><th>Tied</th><th>Lost</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>\(hint)
            """
    }
}

extension EvaluationResult.Comparison {
    /// What the test says of the first method, in words.
    fileprivate var sentence: String {
        isSignificant
            ? "\(first) is better than \(second)" : "\(first) and \(second): no evidence of a difference"
    }

    /// The same from the second method's side.
    fileprivate var reversed: Self {
        Self(
            first: second,
            second: first,
            difference: -difference,
            interval: interval.map { Interval(low: -$0.high, high: -$0.low) },
            p: p,
            correctedP: correctedP,
            wins: losses,
            ties: ties,
            losses: wins
        )
    }
}

extension Double {
    fileprivate var probability: String { self < 0.001 ? "&lt; 0.001" : figure }
}
