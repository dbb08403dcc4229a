package import Corpus
import Platform

/// Rankings of one method: for each query its documents, best first.
package struct Run: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var document: String
        /// Higher is better; never NaN.
        package var score: Double

        package init(document: String, score: Double) {
            self.document = document
            self.score = score
        }
    }

    package var name: String
    /// By query; each best first, no document twice. A query without a ranking was not answered.
    package var rankings: [String: [Entry]]

    package init(name: String, _ rankings: [String: [Entry]] = [:]) {
        self.name = name
        self.rankings = rankings
    }

    /// Reads TREC's six columns `query-id  Q0  doc-id  rank  score  tag`; also gzipped. The first
    /// tag becomes the name, or the file's name where the tag is empty or longer than 64 characters.
    ///
    /// Ranks are ignored. As in trec_eval, documents are ordered by score descending as 32-bit floats, and equal
    /// ones by document id descending in byte order. A document that stands twice under a query keeps its higher
    /// score, with a warning.
    ///
    /// - Returns: nil where any line is wrong or there is none.
    package static func read(_ path: String) -> (run: Run?, problems: [InputProblem]) {
        let file: ColumnFile
        do throws(InputProblem) { file = try ColumnFile(path) } catch { return (nil, [error]) }
        var scores: [String: [String: Double]] = [:]
        var tag = ""
        let empty = ColumnFile.Fault(
            kind: .nothingJudged,
            problem: "there are no rankings in it",
            remedy: "write lines of TREC's six columns: query-id Q0 doc-id rank score tag"
        )
        let problems = file.read(empty: empty) { row in
            let columns = row.columns
            guard columns.count == 6, let score = Double(columns[4]), !columns[0].isEmpty, !columns[2].isEmpty
            else {
                return ColumnFile.Fault(
                    problem: "expected TREC's six columns: query-id Q0 doc-id rank score tag",
                    remedy: "correct the line or delete it"
                )
            }
            guard !score.isNaN else {
                return ColumnFile.Fault(
                    problem: "the score of \(columns[2].excerptForMessage) is no number",
                    remedy: "find out why the method gave NaN; such a document has no place in a ranking"
                )
            }
            if tag.isEmpty { tag = columns[5] }
            guard let before = scores[columns[0], default: [:]].updateValue(score, forKey: columns[2]) else {
                return nil
            }
            scores[columns[0]]?[columns[2]] = max(before, score)
            return ColumnFile.Fault(
                kind: .redundantLine,
                problem:
                    "\(columns[2].excerptForMessage) was ranked before for \(columns[0].excerptForMessage)",
                remedy: "its higher score counts"
            )
        }
        if problems.contains(where: { $0.severity == .error }) { return (nil, problems) }
        let name = tag.isEmpty || tag.count > 64 ? splitPath(path).name : tag
        return (Run(name: name, scores.mapValues(ordered)), problems)
    }

    private static func ordered(_ scores: [String: Double]) -> [Entry] {
        scores.map { Entry(document: $0, score: $1) }.sorted {
            let (a, b) = (Float($0.score), Float($1.score))
            return a != b ? a > b : $1.document.utf8.lexicographicallyPrecedes($0.document.utf8)
        }
    }

    /// The run as a TREC file, queries in byte order.
    ///
    /// Tools read scores, not ranks, most of them as 32-bit floats, and break ties in ways of their own. So
    /// scores are written as 32-bit floats that descend strictly: a tie is lowered to the next float, and
    /// every tool sees this very order. Columns are separated by tabs where an id contains a space, which few
    /// other tools read.
    ///
    /// - Returns: nil where an id contains a tab or a line break, which no such file can hold.
    package func trecText() -> String? {
        let ids = rankings.keys.lazy.map(\.self) + rankings.values.lazy.flatMap { $0.map(\.document) }
        var separator = " "
        for id in ids {
            for byte in id.utf8 where byte <= 0x20 {
                if byte != 0x20 { return nil }
                separator = "\t"
            }
        }
        var text = ""
        for query in rankings.keys.inByteOrder {
            var last = Float.infinity
            for (rank, entry) in zip(1..., rankings[query] ?? []) {
                last = min(Float(entry.score), last.nextDown)
                text += [query, "Q0", entry.document, "\(rank)", "\(last)", name].joined(separator: separator)
                text += "\n"
            }
        }
        return text
    }
}
