import Foundation

/// The bytes of one JSON value from outside: a line of a JSON lines file, or a text that a program was sent.
///
/// Size, encoding and depth are checked before or while it is read; what does not fit becomes an ``InputProblem``.
package struct JSONDocument: Sendable {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private let limit: Int
    /// Where the value stands; nil for a text of its own.
    private let origin: ArticleOrigin?
    /// Whether it is a line of JSON lines, rather than a text of its own or what an export was made into.
    private let isLine: Bool
    /// Which keys mean which field.
    private let names: FieldNames

    /// - Parameters:
    ///   - range: where the value lies in `bytes`.
    ///   - limit: the bytes that it may have.
    init(
        bytes: [UInt8],
        range: Range<Int>,
        limit: Int,
        origin: ArticleOrigin?,
        isLine: Bool,
        names: FieldNames
    ) {
        self.bytes = bytes
        self.range = range
        self.limit = limit
        self.origin = origin
        self.isLine = isLine
        self.names = names
    }

    /// A text of its own, as large as one line of a file may be.
    package init(_ bytes: [UInt8], limits: ReadingLimits = .init(), names: FieldNames = .standard) {
        self.init(
            bytes: bytes,
            range: bytes.indices,
            limit: limits.jsonLineBytes,
            origin: nil,
            isLine: false,
            names: names
        )
    }

    /// Whether there is nothing but white space.
    var isBlank: Bool { bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }

    /// The article that the value describes.
    ///
    /// - Parameters:
    ///   - fallbackID: the id of an article without `id`; nil means its URL.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where it is no JSON object, or has no title or no id.
    func article(
        fallbackID: ArticleID? = nil,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        let record: ArticleRecord
        if range.count <= limit, let plain = ArticleRecord(plain: bytes, in: range, names) {
            record = plain
        } else {
            record = try decoded()
        }
        return try record.article(
            names,
            fallbackID: fallbackID?.rawValue,
            origin: origin,
            line: { _ in nil },
            report: report
        )
    }

    /// The value as Foundation's decoder reads it.
    ///
    /// - Throws: ``InputProblem`` where it is too large, no UTF-8, no JSON, or not what `Record` needs.
    package func decoded<Record: Decodable>(
        _: Record.Type = Record.self
    ) throws(InputProblem) -> Record {
        guard range.count <= limit else {
            throw problem(
                .tooLarge,
                "has more than \(limit >> 20) MB",
                isLine ? "write one article a line, and shorten this one" : "shorten it"
            )
        }
        // Texts in UTF-16, which Foundation reads as well, are full of zeros, and JSON has none.
        guard String(validating: bytes[range], as: UTF8.self) != nil, !bytes[range].contains(0) else {
            throw InputProblem(
                .invalidUTF8,
                path: origin?.path ?? "",
                line: origin?.line,
                "the text is not valid UTF-8",
                remedy: "save the file as UTF-8"
            )
        }
        do {
            let decoder = JSONDecoder()
            decoder.userInfo[.fieldNames] = names
            return try decoder.decode(Record.self, from: Data(bytes[range]))
        } catch let error as DecodingError {
            throw problem(error)
        } catch let problem as InputProblem {
            throw problem
        } catch {
            throw problem(.invalidJSON, "is not valid JSON", remedyForSyntax)
        }
    }

    private func problem(_ error: DecodingError) -> InputProblem {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
            let key = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(
                separator: "."
            )
            guard !key.isEmpty else {
                return problem(.badValue, "is no JSON object", "see the README for the keys and their types")
            }
            return InputProblem(
                .badValue,
                path: origin?.path ?? "",
                line: origin?.line,
                "`\(key)` has a value of the wrong type",
                remedy: "see the README for the keys and their types"
            )
        default: return problem(.invalidJSON, "is not valid JSON", remedyForSyntax)
        }
    }

    private var remedyForSyntax: String { isLine ? "write one JSON object a line" : "write one JSON object" }

    private func problem(
        _ kind: InputProblem.Kind,
        _ what: String,
        _ remedy: String
    ) -> InputProblem {
        InputProblem(
            kind,
            path: origin?.path ?? "",
            line: origin?.line,
            "the \(origin == nil ? "text" : isLine ? "line" : "article") \(what)",
            remedy: remedy
        )
    }
}
