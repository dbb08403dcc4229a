package import Corpus

/// Judgements: which documents are relevant to which queries, and how much.
package struct Qrels: Hashable, Sendable {
    /// What a grade may be: 0 is judged and not related; the rest grow with relevance. TREC uses up to 4.
    package static let range = 0...100

    /// Grade by document by query.
    package private(set) var grades: [String: [String: Int]]

    /// - Precondition: all grades are in ``range``.
    package init(_ grades: [String: [String: Int]] = [:]) {
        precondition(
            grades.values.allSatisfy { $0.values.allSatisfy(Self.range.contains) },
            "grades are from 0 to 100"
        )
        self.grades = grades
    }

    /// The judged queries, in byte order.
    package var queries: [String] { grades.keys.inByteOrder }

    /// The number of judged pairs.
    package var pairs: Int { grades.values.reduce(0) { $0 + $1.count } }

    /// Reads tab-separated `query-id  doc-id  grade` below a header line, or TREC's four columns
    /// `query-id  iteration  doc-id  grade` without one; also gzipped.
    ///
    /// A pair that stands twice with one grade counts once, with a warning.
    ///
    /// - Returns: nil where any line is wrong: judgements with holes would give wrong figures.
    package static func read(_ path: String) -> (qrels: Qrels?, problems: [InputProblem]) {
        let file: ColumnFile
        do throws(InputProblem) { file = try ColumnFile(path) } catch { return (nil, [error]) }
        var grades: [String: [String: Int]] = [:]
        var problems = LineProblems(path: path)
        var isFirst = true
        file.forEachRow { row in
            defer { isFirst = false }
            let columns = row.columns
            let fields = columns.count == 4 ? [columns[0], columns[2], columns[3]] : columns
            // A header is told by its third column, which is no number.
            if isFirst, columns.count == 3, Int(columns[2]) == nil { return }
            guard fields.count == 3, let grade = Int(fields[2]), !fields[0].isEmpty, !fields[1].isEmpty else {
                problems.add(
                    .badLine,
                    line: row.number,
                    "expected query-id, doc-id and a whole grade, separated by tabs, or TREC's four columns",
                    remedy: "correct the line or delete it"
                )
                return
            }
            guard range.contains(grade) else {
                problems.add(
                    .badLine,
                    line: row.number,
                    "the grade \(grade) is not from \(range.lowerBound) to \(range.upperBound)",
                    remedy: "write 0 for not related, 1 or more for related"
                )
                return
            }
            if let first = grades[fields[0]]?[fields[1]] {
                problems.add(
                    first == grade ? .duplicateLine : .badLine,
                    line: row.number,
                    "\(fields[0]) and \(fields[1]) were judged before"
                        + (first == grade ? "" : ", with grade \(first) instead of \(grade)"),
                    remedy: first == grade ? "counted once" : "keep one of the two"
                )
                return
            }
            grades[fields[0], default: [:]][fields[1]] = grade
        }
        let all = problems.all
        if all.contains(where: { $0.severity == .error }) { return (nil, all) }
        guard !grades.isEmpty else {
            let empty = InputProblem(
                .nothingJudged,
                path: path,
                "there are no judgements in it",
                remedy: "write a header and lines of query-id, doc-id and grade, separated by tabs"
            )
            return (nil, all + [empty])
        }
        return (Qrels(grades), all)
    }
}

extension Sequence<String> {
    /// Sorted by bytes, the same in every locale.
    package var inByteOrder: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
