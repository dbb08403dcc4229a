import Foundation

/// The first measure's difference between two methods, query by query, sorted: how many gain, how many lose,
/// and how much.
struct DifferencePlot {
    private let measure: Measure
    private let first: String
    private let second: String
    /// First minus second, descending.
    private let differences: [Double]

    init(_ result: EvaluationResult, first: EvaluationResult.Method, second: EvaluationResult.Method) {
        measure = result.measures[0]
        self.first = first.name
        self.second = second.name
        differences = zip(first.values[0], second.values[0]).map { $0 - $1 }.sorted(by: >)
    }

    func html() -> String {
        let equal = EvaluationResult.tolerance
        let wins = differences.count { $0 > equal }
        let losses = differences.count { $0 < -equal }
        let highest = max(0.05, differences.map(abs).max() ?? 0)
        return """
            <p class="hint">\(measure) of \(first.html) minus \(second.html), one column a query, sorted.</p>
            <div class="plot">
            <div class="axis"><span>+\(highest.figure)</span><span>0</span><span>−\(highest.figure)</span></div>
            <svg viewBox="0 0 \(max(1, differences.count)) 2" preserveAspectRatio="none" role="img" \
            aria-label="\(first.html) is better in \(wins) queries, worse in \(losses)">
            <path class="first" d="\(area(Array(differences.prefix(wins)), from: 0, highest))"/>
            <path class="second" d="\(area(Array(differences.suffix(losses)), from: differences.count - losses, highest))"/>
            <path class="zero" d="M0 1H\(differences.count)"/>
            </svg>
            </div>
            <p class="ends"><span class="first">\(first.html) better: \(wins)</span>\
            <span>equal: \(differences.count - wins - losses)</span>\
            <span class="second">\(second.html) better: \(losses)</span></p>
            """
    }

    /// The area between the axis (y = 1 of 2) and the values, as steps one query wide.
    private func area(_ values: [Double], from start: Int, _ highest: Double) -> String {
        guard !values.isEmpty else { return "" }
        var path = "M\(start) 1"
        var last = ""
        for (index, value) in values.enumerated() {
            let y = String(format: "%.4f", 1 - value / highest)
            if y != last { path += "H\(start + index)V\(y)" }
            last = y
        }
        return path + "H\(start + values.count)V1Z"
    }
}
