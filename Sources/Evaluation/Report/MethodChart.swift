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
