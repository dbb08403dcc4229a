import Foundation
import Platform

/// Reads a small JSON file of a model's folder.
///
/// - Throws: ``ModelError`` where it is missing, too large or not what `type` needs.
func readJSON<Content: Decodable>(_ type: Content.Type, at path: String) throws(ModelError) -> Content {
    let limit = 64 << 20
    let bytes: [UInt8]
    do {
        bytes = try readFile(path, limit: limit).bytes
    } catch {
        throw ModelError(error, limit: limit)
    }
    do {
        return try JSONDecoder().decode(type, from: Data(bytes))
    } catch DecodingError.keyNotFound(let key, _) {
        throw ModelError(path, "has no \(key.stringValue)")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
        let key = context.codingPath.map(\.stringValue).joined(separator: ".")
        throw ModelError(path, "\(key.isEmpty ? "its top" : key) is not what it should be")
    } catch {
        // Foundation does not say which number does not fit its type.
        throw ModelError(path, "is no valid JSON, or a number in it is no whole one or too large")
    }
}

/// Reads a JSON file as ``readJSON(_:at:)`` does; nil where it is missing.
func readJSONIfPresent<Content: Decodable>(
    _ type: Content.Type,
    at path: String
) throws(ModelError) -> Content? {
    FileManager.default.fileExists(atPath: path) ? try readJSON(type, at: path) : nil
}
