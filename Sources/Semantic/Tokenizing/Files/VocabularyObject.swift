import Foundation

/// Reads the object `model.vocab` of a tokenizer.json, whose keys are entries and whose values are ids.
///
/// `JSONDecoder` cannot: it keeps objects as dictionaries of `String`s, which take "é" and "e" with an accent
/// for one key, while vocabularies may have both.
struct VocabularyObject {
    /// Entries with their ids, in the file's order.
    private(set) var entries: [(entry: String, id: Int)] = []
    private let bytes: [UInt8]
    private var position = 0

    /// - Parameter json: a whole file, which `JSONDecoder` has found to be well-formed.
    /// - Returns: nil where there is no such object, or something in it is no whole number.
    init?(json: [UInt8]) {
        bytes = json
        guard let start = ModelVocabulary.start(in: json), json[start] == UInt8(ascii: "{") else {
            return nil
        }
        position = start + 1
        guard readEntries() else { return nil }
    }

    private mutating func readEntries() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = ModelVocabulary.string(bytes, at: position)
                position = text.upperBound + 1
                guard let entry = Self.unescaped(bytes[text]), let id = number() else { return false }
                entries.append((entry, id))
                // One more than is allowed is enough to refuse it.
                if entries.count > WordPiece.entryLimit { return true }
            case UInt8(ascii: "}"): return true
            default: position += 1
            }
        }
        return false
    }

    /// The number behind the colon at `position`.
    private mutating func number() -> Int? {
        let start = position
        while position < bytes.count, ![UInt8(ascii: ","), UInt8(ascii: "}")].contains(bytes[position]) {
            position += 1
        }
        let marks = bytes[start..<position].filter { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: ":") }
        return Int(String(decoding: marks, as: UTF8.self))
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String? {
        guard text.contains(UInt8(ascii: "\\")) else { return String(decoding: text, as: UTF8.self) }
        let quote = [UInt8(ascii: "\"")]
        return try? JSONDecoder().decode(String.self, from: Data(quote + text + quote))
    }
}
