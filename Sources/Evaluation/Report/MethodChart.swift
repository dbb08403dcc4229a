/// Each measure's means with their intervals, a line a method, all on one scale from 0 to 1.
struct MethodChart {
    private let result: EvaluationResult

    init(_ result: EvaluationResult) { self.result = result }

    func html() -> String {
        let panels = result.measures.indices.map { measure in
            let rows = result.methods.map { row($0, measure) }
            return """
                <figure><figcaption>\(result.measures[measure])</figcaption>
                \(rows.joined(separator: "\n"))
                </figure>
                """
        }
        return """
            <p class="hint">Ticks are means, bars their 95 % intervals, from 0 to 1 with lines at the quarters. Where bars overlap, look at the paired \
            comparison below: it is sharper.</p>
            <div class="panels">
            \(panels.joined(separator: "\n"))
            </div>
            """
    }

    private func row(_ method: EvaluationResult.Method, _ measure: Int) -> String {
        let mean = method.means[measure]
        var marks = ""
        var title = mean.figure
        if let interval = method.intervals[measure] {
            let width = interval.high - interval.low
            marks +=
                "<i class=\"bar\" style=\"left:\(interval.low.percent);width:\(width.percent)\"></i>"
            title += ", \(interval.figures)"
        }
        marks += "<i class=\"mean\" style=\"left:\(mean.percent)\"></i>"
        return """
            <div class="row" title="\(title)"><span class="name">\(method.name.html)</span>\
            <span class="track">\(marks)</span><span class="value">\(mean.figure)</span></div>
            """
    }
}

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
        return """
            <p class="hint">By \(result.measures[0]). p is the probability of such a difference by chance \
            (paired randomisation over stories, corrected for \(result.comparisons.count) comparisons).</p>
            <div class="scroll"><table>
            <thead><tr><th>Finding</th><th>Difference</th><th>p</th><th>Won</th><th>Tied</th><th>Lost</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>
            """
    }
}

extension EvaluationResult.Comparison {
    /// At the usual level of 5 %, after the correction.
    package var isSignificant: Bool { correctedP <= 0.05 }

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
