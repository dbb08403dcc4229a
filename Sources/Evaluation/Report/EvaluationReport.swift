/// An evaluation as one HTML page for people: charts, comparisons, and every query with its lists.
///
/// The page needs neither network nor scripts, so it can be mailed, printed and kept. Equal evaluations give
/// equal pages.
package struct EvaluationReport: Sendable {
    /// Queries that are shown with their lists: 2,000 make a page of some 6 MB, which a phone still opens.
    package static let mostQueries = 2000

    private let title: String
    private let summary: String
    private let notes: [(name: String, value: String)]
    private let reading: ListReading?
    private let result: EvaluationResult
    private let runs: [Run]
    private let qrels: Qrels
    private let compared: (first: Int, second: Int)
    private let label: @Sendable (String) -> ArticleLabel?

    /// - Parameters:
    ///   - runs: those that `result` was made of, in its order; at least one.
    ///   - compared: the positions of the two methods whose lists are shown side by side; equal where there is
    ///     one method.
    ///   - notes: further figures, as names and values.
    ///   - reading: what the lists are worth that a site gets; nil where nobody looked.
    ///   - label: of an article; nil where the corpus has none of that id.
    package init(
        title: String,
        summary: String,
        result: EvaluationResult,
        runs: [Run],
        compared: (first: Int, second: Int),
        qrels: Qrels,
        notes: [(name: String, value: String)] = [],
        reading: ListReading? = nil,
        label: @escaping @Sendable (String) -> ArticleLabel?
    ) {
        precondition(runs.count == result.methods.count, "a run a method")
        self.title = title
        self.summary = summary
        self.notes = notes
        self.reading = reading
        self.result = result
        self.runs = runs
        self.qrels = qrels
        self.label = label
        self.compared = compared
    }

    /// The whole page.
    ///
    /// - Complexity: O(methods x measures + shown queries x entries).
    package func html() -> String {
        let (first, second) = compared
        var parts = [
            "<h1>\(title.html)</h1>\n<p class=\"summary\">\(summary.html)</p>",
            "<h2>Methods side by side</h2>\n" + MethodChart(result).html(),
        ]
        if !result.comparisons.isEmpty {
            parts.append("<h2>Is one better?</h2>\n" + ComparisonTable(result).html())
        }
        if !notes.isEmpty || reading != nil {
            let rows = notes.map { "<dt>\($0.name.html)</dt><dd>\($0.value.html)</dd>" }
            let curve = reading.map { PrecisionCurve($0).html() + "\n" } ?? ""
            parts.append(
                "<h2>Lists as readers see them</h2>\n\(curve)<dl>\n\(rows.joined(separator: "\n"))\n</dl>"
            )
        }
        if first != second {
            let plot = DifferencePlot(
                result,
                first: result.methods[first],
                second: result.methods[second]
            )
            parts.append("<h2>Query by query</h2>\n" + plot.html())
        }
        parts.append(
            "<h2>Every query, worst first</h2>\n"
                + QueryDetails(
                    result,
                    runs: runs,
                    first: first,
                    second: second,
                    qrels: qrels,
                    most: Self.mostQueries,
                    label
                ).html()
        )
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title.html)</title>
            <style>
            \(reportStyle)
            </style>
            </head>
            <body>
            \(parts.joined(separator: "\n"))
            </body>
            </html>

            """
    }
}
