/// Each query with the lists of two methods, hits and misses marked, worst losses of the first method first.
struct QueryDetails {
    private let result: EvaluationResult
    private let runs: [Run]
    private let first: Int
    private let second: Int
    private let qrels: Qrels
    private let most: Int
    private let label: (String) -> ArticleLabel?

    /// Missed documents of a list that are shown: a story may have hundreds.
    private static let mostMissed = 10

    /// Entries of a list that are shown.
    private var depth: Int { min(20, result.measures[0].cutoff) }

    /// - Parameters:
    ///   - first: the position of a method.
    ///   - second: that of another, or the same where there is one only.
    ///   - most: queries that are shown at most.
    init(
        _ result: EvaluationResult,
        runs: [Run],
        first: Int,
        second: Int,
        qrels: Qrels,
        most: Int,
        _ label: @escaping (String) -> ArticleLabel?
    ) {
        self.result = result
        self.runs = runs
        self.first = first
        self.second = second
        self.qrels = qrels
        self.most = most
        self.label = label
    }

    private func value(_ method: Int, _ query: Int) -> Double { result.methods[method].values[0][query] }

    /// By difference, or by value where there is one method; ties by value and then by id.
    private var order: [Int] {
        let values = result.methods[first].values[0]
        let others = first == second ? values.map { _ in 0 } : result.methods[second].values[0]
        let differences = zip(values, others).map { $0 - $1 }
        return result.queries.indices.sorted { a, b in
            if differences[a] != differences[b] { return differences[a] < differences[b] }
            return values[a] != values[b] ? values[a] < values[b] : a < b
        }
    }

    func html() -> String {
        let shown = order.prefix(most)
        var text = """
            <p class="hint"><b class="hit">✓</b> related, <b class="bad">✗</b> judged not related, · not judged. \
            Select a query to open it; what is open is printed, and the first fifty headlines.</p>

            """
        for (place, query) in shown.enumerated() { text += details(query, isOpen: place == 0) + "\n" }
        let rest = result.queries.count - shown.count
        if rest > 0 { text += "<p class=\"hint\">\(rest) more queries, all less of a loss than these.</p>\n" }
        return text
    }

    private func details(_ query: Int, isOpen: Bool) -> String {
        let id = result.queries[query]
        let judgements = qrels.grades[id] ?? [:]
        let article = label(id)
        var figures = "<span class=\"first\">\(value(first, query).figure)</span>"
        if first != second {
            let difference = value(first, query) - value(second, query)
            figures +=
                " <span class=\"second\">\(value(second, query).figure)</span> <b>\(difference.signedFigure)</b>"
        }
        var lists = list(of: first, id, query, judgements, "first")
        if first != second { lists += "\n" + list(of: second, id, query, judgements, "second") }
        let detail = [article?.detail ?? "", id].filter { !$0.isEmpty }.joined(separator: " · ")
        return """
            <details\(isOpen ? " open" : "")><summary><span class="title">\((article?.title ?? id).html)</span>\
            <span class="figures">\(figures)</span></summary>
            <p>\((article?.excerpt ?? "").html) <small>\(detail.html)</small></p>
            <div class="pair">
            \(lists)
            </div></details>
            """
    }

    private func list(
        of method: Int,
        _ id: String,
        _ query: Int,
        _ judgements: [String: Int],
        _ style: String
    ) -> String {
        let ranking = runs[method].rankings[id] ?? []
        let entries = ranking.prefix(depth).map { entry -> String in
            let grade = judgements[entry.document]
            let kind = grade.map { $0 > 0 ? "hit" : "bad" } ?? "open"
            return "<li class=\"\(kind)\">\(item(entry.document, grade))</li>"
        }
        let found = Set(ranking.prefix(depth).map(\.document))
        let missing = judgements.filter { $0.value > 0 && !found.contains($0.key) }
        let missed = missing.keys.inByteOrder.prefix(Self.mostMissed).map { document in
            let place =
                ranking.firstIndex { $0.document == document }.map { "rank \($0 + 1)" } ?? "not ranked"
            return "<li>\(item(document, judgements[document])) <small>\(place)</small></li>"
        }
        let rest = missing.count - missed.count
        var text = "<section><h3 class=\"\(style)\">\(result.methods[method].name.html)"
        text += " \(value(method, query).figure)</h3>"
        text += entries.isEmpty ? "<p>no ranking</p>" : "<ol>\(entries.joined())</ol>"
        if !missed.isEmpty { text += "<p class=\"missed\">Missed:</p><ul>\(missed.joined())</ul>" }
        if rest > 0 { text += "<p class=\"missed\">and \(rest) more</p>" }
        return text + "</section>"
    }

    private func item(_ document: String, _ grade: Int?) -> String {
        let article = label(document)
        let grade = grade.map { $0 > 1 ? "grade \($0)" : "" } ?? ""
        let detail = [article?.detail ?? "", grade].filter { !$0.isEmpty }.joined(separator: " · ")
        return (article?.title ?? document).html + (detail.isEmpty ? "" : " <small>\(detail.html)</small>")
    }
}
