/// The lines of a JSON lines file that are not blank, or the objects of an export, each of which holds one article.
struct JSONLines: Sendable {
    private struct Line {
        var start: Int
        var length: UInt32
        /// In the file, from 1.
        var number: UInt32
    }

    private let bytes: [UInt8]
    let path: String
    private let rules: ReadingRules
    private let lines: [Line]
    /// Whether they are lines of the file, and not objects that were found in it or made of it.
    private let areOfFile: Bool
    /// What was wrong with the file as a whole, of which the lines so far are read.
    let problem: InputProblem?

    var count: Int { lines.count }

    init(_ bytes: [UInt8], path: String, _ rules: ReadingRules) {
        self.bytes = bytes
        self.path = path
        self.rules = rules
        var lines: [Line] = []
        var problem: InputProblem?
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        // Blank lines take no memory: a small archive can unpack to billions of them.
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            if end > start, number <= Int(UInt32.max), end - start <= Int(UInt32.max) {
                guard lines.count < rules.limits.jsonLines else {
                    problem = InputProblem(
                        .tooLarge,
                        path: path,
                        line: number,
                        "the file has more than \(rules.limits.jsonLines) lines",
                        remedy: "split it into several files; the rest is left out until then"
                    )
                    break
                }
                lines.append(
                    Line(start: start, length: UInt32(end - start), number: UInt32(number))
                )
            }
            start = end + 1
        }
        self.lines = lines
        areOfFile = true
        self.problem = problem
    }

    /// Objects that lie anywhere in some bytes, each an article.
    init(_ objects: [PlacedObject], in bytes: [UInt8], path: String, _ rules: ReadingRules) {
        self.bytes = bytes
        self.path = path
        self.rules = rules
        lines = objects.map {
            Line(start: $0.range.lowerBound, length: UInt32($0.range.count), number: UInt32($0.line))
        }
        areOfFile = false
        problem = nil
    }

    /// The line's number in the file, from 1.
    func number(at index: Int) -> Int { Int(lines[index].number) }

    /// One line's article, or what is wrong with it; nil for a blank line.
    func article(at index: Int) -> (article: Article?, problems: [InputProblem])? {
        let document = document(at: index)
        if document.isBlank { return nil }
        var problems: [InputProblem] = []
        do throws(InputProblem) {
            return (try document.article { problems.append($0) }.detectingLanguage(), problems)
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
            range: lines[index].start..<lines[index].start + Int(lines[index].length),
            limit: rules.limits.jsonLineBytes,
            origin: ArticleOrigin(path: path, line: number(at: index)),
            isLine: areOfFile,
            names: rules.names
        )
    }
}
