package import Corpus

/// Judgements: which documents are relevant to which queries, and how much.
package struct Qrels: Hashable, Sendable {
    /// What a grade may be: 0 is judged and not related; the rest grow with relevance. TREC uses up to 4.
    package static let range = 0...100

    /// Grade by document by query; that of templates and copies is 0.
    package private(set) var grades: [String: [String: Int]]
    /// By document by query, those that are more than a grade: templates and copies.
    private var letters: [String: [String: Label]] = [:]

    /// - Precondition: all grades are in ``range``.
    package init(_ grades: [String: [String: Int]] = [:]) {
        precondition(
            grades.values.allSatisfy { $0.values.allSatisfy(Self.range.contains) },
            "grades are from 0 to 100"
        )
        self.grades = grades
    }

    package init(labels: [String: [String: Label]]) {
        self.init(labels.mapValues { $0.mapValues(\.grade) })
        letters = labels.mapValues { $0.filter(\.value.isLetter) }.filter { !$0.value.isEmpty }
    }

    /// What was said of a pair; nil where nobody judged it.
    package func label(_ query: String, _ document: String) -> Label? {
        letters[query]?[document] ?? grades[query]?[document].map { Label(grade: $0) }
    }

    /// What was said of all documents of a query.
    package func labels(of query: String) -> [String: Label] {
        let letters = letters[query] ?? [:]
        return (grades[query] ?? [:]).mapValues { Label(grade: $0) }.merging(letters) { $1 }
    }

    /// The judged queries, in byte order.
    package var queries: [String] { grades.keys.inByteOrder }

    /// The judgements of some queries only.
    package func limited(to queries: [String]) -> Qrels {
        let queries = Set(queries)
        var limited = Qrels(grades.filter { queries.contains($0.key) })
        limited.letters = letters.filter { queries.contains($0.key) }
        return limited
    }

    /// The number of judged pairs.
    package var pairs: Int { grades.values.reduce(0) { $0 + $1.count } }

    /// Reads tab-separated `query-id  doc-id  grade` below a header line, or TREC's four columns
    /// `query-id  iteration  doc-id  grade` without one; also gzipped. In place of a grade may stand `t` for a template and
    /// `c` for a copy.
    ///
    /// A pair that stands twice with one grade counts once, and an article's pair with itself not at all, both
    /// with a warning.
    ///
    /// - Returns: nil where any line is wrong: judgements with holes would give wrong figures.
    package static func read(_ path: String) -> (qrels: Qrels?, problems: [InputProblem]) {
        let file: ColumnFile
        do throws(InputProblem) { file = try ColumnFile(path) } catch { return (nil, [error]) }
        var qrels = Qrels()
        let empty = ColumnFile.Fault(
            kind: .nothingJudged,
            problem: "there are no judgements in it",
            remedy: "write a header and lines of query-id, doc-id and grade or label, separated by tabs"
        )
        var isFirst = true
        var problems = file.read(empty: empty) { row in
            defer { isFirst = false }
            return isFirst && isHeader(row.columns) ? fault(ofHeader: row.columns) : qrels.add(row.columns)
        }
        if problems.contains(where: { $0.severity == .error }) { return (nil, problems) }
        guard !qrels.grades.isEmpty else {
            problems.append(InputProblem(empty.kind, path: path, empty.problem(), remedy: empty.remedy))
            return (nil, problems)
        }
        return (qrels, problems)
    }

    /// Whether the first line names columns rather than judging a pair: its third column has letters only, and is no
    /// label.
    private static func isHeader(_ columns: [String]) -> Bool {
        columns.count == 3 && !columns[2].isEmpty && !columns[2].contains(where: \.isNumber)
            && Label(rawValue: columns[2]) == nil
    }

    /// Columns in another order would be judgements the wrong way round.
    private static func fault(ofHeader columns: [String]) -> ColumnFile.Fault? {
        guard columns[0].lowercased().contains("doc") || columns[1].lowercased().contains("query") else {
            return nil
        }
        return ColumnFile.Fault(
            problem: "the columns are \(columns.joined(separator: ", ").excerptForMessage)",
            remedy: "put them in the order query-id, doc-id, grade"
        )
    }

    /// Query, document and grade of a row, whose columns may be TREC's four.
    private static func fields(_ columns: [String]) -> [String] {
        columns.count == 4 ? [columns[0], columns[2], columns[3]] : columns
    }

    /// The pair that a line of a file that ``read(_:)`` takes judges; nil for the header and for blank ones.
    package static func pair(inLine line: ArraySlice<UInt8>) -> (query: String, document: String)? {
        let columns = ColumnFile.columns(of: line.last == 0x0D ? line.dropLast() : line)
        let fields = fields(columns)
        return fields.count == 3 && !isHeader(columns) ? (fields[0], fields[1]) : nil
    }

    /// Adds a row; returns what is wrong with it.
    private mutating func add(_ columns: [String]) -> ColumnFile.Fault? {
        let fields = Self.fields(columns)
        let letter = fields.last.flatMap { Label(rawValue: $0) }.flatMap { $0.isLetter ? $0 : nil }
        guard fields.count == 3, let written = letter?.grade ?? Int(fields[2]), !fields[0].isEmpty,
            !fields[1].isEmpty
        else {
            let isCommaSeparated = columns.joined().count { $0 == "," } >= 2
            return ColumnFile.Fault(
                problem:
                    "expected query-id, doc-id and a whole grade, t (template) or c (copy), or TREC's four columns",
                remedy: isCommaSeparated ? "separate the columns by tabs" : "correct the line or delete it"
            )
        }
        // TREC's web tracks have -2 for spam and the like, which is not related.
        let grade = columns.count == 4 && (-100...0).contains(written) ? 0 : written
        guard Self.range.contains(grade) else {
            return ColumnFile.Fault(
                problem:
                    "the grade \(grade) is not from \(Self.range.lowerBound) to \(Self.range.upperBound)",
                remedy: "write 0 for not related, and 1 or more for related"
            )
        }
        let (query, document) = (fields[0], fields[1])
        guard query != document else {
            return ColumnFile.Fault(
                kind: .redundantLine,
                problem: "\(query.excerptForMessage) is judged against itself",
                remedy: "passed over, as no article is listed under itself"
            )
        }
        if let first = grades[query]?[document] {
            let firstLetter = letters[query]?[document]
            if first == grade, firstLetter == letter {
                return ColumnFile.Fault(
                    kind: .redundantLine,
                    problem:
                        "\(query.excerptForMessage) and \(document.excerptForMessage) were judged before",
                    remedy: "counted once"
                )
            }
            return ColumnFile.Fault(
                problem:
                    "\(query.excerptForMessage) and \(document.excerptForMessage) were judged before, with grade \(firstLetter?.rawValue ?? String(first)) instead of \(letter?.rawValue ?? String(grade))",
                remedy: "keep one of the two"
            )
        }
        grades[query, default: [:]][document] = grade
        if let letter { letters[query, default: [:]][document] = letter }
        return nil
    }
}

extension Label {
    /// Whether no grade says the same.
    fileprivate var isLetter: Bool { self == .template || self == .copy }
}

extension Sequence<String> {
    /// Sorted by bytes, the same in every locale.
    package var inByteOrder: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
