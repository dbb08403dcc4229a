import Foundation
import Platform

/// Reads the tokenizer of a model's folder, as Hugging Face's tools write it.
///
/// `vocab.txt`, an entry a line, is preferred: it is ready in milliseconds. Its settings are those of
/// `tokenizer_config.json`, by default bert-base-uncased's. `tokenizer.json` is read where there is no
/// vocab.txt, or no tokenizer_config.json beside it; it takes three times as long. No other file is asked:
/// sentence_bert_config.json of all-MiniLM-L6-v2, for one, says `do_lower_case: false`, yet the model
/// lowercases.
package struct TokenizerFile: Sendable {
    /// Bytes of one file; those of LaBSE and of XLM-R have 10 million, XLM-R's as some write it 17.
    package static let byteLimit = 64 << 20

    private let folder: String

    package init(folder: String) { self.folder = folder }

    /// - Throws: ``TokenizerError``
    package func tokenizer() throws(TokenizerError) -> any Tokenizer {
        let configuration = try read("tokenizer_config.json")
        if let vocabulary = try read("vocab.txt") {
            if configuration != nil { return try fromLines(vocabulary, configuration) }
            guard let whole = try read("tokenizer.json") else { return try fromLines(vocabulary, nil) }
            return try fromWhole(whole)
        }
        guard let whole = try read("tokenizer.json") else { throw .noVocabulary(folder: folder) }
        return try fromWhole(whole)
    }

    private func path(_ name: String) -> String { folder + "/" + name }

    /// A file's bytes; nil where there is none.
    private func read(_ name: String) throws(TokenizerError) -> [UInt8]? {
        do {
            return try readFile(path(name), limit: Self.byteLimit).bytes
        } catch {
            if error.isMissing { return nil }
            throw .unreadable(error)
        }
    }

    /// Only BERT's tokenizers have a vocab.txt.
    private func fromLines(_ bytes: [UInt8], _ configuration: [UInt8]?) throws(TokenizerError) -> WordPiece {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let line = Self.lines(of: bytes).firstIndex {
                String(validating: bytes[$0], as: UTF8.self) == nil
            }
            throw .damaged(
                file: path("vocab.txt"),
                line: line.map { $0 + 1 },
                reason: "not UTF-8"
            )
        }
        var settings = WordPieceSettings()
        if let configuration {
            let name = "tokenizer_config.json"
            let decoded: TokenizerConfiguration = try decode(configuration, name)
            settings = try decoded.settings(file: path(name))
        }
        let lines = Self.lines(of: bytes)
        return try WordPiece(bytes: bytes, ranges: lines, searchable: lines.count, settings: settings)
    }

    private func fromWhole(_ bytes: [UInt8]) throws(TokenizerError) -> any Tokenizer {
        let name = "tokenizer.json"
        let pieces = try ScoredPieces(json: bytes, file: path(name))
        var rest = bytes
        if let pieces { rest.replaceSubrange(pieces.place, with: "[]".utf8) }
        let description: TokenizerDescription = try decode(rest, name)
        return try description.tokenizer(from: bytes, pieces, file: path(name))
    }

    private func decode<Value: Decodable>(_ bytes: [UInt8], _ name: String) throws(TokenizerError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw .damaged(file: path(name), line: nil, reason: Self.reason(error))
        } catch {
            throw .damaged(file: path(name), line: nil, reason: "not JSON")
        }
    }

    private static func reason(_ error: DecodingError) -> String {
        func key(_ context: DecodingError.Context, _ last: String? = nil) -> String {
            let keys =
                context.codingPath.map { String($0.stringValue.prefix(60)) } + (last.map { [$0] } ?? [])
            return keys.joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let missing, let context): "has no \(key(context, missing.stringValue))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(key(context)) is of the wrong type"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty: "\(key(context)) is damaged"
        default: "not JSON"
        }
    }

    /// Where the lines lie, without their ends, LF or CR LF. Stops one line beyond ``WordPiece/entryLimit``.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        lines.reserveCapacity(1 << 15)
        var start = 0
        func close(_ end: Int) {
            let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
            lines.append(start..<(hasReturn ? end - 1 : end))
        }
        for position in bytes.indices where bytes[position] == UInt8(ascii: "\n") {
            close(position)
            start = position + 1
            if lines.count > WordPiece.entryLimit { return lines }
        }
        if start < bytes.count { close(bytes.count) }
        return lines
    }
}
