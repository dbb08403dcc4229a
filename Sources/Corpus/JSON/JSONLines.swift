/// The lines of a JSON lines file, each of which holds one article.
struct JSONLines: Sendable {
    private let bytes: [UInt8]
    private let path: String
    private let rules: ReadingRules
    private let lines: [Range<Int>]

    var count: Int { lines.count }

    init(_ bytes: [UInt8], path: String, _ rules: ReadingRules) {
        self.bytes = bytes
        self.path = path
        self.rules = rules
        var lines: [Range<Int>] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<index)
            start = index + 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        self.lines = lines
    }

    /// One line's article, or what is wrong with it; nil for a blank line.
    func article(at index: Int) -> (article: Article?, problems: [InputProblem])? {
        let document = document(at: index)
        if document.isBlank { return nil }
        var problems: [InputProblem] = []
        do throws(InputProblem) {
            return (try document.article { problems.append($0) }, problems)
        } catch {
            return (nil, problems + [error])
        }
    }

    /// One line as a record of some kind; nil for a blank line.
    func record<Record: Decodable>(
        _: Record.Type,
        at index: Int
    ) -> Result<Record, InputProblem>? {
        let document = document(at: index)
        if document.isBlank { return nil }
        return Result { () throws(InputProblem) in try document.decoded() }
    }

    private func document(at index: Int) -> JSONDocument {
        JSONDocument(
            bytes: bytes,
            range: lines[index],
            limit: rules.limits.jsonLineBytes,
            origin: ArticleOrigin(path: path, line: index + 1),
            names: rules.names
        )
    }
}
