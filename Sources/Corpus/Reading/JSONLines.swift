import Foundation

/// The lines of a JSON lines file, each of which holds one article.
struct JSONLines: Sendable {
    private let bytes: [UInt8]
    private let path: String
    private let limits: ReadingLimits
    private let lines: [Range<Int>]

    var count: Int { lines.count }

    init(_ bytes: [UInt8], path: String, limits: ReadingLimits) {
        self.bytes = bytes
        self.path = path
        self.limits = limits
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
        let line = bytes[lines[index]]
        if Self.isBlank(line) { return nil }
        var problems: [InputProblem] = []
        do throws(InputProblem) {
            let record: ArticleRecord
            if line.count <= limits.jsonLineBytes, let plain = ArticleRecord(plain: bytes, in: lines[index]) {
                record = plain
            } else {
                record = try self.record(line, number: index + 1)
            }
            let article = try record.article(
                fallbackID: nil,
                origin: ArticleOrigin(path: path, line: index + 1),
                line: { _ in nil },
                report: { problems.append($0) }
            )
            return (article, problems)
        } catch {
            return (nil, problems + [error])
        }
    }

    /// One line as a record of some kind; nil for a blank line.
    func record<Record: Decodable>(
        _: Record.Type,
        at index: Int
    ) -> Result<Record, InputProblem>? {
        let line = bytes[lines[index]]
        if Self.isBlank(line) { return nil }
        return Result { () throws(InputProblem) in try record(line, number: index + 1) }
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
    }

    private func record<Record: Decodable>(
        _ line: ArraySlice<UInt8>,
        number: Int
    ) throws(InputProblem) -> Record {
        guard line.count <= limits.jsonLineBytes else {
            throw InputProblem(
                .tooLarge,
                path: path,
                line: number,
                "the line has more than \(limits.jsonLineBytes >> 20) MB",
                remedy: "write one article a line, and shorten this one"
            )
        }
        guard String(validating: line, as: UTF8.self) != nil else {
            throw InputProblem(
                .invalidUTF8,
                path: path,
                line: number,
                "the text is not valid UTF-8",
                remedy: "save the file as UTF-8"
            )
        }
        do {
            return try JSONDecoder().decode(Record.self, from: Data(line))
        } catch let error as DecodingError {
            throw InputProblem(error, path: path, line: number)
        } catch {
            throw InputProblem(
                .invalidJSON,
                path: path,
                line: number,
                "the line is not valid JSON",
                remedy: "write one JSON object a line"
            )
        }
    }
}

extension InputProblem {
    fileprivate init(_ error: DecodingError, path: String, line: Int) {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
            let key = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(
                separator: "."
            )
            self.init(
                .badValue,
                path: path,
                line: line,
                key.isEmpty ? "the line is no JSON object" : "`\(key)` has a value of the wrong type",
                remedy: "see the README for the keys and their types"
            )
        default:
            self.init(
                .invalidJSON,
                path: path,
                line: line,
                "the line is not valid JSON",
                remedy: "write one JSON object a line"
            )
        }
    }
}
