/// Judgements: which documents are relevant to which queries, and how much.
public struct Qrels: Sendable {
    /// Grade by document by query; 0 means judged and not relevant.
    public private(set) var grades: [String: [String: Int]] = [:]

    /// A line that is no judgement.
    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1.
        public var line: Int

        public init(line: Int) { self.line = line }

        public var description: String {
            "line \(line): expected `query-id<tab>doc-id<tab>grade`, with a whole grade of 0 or more"
        }
    }

    public init() {}

    /// Reads tab-separated `query-id`, `doc-id`, `grade`, below one header line.
    ///
    /// - Throws: ``ParseError`` for the first line that does not fit.
    public init(tsv text: String) throws(ParseError) {
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
    public var queries: [String] { grades.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
