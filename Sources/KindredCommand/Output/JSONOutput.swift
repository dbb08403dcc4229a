import Foundation
import Platform
import Recommendation

extension Encodable {
    /// One line of JSON, keys sorted so that equal values give equal text.
    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self).jsonForOutput + "\n"
    }
}

extension RelatedList {
    /// One line of JSON, with its end.
    var jsonLine: String { String(decoding: json, as: UTF8.self).jsonForOutput + "\n" }
}

extension String {
    /// Whether people read the output; asked once, since lists are many.
    private static let isShown = Style.output.isTerminal

    /// JSON as it is printed: on a terminal, what would act on it is escaped, as JSON allows within texts, where alone
    /// it can stand.
    fileprivate var jsonForOutput: String {
        guard Self.isShown, printable != self else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            let character = String(scalar)
            text += character.printable == character ? character : String(format: "\\u%04x", scalar.value)
        }
    }
}
