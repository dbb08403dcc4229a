/// Judgements: which documents are relevant to which queries, and how much.
package struct Qrels: Sendable {
    /// Grade by document by query; 0 means judged and not relevant.
    package private(set) var grades: [String: [String: Int]] = [:]

    /// A line that is no judgement.
    package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1.
        package var line: Int

        package init(line: Int) { self.line = line }

        package var description: String {
            "line \(line): expected `query-id<tab>doc-id<tab>grade`, with a whole grade of 0 or more"
        }
    }

    package init() {}

    /// Reads tab-separated `query-id`, `doc-id`, `grade`, below one header line.
    ///
    /// - Throws: ``ParseError`` for the first line that does not fit.
    package init(tsv text: String) throws(ParseError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count >= 3, let grade = Int(fields[2]), grade >= 0 else {
                throw ParseError(line: number + 1)
            }
            grades[String(fields[0]), default: [:]][String(fields[1])] = grade
        }
    }

    /// The judged queries, in byte order.
    package var queries: [String] { grades.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
