import Foundation
import Recommendation

extension Encodable {
    /// One line of JSON, keys sorted so that equal values give equal text.
    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension RelatedList {
    /// One line of JSON, with its end.
    var jsonLine: String { String(decoding: json, as: UTF8.self) + "\n" }
}
